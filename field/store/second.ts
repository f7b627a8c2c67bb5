/**
 * A second copy of what nobody could give again: a vault's wrapped key, who it is, and the entries that no server has.
 *
 * Why: a browser whose process is killed inside a write may find its database damaged two starts later, and then throws
 * away every database of the app (Chromium: a torn record of LevelDB's log, behind which the next process writes on).
 * The copy lies in another of the browser's stores, sealed as in the database. It is written after the database, before
 * a save says that it is done; where it cannot be written the database alone holds.
 */

import { hexOf, ofHex } from "../core/hex.ts";
import type { Counter } from "./counter.ts";
import type { WrappedKey } from "./pin.ts";
import { Turns } from "./turns.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Where copies lie: small values under names that say nothing about anybody. */
export interface SecondPlace {
  readonly names: () => Promise<readonly string[]>;
  readonly get: (name: string) => Promise<Bytes | null>;
  readonly put: (name: string, value: Bytes) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
}

/** A vault's key with the name that the lock screen shows. */
interface KeyCopy {
  readonly name: string;
  readonly key: WrappedKey;
}

/** All that was copied of one vault. */
export interface VaultCopy extends KeyCopy {
  readonly counter: Counter;
  /** Sealed single values by name, `enrolment` among them. */
  readonly kept: ReadonlyMap<string, Bytes>;
  /** Sealed entries by number. */
  readonly entries: ReadonlyMap<number, Bytes>;
}

const KEY = "key";
const COUNTER = "counter";
const KEPT = "kept ";
const ENTRY = "entry ";
/** Without these nothing can be done on a phone without signal. */
export const COPIED: readonly string[] = ["enrolment", "setup", "bundle"];

/** One vault's copies. Nothing here throws: the database is what holds, this is for the day when it is gone. */
export class SecondCopy {
  readonly #place: SecondPlace | null;
  readonly #device: string;
  readonly #turns = new Turns();
  #isOver = false;

  constructor(place: SecondPlace | null, device: string) {
    this.#place = place;
    this.#device = device;
  }

  /** The key comes last: where it is, all is. */
  rekey({ name, key }: KeyCopy): Promise<void> {
    return this.#write([[KEY, packed({ name, ...textOf(key) })]]);
  }

  /** A sealed single value, if it is one of those that are copied. */
  async keep(name: string, sealed: Bytes): Promise<void> {
    if (COPIED.includes(name)) {
      await this.#write([[KEPT + name, sealed]]);
    }
  }

  add(entries: readonly (readonly [number, Bytes])[], { next, clock }: Counter): Promise<void> {
    const values = entries.map(([number, sealed]) => [`${ENTRY}${number}`, sealed] as const);
    return this.#write([...values, [COUNTER, packed({ next, clock: String(clock) })]]);
  }

  /** A sealed entry; null where there is none. */
  async entry(number: number): Promise<Bytes | null> {
    return (await this.#place?.get(this.#path(`${ENTRY}${number}`)).catch(() => null)) ?? null;
  }

  /** Entries that a server has, or that are written anew. */
  remove(numbers: readonly number[]): Promise<void> {
    return this.#remove(numbers.map((number) => `${ENTRY}${number}`));
  }

  /** Names of what is copied, without the device. */
  async names(): Promise<readonly string[]> {
    const found = await this.#place?.names().catch(() => []);
    return namesOf(found ?? [], this.#device);
  }

  /** Numbers of the entries that are copied. */
  async numbers(): Promise<readonly number[]> {
    return numbersOf(await this.names());
  }

  /** Removes everything, for good: what comes later is not written. Throws where it cannot. */
  erase(): Promise<void> {
    return this.#turns.take(async () => {
      this.#isOver = true;
      const names = (await this.#place?.names()) ?? [];
      for (const name of namesOf(names, this.#device)) {
        await this.#place?.remove(this.#path(name));
      }
    });
  }

  #write(values: readonly (readonly [string, Bytes])[]): Promise<void> {
    return this.#quietly((place) =>
      Promise.all(values.map(([name, value]) => place.put(this.#path(name), value))),
    );
  }

  #remove(names: readonly string[]): Promise<void> {
    return this.#quietly((place) =>
      Promise.all(names.map((name) => place.remove(this.#path(name)))),
    );
  }

  #quietly(work: (place: SecondPlace) => Promise<unknown>): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#place !== null && !this.#isOver) {
        await work(this.#place).catch(() => undefined); // the database holds; the next unlock tries again
      }
    });
  }

  #path(name: string): string {
    return `${this.#device}/${name}`;
  }
}

