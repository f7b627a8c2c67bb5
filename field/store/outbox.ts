/**
 * The worker's own entries. An entry is written with its number and clock in one transaction, so that a number is
 * never used twice, and is kept until the server has it and the time of the policy is over.
 */

import type { Entry } from "../core/journal/entry.ts";
import { storedEntry, writtenEntry } from "../core/journal/wire.ts";
import {
  after,
  COUNTER,
  type Counter,
  counterIn,
  counterOf,
  numbered,
  same,
  type Time,
  type Unnumbered,
} from "./counter.ts";
import { needsSending, type Own, OwnEntries } from "./own.ts";
import { isReused } from "./receipt.ts";
import type { Transaction, Vault } from "./vault.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export class Outbox {
  readonly #vault: Vault;
  readonly #own = new OwnEntries();
  #damaged = 0;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Reads what no pulled record contains yet: after unlocking. */
  async load(): Promise<void> {
    for (const [number, sealed] of await this.#vault.database.all("outbox")) {
      const own =
        (await this.#readable(number as number, sealed)) ??
        (await this.#readable(number as number, await this.#vault.second.entry(number as number)));
      if (own === null) {
        this.#damaged += 1; // kept where it is: nothing that was typed is thrown away
      } else {
        this.#own.hold(own);
      }
    }
  }

  #readable(number: number, sealed: unknown): Promise<Own | null> {
    return this.#opened(number, sealed).catch(() => null);
  }

  /** Entries that could not be read: the storage was damaged. */
  get damaged(): number {
    return this.#damaged;
  }

  /** Own entries about somebody that no pulled record contains. */
  about(about: string): readonly Own[] {
    return this.#own.about(about);
  }

  /** Everybody about whom there are such entries. */
  subjects(): Iterable<string> {
    return this.#own.subjects();
  }

  get(number: number): Own | undefined {
    return this.#own.get(number);
  }

  /** Those without a receipt, in order. */
  unsent(): readonly Own[] {
    return this.#own.all().filter(({ receipt }) => receipt === null);
  }

  /** Those whose number belonged to another entry, in order. */
  reused(): readonly Own[] {
    return this.#own.all().filter(({ receipt }) => isReused(receipt));
  }

  /** How many the server has still to be given: without a receipt, or under another number. */
  get waiting(): number {
    return this.#waiting().length;
  }

  #waiting(): readonly Own[] {
    return this.#own.all().filter(needsSending);
  }

  all(): readonly Own[] {
    return this.#own.all();
  }

  /** Write entries, all or none, durable when it returns. `server` is the one whose numbers their `seen` means. */
  async add(fresh: readonly Unnumbered[], server: string, time: Time): Promise<readonly Entry[]> {
    for (;;) {
      const before = await counterOf(this.#vault.database);
      const entries = numbered(fresh, this.#vault.device, before, time);
      const own = entries.map((entry) => ({ entry, server, receipt: null, sentAt: 0 }));
      const sealed = await Promise.all(own.map((one) => this.sealed(one)));
      const written = await this.#vault.database.change(["plain", "outbox"], async (change) => {
        if (!same(before, await counterIn(change))) {
          return false; // another tab was quicker: number anew
        }
        own.forEach(({ entry }, at) => {
          change.put("outbox", entry.number, sealed[at]);
        });
        change.put("plain", COUNTER, after(entries));
        return true;
      });
      if (written) {
        own.forEach((one) => {
          this.#own.hold(one);
        });
        await this.#copied(own, sealed, after(entries));
        return entries;
      }
    }
  }

  #copied(own: readonly Own[], sealed: readonly Bytes[], counter: Counter): Promise<void> {
    const values = own.map(({ entry }, at) => [entry.number, sealed[at] as Bytes] as const);
    return this.#vault.second.add(values, counter);
  }

  /** Makes the second copy what it has to be: every entry that a server has still to be given, and no other. */
  async copyAll(): Promise<void> {
    const { second } = this.#vault;
    const numbers = await second.numbers();
    const there = new Set(numbers);
    const missing = this.#waiting().filter(({ entry }) => !there.has(entry.number));
    const sealed = await Promise.all(missing.map((own) => this.sealed(own)));
    await this.#copied(missing, sealed, await counterOf(this.#vault.database));
    const isWaiting = (number: number) => needsSending(this.#own.get(number));
    await second.remove(numbers.filter((number) => !isWaiting(number)));
  }

  /** The number that the next entry will have. */
  async next(): Promise<number> {
    return (await counterOf(this.#vault.database)).next;
  }

  /** Goes on behind what the server has: this store was restored or copied. */
  async skipTo(next: number): Promise<void> {
    await this.#vault.database.change(["plain"], async (change) => {
      const now = await counterIn(change);
      if (now.next < next) {
        change.put("plain", COUNTER, { ...now, next });
      }
    });
  }

  /** An own entry sealed for `outbox` or `sent`, which is the same. */
  sealed({ entry, server, receipt, sentAt }: Own): Promise<Uint8Array<ArrayBuffer>> {
    const written = writtenEntry({ ...entry, seq: 0 });
    return this.#vault.seal.close(`entry ${entry.number}`, {
      entry: written,
      server,
      receipt,
      sentAt,
    });
  }

  /** What became of entries: durable when it returns. What another tab wrote anew meanwhile does not come back. */
  async record(changed: readonly Own[]): Promise<void> {
    const sealed = await Promise.all(changed.map((own) => this.sealed(own)));
    const isHere = await this.#vault.database.change(["outbox", "sent"], async (change) => {
      const here = await Promise.all(changed.map(({ entry }) => isKept(change, entry.number)));
      changed.forEach(({ entry: { number } }, at) => {
        if (here[at]) {
          change.put("outbox", number, sealed[at]);
          change.remove("sent", number);
        }
      });
      return here;
    });
    changed.forEach((own, at) => {
      if (isHere[at]) {
        this.#own.hold(own);
      } else {
        this.#own.release(own.entry.number);
      }
    });
    await this.#recopied(changed.filter((_, at) => isHere[at]));
  }

  /** After receipts came, or were lost by a server. */
  async #recopied(changed: readonly Own[]): Promise<void> {
    const waiting = changed.filter(needsSending);
    const safe = changed.filter((own) => !needsSending(own));
    await this.#vault.second.remove(safe.map(({ entry }) => entry.number));
    if (waiting.length > 0) {
      const sealed = await Promise.all(waiting.map((own) => this.sealed(own)));
      await this.#copied(waiting, sealed, await counterOf(this.#vault.database));
    }
  }

  /**
   * Writes entries anew, each once: the same, its stamp too, under the next number. What it was and what it becomes
   * change in one transaction. The answer is what has still to be sent.
   */
  async renumber(old: readonly Own[]): Promise<readonly Own[]> {
    for (;;) {
      const before = await counterOf(this.#vault.database);
      const here = await this.#kept(old); // after the counter: who renumbers moves it
      const anew = here.map((own, at) => ({
        ...own,
        entry: { ...own.entry, number: before.next + at },
        receipt: null,
        sentAt: 0,
      }));
      if (await this.#replaced(here, anew, before)) {
        this.covered(old.map(({ entry }) => entry.number));
        anew.forEach((own) => {
          this.#own.hold(own);
        });
        await this.#recopied(anew);
        return anew;
      }
    }
  }

  /** False where the counter moved: another tab was quicker. */
  async #replaced(old: readonly Own[], anew: readonly Own[], before: Counter): Promise<boolean> {
    const sealed = await Promise.all(anew.map((own) => this.sealed(own)));
    return this.#vault.database.change(["plain", "outbox", "sent"], async (change) => {
      if (!same(before, await counterIn(change))) {
        return false;
      }
      old.forEach(({ entry: { number } }, at) => {
        change.remove("outbox", number);
        change.remove("sent", number);
        change.put("outbox", before.next + at, sealed[at]);
      });
      change.put("plain", COUNTER, { ...before, next: before.next + anew.length });
      return true;
    });
  }

  /** Those that still lie here. */
  async #kept(own: readonly Own[]): Promise<readonly Own[]> {
    const [outbox, sent] = await Promise.all([
      this.#vault.database.keys("outbox"),
      this.#vault.database.keys("sent"),
    ]);
    const numbers = new Set([...outbox, ...sent]);
    return own.filter(({ entry }) => numbers.has(entry.number));
  }

  /** Prepares that pulled records contain these entries: call the answer inside the page's transaction, then `covered`. */
  async covering(numbers: readonly number[]): Promise<(change: Transaction) => void> {
    const held = numbers.flatMap((number) => this.#own.get(number) ?? []);
    const sealed = await Promise.all(held.map((own) => this.sealed(own)));
    return (change) => {
      held.forEach(({ entry: { number } }, at) => {
        change.remove("outbox", number);
        change.put("sent", number, sealed[at]);
      });
    };
  }

  covered(numbers: readonly number[]): void {
    numbers.forEach((number) => {
      this.#own.release(number);
    });
    void this.#vault.second.remove(numbers);
  }

  /** An entry of `sent`, whose record was pulled; null where there is none or it cannot be read. */
  async sent(number: number): Promise<Own | null> {
    const sealed = await this.#vault.database.get("sent", number);
    return sealed === undefined ? null : this.#readable(number, sealed);
  }

  sentNumbers(): Promise<number[]> {
    return this.#vault.database.keys("sent") as Promise<number[]>;
  }

  async remove(numbers: readonly number[]): Promise<void> {
    await this.#vault.database.change(["outbox", "sent"], (change) => {
      for (const number of numbers) {
        change.remove("outbox", number);
        change.remove("sent", number);
      }
    });
    this.covered(numbers);
  }

  async #opened(number: number, sealed: unknown): Promise<Own> {
    const found = (await this.#vault.seal.open(`entry ${number}`, sealed)) as Own;
    const { seq: _, ...entry } = storedEntry(found.entry);
    return { ...found, entry };
  }
}

async function isKept(change: Transaction, number: number): Promise<boolean> {
  const [waiting, sent] = await Promise.all([
    change.get("outbox", number),
    change.get("sent", number),
  ]);
  return waiting !== undefined || sent !== undefined;
}
