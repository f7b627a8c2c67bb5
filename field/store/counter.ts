/** Numbers and stamps of own entries: what the next entry gets, and that nobody gets it twice. */

import type { Entry } from "../core/journal/entry.ts";
import { nextStamp, stamp } from "../core/journal/hlc.ts";
import type { Database, Transaction } from "./database.ts";
import { Problem } from "./problem.ts";

/** The number of the next entry and the stamp of the last. */
export interface Counter {
  readonly next: number;
  readonly clock: bigint;
}

/** An entry that lacks only what the counter gives. */
export type Unnumbered = Omit<Entry, "device" | "number" | "written">;

/** What an entry's stamp has to come after. */
export interface Time {
  /** Unix ms by the corrected clock. */
  readonly now: number;
  /** The greatest stamp received from others. */
  readonly seen: bigint;
  /** The greatest stamp known of what the entries patch. */
  readonly known: bigint;
}

/** Where it lies in `plain`. */
export const COUNTER = "counter";

/**
 * A clock that ran so far ahead and was put right since does not bind the stamps that follow: the server would hold
 * every one of them. They still come after all that is known of what they patch.
 */
const FAR_AHEAD_MS = 31 * 86_400_000;

const FIRST: Counter = { next: 1, clock: 0n };

export async function counterOf(database: Database): Promise<Counter> {
  return ((await database.get("plain", COUNTER)) as Counter | undefined) ?? FIRST;
}

export async function counterIn(change: Transaction): Promise<Counter> {
  return ((await change.get("plain", COUNTER)) as Counter | undefined) ?? FIRST;
}

/** Whether nobody counted on in between. */
export function same(one: Counter, other: Counter): boolean {
  return one.next === other.next && one.clock === other.clock;
}

/** Entries with what the counter gives them. */
export function numbered(
  fresh: readonly Unnumbered[],
  device: string,
  { next, clock }: Counter,
  { now, seen, known }: Time,
): Entry[] {
  let written = clock > stamp(now + FAR_AHEAD_MS) || clock < known ? known : clock;
  return fresh.map((one, at) => {
    written = nextStamp(written, now, seen);
    return { ...one, device, number: next + at, written };
  });
}

/** The counter after these. Throws Problem `nothing-to-save`. */
export function after(entries: readonly Entry[]): Counter {
  const last = entries.at(-1);
  if (last === undefined) {
    throw new Problem("nothing-to-save");
  }
  return { next: last.number + 1, clock: last.written };
}
