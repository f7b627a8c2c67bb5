/** Who waits for what: referrals of everybody in the listing, the most pressing first. */

import type { Listed, Setup, Standing } from "../../../store/types.ts";

/** One referral that waits, as lists know it. `day`: of sending, or of the follow-up. */
export interface Waiting {
  readonly id: string;
  readonly person: Listed;
  readonly state: "sent" | "answered";
  readonly day: number;
}

/** All that wait, by day. */
export function waitingReferrals(
  people: ReadonlyMap<string, Listed>,
  standings: ReadonlyMap<string, Standing>,
): Waiting[] {
  const waiting: Waiting[] = [];
  for (const [about, { referrals }] of standings) {
    const person = people.get(about);
    if (person && !person.retracted && person.died === null) {
      waiting.push(...referrals.map((one) => ({ ...one, person })));
    }
  }
  return waiting.sort((one, other) => one.day - other.day);
}

/** Health workers answer; kader send and follow up. */
export function mayAnswer({ worker }: Pick<Setup, "worker">): boolean {
  return worker.form_role !== "kader";
}
