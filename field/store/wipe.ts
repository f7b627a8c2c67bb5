/** Without contact for too long: what was pulled goes, what was not sent stays. */

import type { Progress } from "./kept.ts";
import type { Outbox } from "./outbox.ts";
import type { Policy } from "./types.ts";
import type { Vault } from "./vault.ts";

const DAY_MS = 86_400_000;

/** `now` by the phone's own clock. */
export function isExpired(
  { lastContact, ahead, cursor }: Progress,
  { wipe_after_days }: Policy,
  now: number,
): boolean {
  const days = lastContact === null ? 0 : (now - ahead - lastContact) / DAY_MS;
  return wipe_after_days > 0 && cursor !== null && days > wipe_after_days;
}

/** Removes records and entries that the server has; the unsent ones too where the policy says so. */
export async function emptied(
  vault: Vault,
  outbox: Outbox,
  before: Progress,
  { wipe_unsent }: Policy,
): Promise<Progress> {
  const progress: Progress = {
    ...before,
    cursor: null,
    generation: "",
    sweepFrom: null,
    complete: false,
    gone: [],
  };
  const sealed = await vault.sealed("progress", progress);
  const safe = outbox.all().filter(({ receipt }) => wipe_unsent || receipt !== null);
  const numbers = safe.map(({ entry }) => entry.number);
  const pulled = ["blocks", "listing", "standings", "digests", "sent"];
  const stores = [...pulled, ...(wipe_unsent ? ["drafts"] : [])];
  await vault.database.change([...stores, "kept", "outbox"], (change) => {
    for (const store of stores) {
      change.clear(store);
    }
    for (const number of numbers) {
      change.remove("outbox", number);
    }
    change.put("kept", "progress", sealed);
  });
  outbox.covered(numbers);
  return progress;
}
