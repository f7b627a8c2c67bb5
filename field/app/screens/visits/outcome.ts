/** A visit that found nobody to fill a form with: what is written down of it. */

import type { NewEntry } from "../../../store/types.ts";

export const OUTCOMES = ["not_home", "refused", "moved", "died"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What was chosen on the screen. `againOn` is a day as 2026-07-04, empty when nobody is to come again. */
export interface Found {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly againOn: string;
  readonly position: Position | null;
}

/** Where the phone stood, only when the worker chose to note it. Degrees. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const DECIMALS = 5; // a metre: enough to find the house again

/** One entry for each person who was to be met. */
export function visitEntries(
  people: readonly string[],
  found: Found,
  happened: string,
  idOf: (person: string) => string,
): NewEntry[] {
  const body = bodyOf(found);
  return people.map((about) => ({ kind: "visit", subject: idOf(about), about, body, happened }));
}

function bodyOf({ outcome, reason, againOn, position }: Found): Record<string, unknown> {
  const words = reason.trim();
  return {
    outcome,
    ...(words ? { reason: words } : {}),
    ...(againOn && mayComeAgain(outcome) ? { again_on: againOn } : {}),
    ...(position
      ? { latitude: rounded(position.latitude), longitude: rounded(position.longitude) }
      : {}),
  };
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(DECIMALS));
}

/** Nobody returns to a house that was left for good. */
export function mayComeAgain(outcome: Outcome): boolean {
  return outcome === "not_home" || outcome === "refused";
}