/** Vaults that were copied: their devices. */
export async function copiedDevices(place: SecondPlace | null): Promise<readonly string[]> {
  const names = (await place?.names().catch(() => [])) ?? [];
  return names.filter((name) => name.endsWith(`/${KEY}`)).map((name) => name.slice(0, -4));
}

/** A vault as it was copied; null where there is none, or not all of it. */
export async function copyOf(place: SecondPlace | null, device: string): Promise<VaultCopy | null> {
  if (place === null) {
    return null;
  }
  const read = (name: string) => place.get(`${device}/${name}`);
  try {
    const names = namesOf(await place.names(), device);
    const { name, ...key } = unpacked(await read(KEY)) as { name: string } & KeyText;
    const kept = await allOf(names, KEPT, read);
    const entries = await allOf(names, ENTRY, read);
    const numbered = new Map([...entries].map(([number, sealed]) => [Number(number), sealed]));
    const counter = counterOf(await read(COUNTER), numbered);
    return kept.has("enrolment")
      ? { name, key: keyOf(key), counter, kept, entries: numbered }
      : null;
  } catch {
    return null;
  }
}

async function allOf(
  names: readonly string[],
  prefix: string,
  read: (name: string) => Promise<Bytes | null>,
): Promise<Map<string, Bytes>> {
  const found = new Map<string, Bytes>();
  for (const name of names.filter((one) => one.startsWith(prefix))) {
    const value = await read(name).catch(() => null);
    if (value !== null) {
      found.set(name.slice(prefix.length), value);
    }
  }
  return found;
}

/** Behind every entry that is here, whatever was read of the counter. */
function counterOf(bytes: Bytes | null, entries: ReadonlyMap<number, Bytes>): Counter {
  const last = Math.max(0, ...entries.keys());
  try {
    const { next, clock } = unpacked(bytes) as { next: number; clock: string };
    return { next: Math.max(next, last + 1), clock: BigInt(clock) };
  } catch {
    return { next: last + 1, clock: 0n };
  }
}

function namesOf(names: readonly string[], device: string): string[] {
  const begin = `${device}/`;
  return names.filter((name) => name.startsWith(begin)).map((name) => name.slice(begin.length));
}

function numbersOf(names: readonly string[]): number[] {
  return names
    .filter((name) => name.startsWith(ENTRY))
    .map((name) => Number(name.slice(ENTRY.length)));
}

interface KeyText {
  readonly salt: string;
  readonly rounds: number;
  readonly iv: string;
  readonly wrapped: string;
}

function textOf({ salt, rounds, iv, wrapped }: WrappedKey): KeyText {
  return { salt: hexOf(salt), rounds, iv: hexOf(iv), wrapped: hexOf(wrapped) };
}

function keyOf({ salt, rounds, iv, wrapped }: KeyText): WrappedKey {
  return { salt: ofHex(salt), rounds, iv: ofHex(iv), wrapped: ofHex(wrapped) };
}

function packed(value: unknown): Bytes {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** Throws for what is not there. */
function unpacked(bytes: Bytes | null): unknown {
  if (bytes === null) {
    throw new TypeError("no copy");
  }
  return JSON.parse(new TextDecoder().decode(bytes));
}
