/** What a vault remembers of its progress, when it is opened. */

import { BEGINNING, type Progress } from "./kept.ts";
import type { Vault } from "./vault.ts";

/** How far the pull was; from the beginning where that cannot be read. A block's number is never used twice. */
export async function recalled(vault: Vault): Promise<Progress> {
  try {
    return ((await vault.kept("progress")) as Progress | null) ?? BEGINNING;
  } catch {
    const blocks = (await vault.database.keys("blocks")) as number[];
    return { ...BEGINNING, nextBlock: Math.max(0, ...blocks) + 1 };
  }
}
