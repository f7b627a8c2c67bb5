/**
 * Pulled records in encrypted blocks of some fifty people. Blocks are only added: a record of a later block replaces
 * the same one of an earlier block, and a name in a later block's `gone` removes it. Each block has a *page of the
 * listing* under the same number: what lists need of it, so that unlocking opens no block. A page that is missing or
 * damaged is made again from its block.
 */

import type { Key } from "./database.ts";
import { type Base, baseOf } from "./reading.ts";
import type { Vault } from "./vault.ts";

/** A record as the server sent it: entries as JSON, not yet checked. */
export interface RawRecord {
  readonly about: string;
  readonly kind: string;
  readonly entries: readonly unknown[];
}

export interface Block {
  readonly records: readonly RawRecord[];
  readonly gone: readonly string[];
}

/** What lists need of a block. */
export interface ListingPage {
  readonly bases: readonly Base[];
  readonly gone: readonly string[];
}

/** Sealed, ready to be put. */
export interface SealedBlock {
  readonly number: number;
  readonly page: ListingPage;
  readonly block: Uint8Array<ArrayBuffer>;
  readonly listing: Uint8Array<ArrayBuffer>;
}

export const PEOPLE_IN_A_BLOCK = 50;

/** Raised when what the listing's pages look like changes: older ones are made again. */
const LISTING_FORMAT = 1;

/** Records in groups that make a block. */
export function grouped<One>(records: readonly One[], size = PEOPLE_IN_A_BLOCK): One[][] {
  const groups: One[][] = [];
  for (let at = 0; at < records.length; at += size) {
    groups.push(records.slice(at, at + size));
  }
  return groups;
}

export function listingPage({ records, gone }: Block): ListingPage {
  const bases = records.map((record) => baseOf(record.about, record.kind, record.entries));
  return { bases, gone };
}

export async function sealBlock(vault: Vault, number: number, block: Block): Promise<SealedBlock> {
  const page = listingPage(block);
  return {
    number,
    page,
    block: await vault.seal.close(`block ${number}`, block, true),
    listing: await sealListing(vault, number, page),
  };
}

function sealListing(
  vault: Vault,
  number: number,
  page: ListingPage,
): Promise<Uint8Array<ArrayBuffer>> {
  return vault.seal.close(`listing ${number}`, { format: LISTING_FORMAT, ...page }, true);
}

/** Throws Problem `damaged`. */
export async function readBlock(vault: Vault, number: number): Promise<Block> {
  const sealed = await vault.database.get("blocks", number);
  return (await vault.seal.open(`block ${number}`, sealed)) as Block;
}

/** What reading the whole listing found. */
export interface Listing {
  /** In the order of blocks. */
  readonly pages: readonly (readonly [number, ListingPage])[];
  /** Blocks that can no longer be read. */
  readonly damaged: readonly number[];
}

/** The listing of all blocks; pages that are missing or damaged are made again and kept. */
export async function readListing(vault: Vault): Promise<Listing> {
  const [blocks, sealed] = await Promise.all([
    vault.database.keys("blocks"),
    vault.database.all("listing"),
  ]);
  const byNumber = new Map<Key, unknown>(sealed);
  const found = await Promise.all(
    blocks.map(async (key) => {
      const number = key as number;
      const page =
        (await openListing(vault, number, byNumber.get(key))) ?? (await remade(vault, number));
      return [number, page] as const;
    }),
  );
  const isWhole = (one: readonly [number, ListingPage | null]): one is [number, ListingPage] =>
    one[1] !== null;
  return {
    pages: found.filter(isWhole),
    damaged: found.filter(([, page]) => page === null).map(([number]) => number),
  };
}

async function openListing(
  vault: Vault,
  number: number,
  sealed: unknown,
): Promise<ListingPage | null> {
  if (sealed === undefined) {
    return null;
  }
  try {
    const page = (await vault.seal.open(`listing ${number}`, sealed)) as ListingPage & {
      format: number;
    };
    return page.format === LISTING_FORMAT ? page : null;
  } catch {
    return null;
  }
}

async function remade(vault: Vault, number: number): Promise<ListingPage | null> {
  try {
    const page = listingPage(await readBlock(vault, number));
    const sealed = await sealListing(vault, number, page);
    await vault.database.change(["listing"], (change) => change.put("listing", number, sealed));
    return page;
  } catch {
    return null;
  }
}
