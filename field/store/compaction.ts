/** Small and half-empty blocks are written together, so that unlocking does not grow slower with every sync. */

import {
  grouped,
  PEOPLE_IN_A_BLOCK,
  type RawRecord,
  readBlock,
  type SealedBlock,
  sealBlock,
} from "./blocks.ts";
import type { Progress } from "./kept.ts";
import type { Records } from "./records.ts";
import type { Vault } from "./vault.ts";

/** So many thin blocks are borne: each costs a few milliseconds at unlocking. */
const MOST_THIN = 24;
/** What lies under the number of a block and is worth nothing without it. */
const MADE_OF_BLOCKS = ["listing", "standings", "digests"];
const THIN = PEOPLE_IN_A_BLOCK / 2;

/** Writes thin blocks together where there are many. One transaction; answers the progress kept with it. */
export async function compact(vault: Vault, records: Records, before: Progress): Promise<Progress> {
  const census = records.census();
  const thin = ((await vault.database.keys("blocks")) as number[]).filter(
    (number) => (census.get(number)?.length ?? 0) < THIN,
  );
  if (thin.length <= MOST_THIN || before.sweepFrom !== null) {
    return before;
  }
  const [living, gone] = await contentOf(vault, records, thin);
  const sealed: SealedBlock[] = [];
  for (const group of living.length === 0 ? [[]] : grouped(living)) {
    const block = { records: group, gone: sealed.length === 0 ? gone : [] };
    sealed.push(await sealBlock(vault, before.nextBlock + sealed.length, block));
  }
  const progress = { ...before, nextBlock: before.nextBlock + sealed.length };
  const kept = await vault.sealed("progress", progress);
  const arrival = { sealed, records: living, gone: [] };
  await vault.database.change(["blocks", ...MADE_OF_BLOCKS, "kept"], (change) => {
    records.put(change, arrival);
    for (const number of thin) {
      change.remove("blocks", number);
      for (const store of MADE_OF_BLOCKS) {
        change.remove(store, number);
      }
    }
    change.put("kept", "progress", kept);
  });
  records.arrived(arrival);
  records.dropped(thin);
  return progress;
}

/** What lives in blocks, and who was gone by them: an older block may still hold those. */
async function contentOf(
  vault: Vault,
  records: Records,
  numbers: readonly number[],
): Promise<readonly [RawRecord[], string[]]> {
  const living: RawRecord[] = [];
  const gone = new Set<string>();
  for (const number of numbers) {
    const block = await readBlock(vault, number);
    living.push(...block.records.filter(({ about }) => records.where(about) === number));
    for (const about of block.gone) {
      gone.add(about);
    }
  }
  return [living, [...gone].filter((about) => !records.has(about))];
}
