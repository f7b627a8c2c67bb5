/** Who is known on this phone: rows for lists in memory, files on demand, own entries laid over the server's records. */

import type { Word } from "../core/bundle.ts";
import type { StoredEntry } from "../core/journal/entry.ts";
import type { Outbox } from "./outbox.ts";
import type { Own } from "./own.ts";
import { Cell } from "./readable.ts";
import { type Base, fileOf, HOUSEHOLD, PERSON, rowsOf } from "./reading.ts";
import { type Heard, isReused, type Receipt } from "./receipt.ts";
import type { Records } from "./records.ts";
import type { File, Listed, ListedHousehold } from "./types.ts";

const NO_WORDS: ReadonlyMap<string, Word> = new Map();

export class Register {
  readonly people = new Cell<ReadonlyMap<string, Listed>>(new Map());
  readonly households = new Cell<ReadonlyMap<string, ListedHousehold>>(new Map());
  readonly #records: Records;
  readonly #outbox: Outbox;
  readonly #kinds = new Map<string, string>();
  /** Left the scope, were merged or retracted: what is still here of them as own entries is no reason to list them. */
  readonly #gone = new Set<string>();
  /** Own entries that a named person decided not to count. */
  #declined: ReadonlySet<number> = new Set();
  words: ReadonlyMap<string, Word> = NO_WORDS;

  constructor(records: Records, outbox: Outbox) {
    this.#records = records;
    this.#outbox = outbox;
  }

  /** Reads the listing, then lays over it what was registered or changed here. */
  async load(gone: readonly string[]): Promise<{ readonly damaged: boolean }> {
    gone.forEach((about) => {
      this.#gone.add(about);
    });
    const people = new Map<string, Listed>();
    const households = new Map<string, ListedHousehold>();
    const result = await this.#records.load((base) => this.#place(base, people, households));
    await this.#overlay(this.#changedHere(), people, households);
    this.people.set(people);
    this.households.set(households);
    return result;
  }

