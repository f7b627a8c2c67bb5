/** The standings of everybody: in memory, and kept beside the blocks of records, so that yesterday's are there at once. */

import type { Engine } from "../core/engine/engine.ts";
import { type Digests, sealDigests } from "./digests.ts";
import type { Platform } from "./platform.ts";
import type { Records } from "./records.ts";
import type { Register } from "./register.ts";
import type { Standing } from "./types.ts";
import type { Vault } from "./vault.ts";

/** The page of those who have own entries on their way; blocks begin at 1. */
export const OWN = 0;

/** Under which day, rules and rights answers hold. */
export interface Terms {
  readonly engine: Engine;
  readonly today: number;
  readonly hidden: readonly string[];
}

/** Terms in a word: answers under other terms are of before. */
export function named({ engine, today, hidden }: Terms): string {
  return `${today} ${engine.bundle.rulebook} ${[...hidden].sort().join(",")}`;
}

/** A block whose people were reckoned, to be kept; `made`: digests that were not there. */
export interface Done {
  readonly number: number;
  readonly abouts: readonly string[];
  readonly made: Digests | null;
}

interface Row {
  readonly standing: Standing;
  readonly terms: string;
}

interface Page {
  readonly terms: string;
  /** The mark says which own entries the answer knew of. */
  readonly rows: readonly (readonly [about: string, standing: Standing, mark: string])[];
}

export class Answers {
  readonly #vault: Vault;
  readonly #platform: Platform;
  readonly #records: Records;
  readonly #register: Register;
  /** The answers, and the terms of each: what differs from now is reckoned anew. */
  readonly #rows = new Map<string, Row>();

  constructor(vault: Vault, platform: Platform, records: Records, register: Register) {
    this.#vault = vault;
    this.#platform = platform;
    this.#records = records;
    this.#register = register;
  }

  /** The answers kept: of today or of an earlier day. */
  async load(): Promise<void> {
    const sealed = await this.#vault.database.all("standings");
    const pages = await Promise.all(
      sealed.map(async ([number, one]) => {
        const page = this.#vault.seal.open(`standings ${number}`, one);
        return [number as number, (await page.catch(() => null)) as Page | null] as const;
      }),
    );
    for (const [number, page] of pages) {
      for (const [about, standing, mark] of page?.rows ?? []) {
        this.#recall(number, about, { standing, terms: (page as Page).terms }, mark);
      }
    }
  }

  /** An answer of the page of a block, or of those who have own entries: theirs knows more. */
  #recall(number: number, about: string, row: Row, mark: string): void {
    const now = this.#register.mark(about);
    const isHere = number === OWN ? now !== "" : this.#records.where(about) === number;
    if (isHere && (mark === now || !this.#rows.has(about))) {
      this.#rows.set(about, mark === now ? row : { ...row, terms: "" });
    }
  }

  standings(): Map<string, Standing> {
    return new Map([...this.#rows].map(([about, { standing }]) => [about, standing]));
  }

  set(about: string, standing: Standing, terms: string): void {
    this.#rows.set(about, { standing, terms });
  }

  /** Whether the answer is of these terms. */
  isOf(about: string, terms: string): boolean {
    return this.#rows.get(about)?.terms === terms;
  }

  /** These have to be reckoned anew: what is known of them changed. */
  stale(abouts: Iterable<string>): void {
    for (const about of abouts) {
      const row = this.#rows.get(about);
      if (row !== undefined) {
        this.#rows.set(about, { ...row, terms: "" });
      }
    }
  }

  remove(abouts: Iterable<string>): void {
    for (const about of abouts) {
      this.#rows.delete(about);
    }
  }

  /** Keep answers and what was made for them, in one transaction: each waits for the disk. */
  async keep(done: readonly Done[], terms: Terms, breathe: () => Promise<void>): Promise<void> {
    const { seal, database } = this.#vault;
    const sealed: (readonly [store: string, number: number, value: Uint8Array])[] = [];
    for (const { number, abouts, made } of done) {
      const page = this.#page(abouts, named(terms));
      sealed.push(["standings", number, await seal.close(`standings ${number}`, page, true)]);
      if (made !== null) {
        const { app } = this.#platform;
        const digests = await sealDigests(this.#vault, app, number, terms.engine, made);
        sealed.push(["digests", number, digests]);
      }
      await breathe();
    }
    await database.change(["standings", "digests"], (change) => {
      for (const [store, number, value] of sealed) {
        change.put(store, number, value);
      }
    });
  }

  #page(abouts: readonly string[], terms: string): Page {
    const rows = abouts.flatMap((about) => {
      const row = this.#rows.get(about);
      return row?.terms === terms
        ? [[about, row.standing, this.#register.mark(about)] as const]
        : [];
    });
    return { terms, rows };
  }
}
