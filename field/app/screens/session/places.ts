/** Which Posyandu there are, and who lives where they serve. */

import type { Area, Facility, Setup } from "../../../store/types.ts";

/** The Posyandu of the worker's areas, by name. */
export function posyandus({ facilities }: Setup): readonly Facility[] {
  return facilities
    .filter(({ type }) => type === POSYANDU)
    .sort((one, other) => one.name.localeCompare(other.name));
}

export const POSYANDU = "posyandu";

/** Codes of every area that the facility serves: those named and all within them. */
export function servedAreas({ serves }: Facility, places: readonly Area[]): ReadonlySet<string> {
  const served = new Set(serves);
  const waiting = [...places];
  // Children may stand before their parents: go over the list until nothing is added.
  for (let found = true; found; ) {
    found = false;
    for (const { code, parent } of waiting) {
      if (parent !== undefined && served.has(parent) && !served.has(code)) {
        served.add(code);
        found = true;
      }
    }
  }
  return served;
}