  /** People and households whose own row an own entry may change; a contact changes none. */
  #changedHere(): string[] {
    return [...this.#outbox.subjects()].filter((about) =>
      this.#outbox.about(about).some(({ entry }) => entry.kind !== "contact"),
    );
  }

  #place(
    { about, kind, person, household }: Base,
    people: Map<string, Listed>,
    households: Map<string, ListedHousehold>,
  ): void {
    this.#kinds.set(about, kind);
    setOrDelete(people, about, person);
    setOrDelete(households, about, household);
  }

  async #overlay(
    abouts: Iterable<string>,
    people: Map<string, Listed>,
    households: Map<string, ListedHousehold>,
  ): Promise<void> {
    for (const named of abouts) {
      const about = this.#records.canonical(named);
      const subjects = await this.#subjects(about);
      if (subjects === null) {
        continue; // the row of before is better than none
      }
      const { person, household } = this.#isListed(about)
        ? rowsOf(about, subjects)
        : { person: null, household: null };
      if (person !== null || household !== null) {
        this.#kinds.set(about, person === null ? HOUSEHOLD : PERSON);
      }
      setOrDelete(people, about, person);
      setOrDelete(households, about, household);
    }
  }

  /** Null where the storage was damaged. */
  async #subjects(about: string): Promise<File["subjects"] | null> {
    return this.file(about).then(
      ({ subjects }) => subjects,
      () => null,
    );
  }

  /** A record, or somebody registered here. Parts of somebody who left are no person. */
  #isListed(about: string): boolean {
    return (
      this.#records.has(about) ||
      (!this.#gone.has(about) &&
        this.#outbox.about(about).some(({ entry }) => entry.subject === about && entry.seen === 0))
    );
  }

  /** What the server says of own entries now; answers about whom it said otherwise before. */
  heard({ held }: Heard): readonly string[] {
    const before = this.#declined;
    const now = held.filter(({ status }) => status === "declined").map(({ number }) => number);
    this.#declined = new Set(now);
    const changed = [...new Set([...before, ...now])].filter(
      (number) => before.has(number) !== this.#declined.has(number),
    );
    return changed.flatMap((number) => this.#outbox.get(number)?.entry.about ?? []);
  }

  /** Own entries that count: also those that are held, for the worker knows what they did. */
  #counting(id: string): readonly Own[] {
    const own = this.#records.names(id).flatMap((name) => this.#outbox.about(name));
    return own.filter((one) => counts(one) && !this.#declined.has(one.entry.number));
  }

  /** Makes rows anew after own entries changed. */
  async refresh(abouts: Iterable<string>): Promise<void> {
    const people = new Map(this.people.get());
    const households = new Map(this.households.get());
    await this.#overlay(abouts, people, households);
    this.people.set(people);
    this.households.set(households);
  }

  /** After a page: rows of what came, without those of who left. */
  async arrived(bases: readonly Base[], gone: readonly string[]): Promise<void> {
    const people = new Map(this.people.get());
    const households = new Map(this.households.get());
    for (const about of gone) {
      this.#gone.add(about);
      people.delete(about);
      households.delete(about);
    }
    for (const base of bases) {
      this.#gone.delete(base.about);
      this.#place(base, people, households);
    }
    const mine = [...bases.flatMap(({ about }) => this.#records.names(about))].filter(
      (about) => this.#outbox.about(about).length > 0,
    );
    await this.#overlay(mine, people, households);
    this.people.set(people);
    this.households.set(households);
  }

  /** Everything pulled was removed: what was registered here stays. */
  async emptied(): Promise<void> {
    this.#gone.clear();
    this.people.set(new Map());
    this.households.set(new Map());
    await this.refresh(this.#changedHere());
  }

  /** Who somebody is after merges, as far as this phone knows. */
  canonical(about: string): string {
    return this.#records.canonical(about);
  }

  /** All that is known here of somebody. Throws Problem `damaged`. */
  async file(about: string): Promise<File> {
    const id = this.#records.canonical(about);
    return fileOf(id, this.kind(id), await this.entries(id), this.words);
  }

  /** The server's entries and the own ones over them. */
  async entries(id: string): Promise<readonly StoredEntry[]> {
    const pulled = await this.#records.entries(id);
    return this.over(id, pulled);
  }

  /** Own entries that count, laid over pulled ones. */
  over(id: string, pulled: readonly StoredEntry[]): readonly StoredEntry[] {
    const own = this.#counting(id);
    return own.length === 0 ? pulled : [...pulled, ...own.map(stored)];
  }

  /** Which own entries lie over somebody's record; empty without any. */
  mark(id: string): string {
    return this.#counting(id)
      .map(({ entry }) => entry.number)
      .join(" ");
  }

  /** People who have own entries on their way. */
  touched(): readonly string[] {
    const people = this.people.get();
    const abouts = [...this.#outbox.subjects()].map((about) => this.#records.canonical(about));
    return [...new Set(abouts)].filter((about) => people.has(about));
  }

  kind(id: string): string {
    return this.#kinds.get(id) ?? this.#kindOfOwn(id) ?? PERSON;
  }

  #kindOfOwn(id: string): string | undefined {
    return this.#outbox.about(id).find(({ entry }) => entry.subject === id)?.entry.kind;
  }
}

/** Whether the receipt lets an own entry count. */
function counts({ receipt }: Own): boolean {
  if (receipt === null || isReused(receipt)) {
    return true;
  }
  return receipt.status !== "declined" && receipt.seq !== 0;
}

function stored({ entry, receipt }: Own): StoredEntry {
  return { ...entry, seq: seqOf(receipt) };
}

/** A laptop's numbers are not the district's. */
function seqOf(receipt: Receipt | null): number {
  return receipt === null || receipt.relayed || receipt.status !== "accepted" ? 0 : receipt.seq;
}

function setOrDelete<Value>(map: Map<string, Value>, key: string, value: Value | null): void {
  if (value === null) {
    map.delete(key);
  } else {
    map.set(key, value);
  }
}
