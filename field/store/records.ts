/** The pulled records of one vault: where each lies, its entries on demand, and how a page of a pull is put in. */

import type { StoredEntry } from "../core/journal/entry.ts";
import {
  type Block,
  grouped,
  type ListingPage,
  type RawRecord,
  readBlock,
  readListing,
  type SealedBlock,
  sealBlock,
} from "./blocks.ts";
import { type Base, readable } from "./reading.ts";
import { Recent } from "./recent.ts";
import type { Transaction, Vault } from "./vault.ts";

const RECORDS_KEPT = 64;
const BLOCKS_KEPT = 3;

/** A page of a pull, ready to be put in. */
export interface Arrival {
  readonly sealed: readonly SealedBlock[];
  readonly records: readonly RawRecord[];
  readonly gone: readonly string[];
}

export class Records {
  readonly #vault: Vault;
  /** The block in which a record lies now. */
  readonly #where = new Map<string, number>();
  /** Merged duplicates to the record that holds them. */
  readonly #aliases = new Map<string, string>();
  readonly #recent = new Recent<string, readonly StoredEntry[]>(RECORDS_KEPT);
  readonly #blocks = new Recent<number, Promise<Block>>(BLOCKS_KEPT);

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Reads the listing. `each` gets every record's base that holds; the answer says whether blocks were lost. */
  async load(each: (base: Base) => void): Promise<{ readonly damaged: boolean }> {
    const { pages, damaged } = await readListing(this.#vault);
    const bases = new Map<string, Base>();
    for (const [number, page] of pages) {
      this.#index(number, page);
      page.bases.forEach((base) => {
        bases.set(base.about, base);
      });
      page.gone.forEach((about) => {
        bases.delete(about);
      });
    }
    bases.forEach(each);
    return { damaged: damaged.length > 0 };
  }

  #index(number: number, { bases, gone }: ListingPage): void {
    for (const about of gone) {
      this.#where.delete(about);
    }
    for (const { about, aliases } of bases) {
      this.#where.set(about, number);
      this.#aliases.delete(about);
      for (const alias of aliases) {
        this.#aliases.set(alias, about);
      }
    }
  }

  get size(): number {
    return this.#where.size;
  }

  has(about: string): boolean {
    return this.#where.has(about);
  }

  /** The block of a record, or undefined. */
  where(about: string): number | undefined {
    return this.#where.get(about);
  }

  /** Who somebody is after merges, as far as pulled records tell. */
  canonical(about: string): string {
    return this.#where.has(about) ? about : (this.#aliases.get(about) ?? about);
  }

  /** What was merged into somebody, and themselves. */
  names(about: string): readonly string[] {
    const merged = [...this.#aliases].filter(([, into]) => into === about).map(([alias]) => alias);
    return [about, ...merged];
  }

  /** The record's entries; none where there is none. Throws Problem `damaged`. */
  async entries(about: string): Promise<readonly StoredEntry[]> {
    const number = this.#where.get(about);
    if (number === undefined) {
      return [];
    }
    const known = this.#recent.get(about);
    if (known !== undefined) {
      return known;
    }
    const record = (await this.#block(number)).records.find((one) => one.about === about);
    const entries = record === undefined ? [] : readable(record.entries);
    if (this.#where.get(about) === number) {
      this.#recent.set(about, entries);
    }
    return entries;
  }

  /** The records of a block that still lie there: for reckoning many at once; leaves what was kept of late alone. */
  async living(number: number): Promise<readonly RawRecord[]> {
    const { records } = await readBlock(this.#vault, number);
    return records.filter(({ about }) => this.#where.get(about) === number);
  }

  #block(number: number): Promise<Block> {
    const known = this.#blocks.get(number);
    if (known !== undefined) {
      return known;
    }
    const block = readBlock(this.#vault, number);
    block.catch(() => this.#blocks.delete(number));
    this.#blocks.set(number, block);
    return block;
  }

  /** Numbers of blocks with the records that live in each. */
  census(): Map<number, string[]> {
    const census = new Map<number, string[]>();
    for (const [about, number] of this.#where) {
      const there = census.get(number);
      if (there === undefined) {
        census.set(number, [about]);
      } else {
        there.push(about);
      }
    }
    return census;
  }

  /** Who did not come since a listing began anew. */
  before(block: number): string[] {
    return [...this.#where].filter(([, number]) => number < block).map(([about]) => about);
  }

  /** Seal a page: long work, outside of any transaction. */
  async prepare(
    records: readonly RawRecord[],
    gone: readonly string[],
    firstBlock: number,
    pause: () => Promise<void>,
  ): Promise<Arrival> {
    const sealed: SealedBlock[] = [];
    const groups = grouped(records);
    for (const group of groups.length === 0 && gone.length > 0 ? [[]] : groups) {
      const block = { records: group, gone: sealed.length === 0 ? gone : [] };
      sealed.push(await sealBlock(this.#vault, firstBlock + sealed.length, block));
      await pause();
    }
    return { sealed, records, gone };
  }

  /** Inside the page's transaction. */
  put(change: Transaction, { sealed }: Arrival): void {
    for (const { number, block, listing } of sealed) {
      change.put("blocks", number, block);
      change.put("listing", number, listing);
    }
  }

  /** After it: the index follows. */
  arrived({ sealed, gone }: Arrival): void {
    for (const { number, page } of sealed) {
      this.#index(number, page);
      for (const { about } of page.bases) {
        this.#recent.delete(about);
      }
    }
    for (const about of gone) {
      this.#recent.delete(about);
    }
  }

  /** Forget all: after everything pulled was removed. */
  clear(): void {
    this.#where.clear();
    this.#aliases.clear();
    this.#recent.clear();
    this.#blocks.clear();
  }

  /** Take blocks out of mind after they were written anew. */
  dropped(numbers: Iterable<number>): void {
    for (const number of numbers) {
      this.#blocks.delete(number);
    }
  }
}
