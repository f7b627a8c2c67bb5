/** What a server said of an entry: contracts/sync.md. */

import type { Own } from "./own.ts";
import type { Whereabouts } from "./types.ts";

export interface Receipt {
  readonly number: number;
  readonly seq: number;
  readonly status: "accepted" | "held" | "declined";
  readonly problem: string | null;
  /** Durable at a laptop, not yet at the district. */
  readonly relayed: boolean;
}

/** Which of the device's numbers a journal holds. */
export interface Had {
  /** Numbers up to this one are in the journal, but for the gaps. */
  readonly have: number;
  readonly gaps: readonly (readonly [number, number])[];
}

/** What the last pull said of the device's entries as a whole. */
export interface Heard extends Had {
  /** As `have`, of the district, where a laptop stands between. */
  readonly upstream: number | null;
  /** Entries that do not count now, newest first, at most 200. */
  readonly held: readonly HeldEntry[];
}

export interface HeldEntry {
  readonly number: number;
  readonly status: "held" | "declined";
  readonly problem: string | null;
}

export const NOTHING_HEARD: Heard = { have: 0, gaps: [], upstream: null, held: [] };

const NUMBER_REUSED = "number-reused";

/** The server names no more than so many that are held. */
export const MOST_HELD = 200;

/**
 * Whether the number belonged to another entry: this store was restored or copied. The server keeps what came aside;
 * it counts once it was written anew under a number of its own.
 */
export function isReused(receipt: Receipt | null): boolean {
  return receipt !== null && receipt.seq === 0 && receipt.problem === NUMBER_REUSED;
}

/** Numbers that a laptop took and the district knows as another entry's. */
export function reusedUpstream({ held }: Heard): readonly number[] {
  return held.filter(({ problem }) => problem === NUMBER_REUSED).map(({ number }) => number);
}

/** Where an own entry is, and why. */
export function whereabouts(
  { entry: { number }, receipt }: Own,
  heard: Heard,
): { readonly at: Whereabouts; readonly problem: string | null } {
  if (receipt === null || isReused(receipt)) {
    return { at: "phone", problem: null };
  }
  if (receipt.seq === 0) {
    return { at: "aside", problem: receipt.problem };
  }
  const held = heard.held.find((one) => one.number === number);
  if (held !== undefined) {
    return { at: held.status, problem: held.problem };
  }
  if (receipt.status !== "accepted" && !isSpokenOf(number, heard)) {
    return { at: receipt.status, problem: receipt.problem };
  }
  const waits = receipt.relayed && (heard.upstream ?? 0) < number;
  return { at: waits ? "relay" : "server", problem: null };
}

/** Whether the last pull would have named the entry if it were held. */
function isSpokenOf(number: number, { have, held }: Heard): boolean {
  return number <= have && (held.length < MOST_HELD || number >= (held.at(-1)?.number ?? 0));
}

/** Whether the journal lacks a number, by what its server said. */
export function isMissing(number: number, { have, gaps }: Had): boolean {
  return number > have || gaps.some(([first, last]) => first <= number && number <= last);
}

/** Null where an answer does not say it. */
export function readHad({ have, gaps }: Readonly<Record<string, unknown>>): Had | null {
  if (typeof have !== "number" || !Number.isFinite(have)) {
    return null;
  }
  return { have, gaps: Array.isArray(gaps) ? gaps.filter(isSpan) : [] };
}

function isSpan(data: unknown): data is readonly [number, number] {
  return Array.isArray(data) && typeof data[0] === "number" && typeof data[1] === "number";
}

/** The receipts of an answer, for the numbers sent, in their order. Null where the answer cannot be trusted. */
export function readReceipts(data: unknown, numbers: readonly number[]): Receipt[] | null {
  const receipts = (data as { receipts?: unknown } | null)?.receipts;
  if (!Array.isArray(receipts) || receipts.length !== numbers.length) {
    return null;
  }
  const read = receipts.map((one, at) => readReceipt(one, numbers[at] as number));
  return read.every((one) => one !== null) ? (read as Receipt[]) : null;
}

function readReceipt(data: unknown, number: number): Receipt | null {
  const { number: named, seq, status, problem, relayed } = Object(data) as Record<string, unknown>;
  const isRight = named === number || named === 0; // 0: kept aside, it could not be read
  if (!isRight || typeof seq !== "number" || typeof status !== "string") {
    return null;
  }
  return {
    number,
    seq,
    status: status as Receipt["status"],
    problem: typeof problem === "string" ? problem : null,
    relayed: relayed === true,
  };
}
