/** The own entries of late with what became of them, and when they need not be kept any more. */

import type { Outbox } from "./outbox.ts";
import type { Own } from "./own.ts";
import { type Heard, isMissing, whereabouts } from "./receipt.ts";
import type { OwnEntry } from "./types.ts";

/** The newest first. */
export async function mine(
  outbox: Outbox,
  heard: Heard,
  limit: number,
): Promise<readonly OwnEntry[]> {
  const held = outbox.all().map(({ entry }) => entry.number);
  const numbers = [...new Set([...held, ...(await outbox.sentNumbers())])];
  numbers.sort((one, other) => other - one);
  const found = await Promise.all(
    numbers.slice(0, limit).map(async (number) => outbox.get(number) ?? outbox.sent(number)),
  );
  return found
    .filter((own): own is Own => own !== null)
    .map((own) => ({ entry: own.entry, ...whereabouts(own, heard) }));
}

/** Removes what the server has for good and was received before a moment; answers about whom. */
export async function purgeSent(outbox: Outbox, heard: Heard, before: number): Promise<string[]> {
  const isOver = (own: Own): boolean =>
    own.receipt !== null &&
    own.sentAt < before &&
    !isMissing(own.entry.number, heard) &&
    ["server", "declined"].includes(whereabouts(own, heard).at);
  const over = outbox.all().filter(isOver);
  for (const number of await outbox.sentNumbers()) {
    const own = await outbox.sent(number);
    if (own !== null && own.sentAt >= before) {
      break; // in order: the later ones are younger
    }
    if (own !== null && isOver(own)) {
      over.push(own);
    }
  }
  if (over.length > 0) {
    await outbox.remove(over.map(({ entry }) => entry.number));
  }
  return over.map(({ entry }) => entry.about);
}
