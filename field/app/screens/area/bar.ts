/** A coverage as a bar: how many of how many, and the people that were decreed as its target. */

import type { Covered } from "../../../core/people/coverage.ts";

/** `percent` is null where nobody is counted. */
export interface Bar {
  readonly met: number;
  readonly among: number;
  readonly missed: number;
  readonly percent: number | null;
  /** People to reach this year, where somebody set it; coverage is shown against these. */
  readonly decreed: number | null;
}

const WHOLE = 100;

/** Against the decreed people where there are some, else against those who are counted. */
export function barOf({ met, missed, target }: Covered, decreed: number | undefined): Bar {
  const among = decreed ?? target;
  return {
    met: met.length,
    among,
    missed: missed.length,
    percent: among === 0 ? null : Math.min(WHOLE, Math.floor((met.length / among) * WHOLE)),
    decreed: decreed ?? null,
  };
}

/** Those with people missed first, the most missed on top; then those that are whole; empty ones last. */
export function byMissed(covered: readonly Covered[]): Covered[] {
  const rank = ({ target, missed }: Covered) => (target === 0 ? 2 : missed.length === 0 ? 1 : 0);
  return [...covered].sort(
    (one, other) => rank(one) - rank(other) || other.missed.length - one.missed.length,
  );
}
