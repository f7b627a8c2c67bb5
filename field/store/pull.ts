/** Putting a pulled page in: records, cursor and what they cover of the outbox in one transaction. */

import { stamp } from "../core/journal/hlc.ts";
import type { RawRecord } from "./blocks.ts";
import type { Clock } from "./clock.ts";
import type { Progress } from "./kept.ts";
import type { Outbox } from "./outbox.ts";
import type { PulledPage } from "./pages.ts";
import type { Platform } from "./platform.ts";
import { isReused } from "./receipt.ts";
import type { Arrival, Records } from "./records.ts";
import type { Register } from "./register.ts";
import type { Vault } from "./vault.ts";

const DAY_MS = 86_400_000;
const LONGEST_STAMP = 19;

export interface Shelf {
  /** These change now. */
  readonly coming: (abouts: readonly string[]) => void;
  readonly platform: Platform;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly records: Records;
  readonly register: Register;
}

/** What a page changed. */
export interface Change {
  readonly progress: Progress;
  /** Who left, those that a new listing did not bring among them. */
  readonly left: readonly string[];
}

/** Put a page in; `before` is how far the pull was. All or nothing. Throws Problem `storage-full`. */
export async function putPage(
  shelf: Shelf,
  page: PulledPage,
  before: Progress,
  server: string,
): Promise<Change> {
  const { vault, outbox, records, register, platform } = shelf;
  const isAnew = before.server !== server || before.generation !== page.generation;
  const sweepFrom = isAnew ? before.nextBlock : before.sweepFrom;
  const came = page.records.map(({ about }) => about);
  const left = [...page.gone, ...swept(records, page, came, sweepFrom)];
  const arrival = await records.prepare(page.records, left, before.nextBlock, platform.pause);
  const covered = coveredBy(page.records, vault.device, outbox);
  const cover = await outbox.covering(covered);
  const progress = following(shelf, page, before, {
    server,
    sweepFrom: page.more ? sweepFrom : null,
    nextBlock: before.nextBlock + arrival.sealed.length,
    gone: goneOf(before.gone, left, came, outbox),
  });
  const sealed = await vault.sealed("progress", progress);
  await vault.database.change(["blocks", "listing", "kept", "outbox", "sent"], (change) => {
    records.put(change, arrival);
    cover(change);
    change.put("kept", "progress", sealed);
  });
  outbox.covered(covered);
  shelf.coming(came); // first: no list may show them as people about whom all is known
  records.arrived(arrival);
  await register.arrived(basesOf(arrival), left);
  return { progress, left };
}

/** Who did not come when a listing that began anew is complete. */
function swept(
  records: Records,
  page: PulledPage,
  came: readonly string[],
  sweepFrom: number | null,
): readonly string[] {
  if (page.more || sweepFrom === null) {
    return [];
  }
  const isHere = new Set([...came, ...page.gone]);
  return records.before(sweepFrom).filter((about) => !isHere.has(about));
}

function basesOf({ sealed }: Arrival) {
  return sealed.flatMap(({ page }) => page.bases);
}

/** Own entries that the records contain. */
function coveredBy(records: readonly RawRecord[], device: string, outbox: Outbox): number[] {
  return records.flatMap(({ entries }) =>
    entries.flatMap((data) => {
      const entry = Object(data) as Record<string, unknown>;
      const number = entry["number"];
      const isOwn = entry["device"] === device && typeof number === "number";
      const receipt = isOwn ? (outbox.get(number)?.receipt ?? null) : null;
      return receipt !== null && !isReused(receipt) ? [Number(number)] : [];
    }),
  );
}

function following(
  { clock }: Shelf,
  page: PulledPage,
  before: Progress,
  rest: Pick<Progress, "server" | "sweepFrom" | "nextBlock" | "gone">,
): Progress {
  const { have, gaps, upstream, held } = page;
  return {
    ...before,
    ...rest,
    cursor: page.cursor,
    generation: page.generation,
    complete: before.complete || !page.more,
    heard: { have, gaps, upstream, held },
    seen: later(before.seen, latestOf(page.records), clock.now()),
    lastContact: page.now ?? clock.now(),
    ahead: clock.ahead,
    setup: page.setup,
    leaving: null, // who is revoked is not answered
  };
}

/** The greatest stamp of records; decimal texts of other than 64 bits are passed over. */
function latestOf(records: readonly RawRecord[]): bigint {
  let greatest = "0";
  for (const { entries } of records) {
    for (const data of entries) {
      const written = (Object(data) as Record<string, unknown>)["written"];
      if (typeof written === "string" && /^[0-9]+$/.test(written) && isAfter(written, greatest)) {
        greatest = written;
      }
    }
  }
  return BigInt(greatest);
}

/** Decimal texts compare by length, then by letters: no BigInt for each of 400,000 entries. */
function isAfter(one: string, other: string): boolean {
  const byLength = one.length - other.length;
  return one.length <= LONGEST_STAMP && (byLength > 0 || (byLength === 0 && one > other));
}

/** Danger: a clock that ran years ahead must not carry every other clock with it. */
function later(before: string, latest: bigint, now: number): string {
  const known = BigInt(before);
  return latest > known && latest <= stamp(now + DAY_MS) ? latest.toString() : before;
}

/** Who left, as long as own entries about them are here. */
function goneOf(
  before: readonly string[],
  left: readonly string[],
  came: readonly string[],
  outbox: Outbox,
): readonly string[] {
  const back = new Set(came);
  const all = new Set([...before, ...left]);
  return [...all].filter((about) => !back.has(about) && outbox.about(about).length > 0);
}
