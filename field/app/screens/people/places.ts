/** Areas and facilities in words: where somebody lives, and where something was done. */

import type { Area, Setup } from "../../../store/types.ts";

/** The name of an area and those around it, the nearest first, as far as the phone knows: "RT 003, Dusun Air Seruk". */
export function areaText(setup: Pick<Setup, "places" | "areas">, code: string): string {
  const known = areasOf(setup);
  const names: string[] = [];
  for (let at = known.get(code); at !== undefined && names.length < 3; ) {
    names.push(at.name);
    at = at.parent === undefined ? undefined : known.get(at.parent);
  }
  return names.join(", ");
}

const AREAS = new WeakMap<object, ReadonlyMap<string, Area>>();

/** By code; made once for each setup, for every row of a list asks. */
function areasOf(setup: Pick<Setup, "places" | "areas">): ReadonlyMap<string, Area> {
  let known = AREAS.get(setup);
  if (known === undefined) {
    known = new Map([...setup.areas, ...setup.places].map((one) => [one.code, one]));
    AREAS.set(setup, known);
  }
  return known;
}

/** The deepest areas: where people are registered to. In the order of their codes. */
export function deepest(setup: Pick<Setup, "places" | "areas">): readonly Area[] {
  const all = [...areasOf(setup).values()];
  const parents = new Set(all.map(({ parent }) => parent));
  return all
    .filter(({ code, level }) => !parents.has(code) && level !== "dusun" && level !== "village")
    .sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** The name of the place of a contact: a facility's, that of its kind (`kinds`), or the code where nobody knows better. */
export function placeText(
  { facilities }: Pick<Setup, "facilities">,
  place: string | null,
  kinds: Readonly<Record<string, string>>,
): string {
  if (place === null) {
    return "";
  }
  return facilities.find(({ code }) => code === place)?.name ?? kinds[place] ?? place;
}

/** Who may be called about people of an area: the nearest facility of these types that has a telephone. */
export function callable(
  { facilities }: Pick<Setup, "facilities">,
  area: string,
  types: readonly string[] = ["pustu", "puskesmas"],
) {
  const reachable = facilities.filter(({ phone, type }) => phone !== "" && types.includes(type));
  const serving = reachable.filter(({ serves }) => serves.some((code) => area.startsWith(code)));
  return serving[0] ?? reachable[0] ?? null;
}
