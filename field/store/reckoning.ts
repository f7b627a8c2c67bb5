/**
 * What is due of whom. Yesterday's answers are shown at once; today's are reckoned in slices, so that the screen goes
 * on answering, and kept beside the blocks of records. One person is reckoned anew at once when something was saved.
 */

import type { Engine } from "../core/engine/engine.ts";
import type { Person } from "../core/engine/person.ts";
import { type Comings, standings } from "../core/people/standing.ts";
import { Answers, type Done, named, OWN, type Terms } from "./answers.ts";
import type { RawRecord } from "./blocks.ts";
import { type Digest, type Digests, digestOf, openDigests, sweepDigests } from "./digests.ts";
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
/** Blocks kept in one transaction, of what is quickly made again: a kader's people all together, after the list is there. */
const KEPT_TOGETHER = 25;
/** So many blocks are on their way from the disk while one is reckoned. */
const AHEAD = 2;
/** What was made of records is kept sooner: a phone that is closed after a moment goes on from there. */
const MADE_TOGETHER = 4;

/** What a block gives for reckoning; records where it has no digests. */
interface Opened {
  readonly digests: Digests | null;
  readonly records: readonly RawRecord[];
}

interface Asking {
  readonly name: string;
  readonly engine: Engine | null;
  readonly ask: (person: Person, comings: Comings) => Standing;
}

const NOTHING_ASKED: Asking = {
  name: "",
  engine: null,
  ask: () => {
    throw new Error("no terms");
  },
};

