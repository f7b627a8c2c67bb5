/** Sending own entries: in batches, in order, as often as it takes; a receipt is written down before the next batch. */

import { entriesToJson } from "../core/journal/wire.ts";
import type { Clock } from "./clock.ts";
import type { Outbox } from "./outbox.ts";
import type { Own } from "./own.ts";
import { type Receipt, readReceipts } from "./receipt.ts";
import { NoContact, Refused, type Server } from "./server.ts";

const MOST = 500;
/** Characters of JSON: some seconds of a slow network, so that little is sent again after a cut. */
const LONGEST = 1_000_000;
const SPLITTING: ReadonlySet<number> = new Set([400, 413]);

/**
 * Sends all that has no receipt. `relayed` servers stand between: `seen` means the numbers of one server only.
 * Throws NoContact, Refused; what was receipted until then is kept.
 */
export async function push(
  outbox: Outbox,
  server: Server,
  clock: Clock,
  each: (told: readonly Own[]) => Promise<void>,
): Promise<Refused | null> {
  let stuck: Refused | null = null;
  let most = MOST;
  const skipped = new Set<number>();
  for (;;) {
    const batch = taken(
      outbox.unsent().filter(({ entry }) => !skipped.has(entry.number)),
      most,
    );
    if (batch.length === 0) {
      return stuck;
    }
    try {
      const told = await sent(batch, server, clock);
      await outbox.record(told);
      await each(told);
      most = Math.min(MOST, most * 2);
    } catch (error) {
      if (!(error instanceof Refused && SPLITTING.has(error.status))) {
        throw error;
      }
      if (batch.length === 1) {
        skipped.add((batch[0] as Own).entry.number); // the others must not wait for this one
        stuck = error;
      }
      most = Math.max(1, batch.length >> 1);
    }
  }
}

function taken(unsent: readonly Own[], most: number): readonly Own[] {
  let length = 0;
  const end = unsent.slice(0, most).findIndex(({ entry }, at) => {
    length += JSON.stringify(entry.body).length + 400;
    return at > 0 && length > LONGEST;
  });
  return unsent.slice(0, end < 0 ? most : end);
}

async function sent(batch: readonly Own[], server: Server, clock: Clock): Promise<Own[]> {
  const entries = batch.map(({ entry, server: known }) =>
    // 1: a patch of something, whose place there nobody here can know.
    known === server.address ? entry : { ...entry, seen: Math.min(entry.seen, 1) },
  );
  const answer = await server.post("/api/entries", entriesToJson(entries));
  const receipts = readReceipts(
    answer,
    batch.map(({ entry }) => entry.number),
  );
  if (receipts === null) {
    throw new NoContact();
  }
  return batch.map((own, at) => ({
    ...own,
    receipt: receipts[at] as Receipt,
    sentAt: clock.now(),
  }));
}
