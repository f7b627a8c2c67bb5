/**
 * What is due of whom. Yesterday's answers are shown at once; today's are reckoned in slices, so that the screen goes
 * on answering, and kept beside the blocks of records. One person is reckoned anew at once when something was saved.
 */

import type { Engine } from "../core/engine/engine.ts";
import { standingOf } from "../core/people/standing.ts";
import type { RawRecord } from "./blocks.ts";
import type { Platform } from "./platform.ts";
import { Cell } from "./readable.ts";
import { fileOf, PERSON, readable } from "./reading.ts";
import type { Records } from "./records.ts";
import type { Register } from "./register.ts";
import type { File, Standing } from "./types.ts";
import type { Vault } from "./vault.ts";

const SLICE_MS = 25;
/** How often lists are told while many are reckoned: each telling sorts them anew. */
const TELL_MS = 500;
/** The page of those who have own entries on their way; blocks begin at 1. */
const OWN = 0;

/** Under which day, rules and rights answers hold. */
export interface Terms {
  readonly engine: Engine;
  readonly today: number;
  readonly hidden: readonly string[];
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

export class Reckoning {
  readonly standings = new Cell<ReadonlyMap<string, Standing>>(new Map());
  readonly settled = new Cell(false);
  readonly #vault: Vault;
  readonly #platform: Platform;
  readonly #records: Records;
  readonly #register: Register;
  readonly #terms: () => Terms | null;
  /** The answers, and the terms of each: what differs from now is reckoned anew. */
  readonly #rows = new Map<string, Row>();
  #run = 0;
  #working: Promise<void> = Promise.resolve();
  #sliceEnds = 0;
  #toldAt = 0;

  constructor(
    vault: Vault,
    platform: Platform,
    records: Records,
    register: Register,
    terms: () => Terms | null,
  ) {
    this.#vault = vault;
    this.#platform = platform;
    this.#records = records;
    this.#register = register;
    this.#terms = terms;
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
    this.#tell();
  }

  /** An answer of the page of a block, or of those who have own entries: theirs knows more. */
  #recall(number: number, about: string, row: Row, mark: string): void {
    const now = this.#register.mark(about);
    const isHere = number === OWN ? now !== "" : this.#records.where(about) === number;
    if (isHere && (mark === now || !this.#rows.has(about))) {
      this.#rows.set(about, mark === now ? row : { ...row, terms: "" });
    }
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
    this.#tell();
  }

  /** Reckon one person at once, and keep the answer soon. */
  async one(about: string): Promise<void> {
    const terms = this.#terms();
    if (terms === null || this.#register.kind(about) !== PERSON) {
      return;
    }
    if (!this.#register.people.get().has(about)) {
      this.remove([about]);
      return;
    }
    this.#reckon(await this.#register.file(about), terms);
    this.#tell();
  }

  #reckon(file: File, terms: Terms): Standing {
    const { engine, today, hidden } = terms;
    const person = engine.person(file.facts);
    const standing = standingOf(engine, person, file.subjects.values(), today, new Set(hidden));
    this.#rows.set(file.about, { standing, terms: named(terms) });
    return standing;
  }

  /** Reckon everybody whose answer is not of now. Runs once at a time; a later call begins anew. */
  all(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.#working = this.#working.then(() => this.#everybody(run)).catch(() => undefined);
    return this.#working;
  }

  /** Ends what is under way: before locking. */
  stop(): Promise<void> {
    this.#run += 1;
    return this.#working;
  }

  async #everybody(run: number): Promise<void> {
    const terms = this.#terms();
    if (terms === null || run !== this.#run) {
      return;
    }
    const name = named(terms);
    this.settled.set(this.#isSettled(name));
    if (this.settled.get()) {
      return;
    }
    this.#sliceEnds = this.#platform.monotonic() + SLICE_MS;
    const isOn = (): boolean => run === this.#run;
    await this.#ofOwn(terms, isOn);
    for (const [number, abouts] of this.#records.census()) {
      if (isOn() && abouts.some((about) => this.#isStale(about, name))) {
        await this.#ofBlock(number, abouts, terms, isOn);
      }
    }
    if (isOn()) {
      this.#tell();
      this.settled.set(this.#isSettled(name));
    }
  }

  #isSettled(terms: string): boolean {
    return [...this.#register.people.get().keys()].every((about) => !this.#isStale(about, terms));
  }

  #isStale(about: string, terms: string): boolean {
    return this.#register.people.get().has(about) && this.#rows.get(about)?.terms !== terms;
  }

  /** Those with own entries on their way come first: they are whom the worker meets today. */
  async #ofOwn(terms: Terms, isOn: () => boolean): Promise<void> {
    for (const about of this.#register.touched()) {
      if (isOn() && this.#isStale(about, named(terms))) {
        this.#reckon(await this.#register.file(about), terms);
        await this.#breathe();
      }
    }
    if (isOn()) {
      await this.keepOwn();
    }
  }

  async #ofBlock(
    number: number,
    abouts: readonly string[],
    terms: Terms,
    isOn: () => boolean,
  ): Promise<void> {
    const name = named(terms);
    const stale = new Set(abouts.filter((about) => this.#isStale(about, name)));
    for (const record of await this.#readable(number)) {
      if (!isOn()) {
        return;
      }
      if (stale.has(record.about)) {
        this.#reckon(this.#fileOf(record), terms);
        await this.#breathe();
      }
    }
    await this.#keep(number, abouts, name);
  }

  async #readable(number: number): Promise<readonly RawRecord[]> {
    return this.#records.living(number).catch(() => []); // a damaged block is fetched again by the next pull
  }

  #fileOf({ about, kind, entries }: RawRecord): File {
    const all = this.#register.over(about, readable(entries));
    return fileOf(about, kind, all, this.#register.words);
  }

  async #breathe(): Promise<void> {
    if (this.#platform.monotonic() < this.#sliceEnds) {
      return;
    }
    if (this.#platform.monotonic() - this.#toldAt > TELL_MS) {
      this.#tell();
    }
    await this.#platform.pause();
    this.#sliceEnds = this.#platform.monotonic() + SLICE_MS;
  }

  #tell(): void {
    this.#toldAt = this.#platform.monotonic();
    this.standings.set(new Map([...this.#rows].map(([about, { standing }]) => [about, standing])));
  }

  /** Keep the answers of those with own entries on their way. */
  async keepOwn(): Promise<void> {
    const terms = this.#terms();
    if (terms !== null) {
      await this.#keep(OWN, this.#register.touched(), named(terms));
    }
  }

  async #keep(number: number, abouts: readonly string[], terms: string): Promise<void> {
    const rows = abouts.flatMap((about) => {
      const row = this.#rows.get(about);
      return row !== undefined && row.terms === terms
        ? [[about, row.standing, this.#register.mark(about)] as const]
        : [];
    });
    const page: Page = { terms, rows };
    const sealed = await this.#vault.seal.close(`standings ${number}`, page, true);
    await this.#vault.database.change(["standings"], (change) =>
      change.put("standings", number, sealed),
    );
  }
}

/** Terms in a word: answers under other terms are of before. */
function named({ engine, today, hidden }: Terms): string {
  return `${today} ${engine.bundle.rulebook} ${[...hidden].sort().join(",")}`;
}