export class Reckoning {
  readonly standings = new Cell<ReadonlyMap<string, Standing>>(new Map());
  readonly settled = new Cell(false);
  readonly #vault: Vault;
  readonly #platform: Platform;
  readonly #records: Records;
  readonly #register: Register;
  readonly #terms: () => Terms | null;
  readonly #answers: Answers;
  /** The rules that terms ask, looked up once. */
  #asking: Asking = NOTHING_ASKED;
  #run = 0;
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;
  #isAgain = false;
  /** Answers that no list has seen. */
  #isUntold = false;
  /** A page is on its way into the register. */
  #hasCome = false;
  /** What goes before reckoning: until it resolves no slice begins. */
  #first: Promise<unknown> | null = null;
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
    this.#answers = new Answers(vault, platform, records, register);
  }

  /** The answers kept: of today or of an earlier day. */
  async load(): Promise<void> {
    await this.#answers.load();
    this.#tell();
  }

  /** These have to be reckoned anew: what is known of them changed. */
  stale(abouts: Iterable<string>): void {
    this.#answers.stale(abouts);
  }

  /** People came or changed: until a run said so, nobody may read that all is reckoned. A run has to follow. */
  arrived(abouts: readonly string[]): void {
    this.stale(abouts);
    if (abouts.length > 0) {
      this.#hasCome = true;
      this.settled.set(false);
    }
  }

  remove(abouts: Iterable<string>): void {
    this.#answers.remove(abouts);
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

  #reckon(file: File, terms: Terms): void {
    this.#answer(file.about, digestOf(terms.engine, file), terms);
  }

  #answer(about: string, { person, comings }: Digest, terms: Terms): void {
    const name = named(terms);
    if (this.#asking.name !== name || this.#asking.engine !== terms.engine) {
      const { engine, today, hidden } = terms;
      this.#asking = { name, engine, ask: standings(engine, today, new Set(hidden)) };
    }
    this.#answers.set(about, this.#asking.ask(person, comings), name);
    this.#isUntold = true;
  }

  /** Reckon everybody whose answer is not of now. Runs once at a time; a later call begins anew. */
  all(): Promise<void> {
    this.#run += 1;
    const run = this.#run;
    this.#isWorking = true;
    this.#hasCome = false;
    this.#settle(); // at once: the run before may still be at the disk
    this.#working = this.#working
      .then(() => this.#everybody(run))
      .catch(() => undefined)
      .then(() => {
        this.#isWorking = run !== this.#run;
        if (!this.#isWorking && this.#isAgain) {
          void this.all();
        }
      });
    this.#isAgain = false;
    return this.#working;
  }

  /** More people came, and more will: what is under way comes to its end, then it begins for these. */
  meanwhile(): void {
    if (this.#isWorking) {
      this.#isAgain = true;
    } else {
      void this.all();
    }
  }

  /** Reckoning waits for this work: it has the moments in which nothing else is done. */
  async behind<Result>(work: () => Promise<Result>): Promise<Result> {
    const doing = work();
    this.#first = doing.catch(() => undefined);
    return doing.finally(() => {
      this.#first = null;
    });
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
    this.#settle();
    if (this.settled.get()) {
      return;
    }
    this.#sliceEnds = this.#platform.monotonic() + SLICE_MS;
    const isOn = (): boolean => run === this.#run;
    await this.#ofOwn(terms, isOn);
    const done: Done[] = [{ number: OWN, abouts: this.#register.touched(), made: null }];
    await this.#ofBlocks(terms, isOn, done);
    if (isOn()) {
      this.#tell();
      this.#settle();
    }
    await this.#keep(done, terms); // the lists do not wait for it; also of a run that was broken off
    if (isOn()) {
      await sweepDigests(this.#vault, new Set(this.#records.census().keys()));
    }
  }

  async #ofBlocks(terms: Terms, isOn: () => boolean, done: Done[]): Promise<void> {
    const name = named(terms);
    const blocks = [...this.#records.census()].filter(([, abouts]) =>
      abouts.some((about) => this.#isStale(about, name)),
    );
    const open = (at: number) => this.#opened(blocks[at]?.[0], terms);
    const ahead = Array.from({ length: AHEAD }, (_, at) => open(at));
    for (const [at, [number, abouts]] of blocks.entries()) {
      const opened = (await ahead.shift()) as Opened;
      if (!isOn()) {
        return;
      }
      ahead.push(open(at + AHEAD)); // while this one is reckoned
      const one = await this.#ofBlock({ number, abouts, ...opened }, terms, isOn);
      if (one !== null && done.push(one) >= (one.made === null ? KEPT_TOGETHER : MADE_TOGETHER)) {
        await this.#keep(done.splice(0), terms);
      }
    }
  }

  #settle(): void {
    const terms = this.#terms();
    if (terms === null) {
      return;
    }
    const isSettled = !this.#hasCome && this.#isSettled(named(terms));
    if (isSettled && this.#isUntold) {
      this.#tell(); // answers of a run that was broken off
    }
    this.settled.set(isSettled);
  }

  #isSettled(terms: string): boolean {
    return [...this.#register.people.get().keys()].every((about) => !this.#isStale(about, terms));
  }

  #isStale(about: string, terms: string): boolean {
    return this.#register.people.get().has(about) && !this.#answers.isOf(about, terms);
  }

  /** Those with own entries on their way come first: they are whom the worker meets today. */
  async #ofOwn(terms: Terms, isOn: () => boolean): Promise<void> {
    for (const about of this.#register.touched()) {
      if (isOn() && this.#isStale(about, named(terms))) {
        await this.#ofFile(about, terms);
        await this.#breathe();
      }
    }
  }

  /** What a block gives for reckoning: its digests, or else its records. */
  async #opened(number: number | undefined, { engine }: Terms): Promise<Opened> {
    if (number === undefined) {
      return { digests: null, records: [] };
    }
    const digests = await openDigests(this.#vault, this.#platform.app, number, engine);
    return { digests, records: digests === null ? await this.#readable(number) : [] };
  }

  /** Null where another run began meanwhile. */
  async #ofBlock(
    { number, abouts, digests, records }: Opened & Pick<Done, "number" | "abouts">,
    terms: Terms,
    isOn: () => boolean,
  ): Promise<Done | null> {
    const name = named(terms);
    const isWhole = abouts.every((about) => digests?.has(about) || !this.#isStale(about, name));
    const raw = digests === null || isWhole ? records : await this.#readable(number);
    const made = digests !== null && isWhole ? null : await this.#made(raw, terms, isOn);
    for (const [about, digest] of made ?? digests ?? []) {
      if (!isOn()) {
        return null;
      }
      if (this.#records.where(about) === number && this.#isStale(about, name)) {
        await this.#ofOne(about, digest, terms);
        await this.#breathe();
      }
    }
    return isOn() ? { number, abouts, made } : null;
  }

  /** Own entries are in no digest. */
  async #ofOne(about: string, digest: Digest, terms: Terms): Promise<void> {
    if (this.#register.mark(about) === "") {
      this.#answer(about, digest, terms);
    } else {
      await this.#ofFile(about, terms);
    }
  }

  /** One damaged record must not keep the others waiting. */
  async #ofFile(about: string, terms: Terms): Promise<void> {
    const file = await this.#register.file(about).catch(() => null);
    if (file !== null) {
      this.#reckon(file, terms);
    }
  }

  async #readable(number: number): Promise<readonly RawRecord[]> {
    return this.#records.living(number).catch(() => []); // a damaged block is fetched again by the next pull
  }

  async #made(
    records: readonly RawRecord[],
    { engine }: Terms,
    isOn: () => boolean,
  ): Promise<Digests> {
    const made = new Map<string, Digest>();
    for (const { about, kind, entries } of records) {
      if (isOn() && this.#register.people.get().has(about)) {
        const file = fileOf(about, kind, readable(entries), engine.words);
        made.set(about, digestOf(engine, file));
        await this.#breathe();
      }
    }
    return made;
  }

  async #breathe(): Promise<void> {
    if (this.#platform.monotonic() < this.#sliceEnds) {
      return;
    }
    if (this.#platform.monotonic() - this.#toldAt > TELL_MS) {
      this.#tell();
    }
    await this.#platform.pause();
    await this.#first;
    this.#sliceEnds = this.#platform.monotonic() + SLICE_MS;
  }

  #tell(): void {
    this.#toldAt = this.#platform.monotonic();
    this.#isUntold = false;
    this.standings.set(this.#answers.standings());
  }

  /** Keep the answers of those with own entries on their way. */
  async keepOwn(): Promise<void> {
    const terms = this.#terms();
    if (terms !== null) {
      const own = { number: OWN, abouts: this.#register.touched(), made: null };
      await this.#keep([own], terms);
    }
  }

  /** What could not be kept is reckoned again; a full disk must not end the reckoning. */
  async #keep(done: readonly Done[], terms: Terms): Promise<void> {
    await this.#answers.keep(done, terms, () => this.#breathe()).catch(() => undefined);
  }
}
