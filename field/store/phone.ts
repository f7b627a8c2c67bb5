/** Everything before a PIN was typed: who works on this phone, enrolling, unlocking. */

import { hexOf } from "../core/hex.ts";
import { Database } from "./database.ts";
import { type Door, OpenDesk } from "./desk.ts";
import type { Enrolment } from "./kept.ts";
import { capped, NO_TRIES, type Tries, tried, waitOf } from "./patience.ts";
import { checkPin, makeKey, openKey, ROUNDS, rewrapped } from "./pin.ts";
import type { Platform } from "./platform.ts";
import { OpenElsewhere, Problem, WrongPin } from "./problem.ts";
import { Cell } from "./readable.ts";
import { copiedDevices, copyOf } from "./second.ts";
import { NoContact, Server } from "./server.ts";
import { Turns } from "./turns.ts";
import type { Desk, KnownWorker, Phone } from "./types.ts";
import { beginVault, KEY, openVaultDatabase, recover, Vault, wrappedKey } from "./vault.ts";

const VERSION = 1;
const WORKERS = "workers";
const SECRET_BYTES = 16;

/** A worker as the lock screen's database has them: no more than what it shows. */
interface WorkerRow {
  readonly device: string;
  readonly name: string;
  readonly unsent: number;
  readonly tries: Tries;
}

/** The phone, with its database opened. `rounds` of the PIN's key: fewer in tests alone. */
export async function openPhone(platform: Platform, rounds = ROUNDS): Promise<Phone> {
  const database = await Database.open(platform.indexedDB, "nyelik", VERSION, [WORKERS]);
  const phone = new OpenPhone(platform, database, rounds);
  await phone.recallWorkers();
  await phone.tellWorkers();
  return phone;
}

class OpenPhone implements Phone {
  readonly workers = new Cell<readonly KnownWorker[]>([]);
  readonly #platform: Platform;
  readonly #database: Database;
  readonly #rounds: number;
  readonly #turns = new Turns();
  /** When this page lets a vault be tried again, by the clock that nobody can set. */
  readonly #waits = new Map<string, number>();
  /** Desks that are still closing hold their vault. */
  readonly #closing = new Map<string, Promise<void>>();

  constructor(platform: Platform, database: Database, rounds: number) {
    this.#platform = platform;
    this.#database = database;
    this.#rounds = rounds;
  }

  /** Workers of whom only the second copy knows: the browser lost the database. */
  async recallWorkers(): Promise<void> {
    for (const device of await copiedDevices(this.#platform.second)) {
      const known = await this.#database.get(WORKERS, device);
      const copy = known === undefined ? await copyOf(this.#platform.second, device) : null;
      if (copy !== null) {
        const row = { device, name: copy.name, unsent: copy.entries.size, tries: NO_TRIES };
        await this.#database.change([WORKERS], (change) => change.put(WORKERS, device, row));
      }
    }
  }

  async tellWorkers(): Promise<void> {
    const rows = (await this.#database.all(WORKERS)).map(([, row]) => row as WorkerRow);
    const now = this.#platform.now();
    this.workers.set(
      rows.map(({ device, name, unsent, tries }) => {
        const { until } = capped(tries, now);
        return { device, name, unsent, waitUntil: until > now ? until : 0 };
      }),
    );
  }

  readonly enrol = async (
    address: string,
    code: string,
    pin: string,
    label = "",
  ): Promise<Desk> => {
    checkPin(pin);
    const key = await makeKey(this.#platform, pin, this.#rounds); // first: the code holds only once
    const server = new Server(this.#platform, address, null);
    const body = JSON.stringify({ code, label, app: this.#platform.app });
    const enrolment = enrolmentOf(
      await server.post("/api/enrol", body),
      server.address,
      hexOf(this.#platform.random(SECRET_BYTES)),
    );
    const { device, worker } = enrolment;
    const release = await this.#alone(device);
    const vault = await beginVault(this.#platform, device, key, { enrolment });
    await this.#put({ device, name: worker.name, unsent: 0, tries: NO_TRIES });
    await vault.copyAll(worker.name);
    return this.#desk(vault, enrolment, release);
  };

  readonly unlock = async (device: string, pin: string): Promise<Desk> => {
    await this.#closing.get(device);
    const release = await this.#alone(device);
    try {
      const vault = await this.#opened(device, pin);
      const enrolment = (await vault.kept("enrolment")) as Enrolment;
      return await this.#desk(vault, enrolment, release);
    } catch (error) {
      release();
      throw error;
    }
  };

  /** The vault of the right PIN. Throws WrongPin, Problem `damaged`. */
  async #opened(device: string, pin: string): Promise<Vault> {
    const database = await openVaultDatabase(this.#platform, device);
    try {
      const known = await wrappedKey(database);
      const copy = known === null ? await copyOf(this.#platform.second, device) : null;
      const wrapped = known ?? copy?.key;
      if (wrapped === undefined) {
        throw new Problem("damaged");
      }
      const key = await this.#trying(device, () => openKey(this.#platform, wrapped, pin));
      if (copy !== null) {
        await recover(database, copy);
      }
      return new Vault(this.#platform, device, database, key, copy !== null);
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** One try at a time, each written down before it is made. Null of the attempt: the PIN was wrong. */
  #trying<Result>(device: string, attempt: () => Promise<Result | null>): Promise<Result> {
    return this.#turns.take(async () => {
      const row = await this.#row(device);
      const { now, monotonic } = this.#platform;
      const before = capped(row.tries, now());
      const wait = Math.max(waitOf(before, now()), this.#waitHere(device));
      if (wait > 0) {
        await this.#put({ ...row, tries: before });
        throw new WrongPin(wait);
      }
      const tries = tried(before, now());
      await this.#put({ ...row, tries });
      const result = await attempt();
      if (result === null) {
        const seconds = waitOf(tries, now());
        this.#waits.set(device, monotonic() + seconds * 1000);
        throw new WrongPin(seconds);
      }
      this.#waits.delete(device);
      await this.#put({ ...(await this.#row(device)), tries: NO_TRIES });
      return result;
    });
  }

  #waitHere(device: string): number {
    const until = this.#waits.get(device) ?? 0;
    return Math.max(0, Math.ceil((until - this.#platform.monotonic()) / 1000));
  }

  async #desk(vault: Vault, enrolment: Enrolment, release: () => void): Promise<Desk> {
    const { device } = enrolment;
    void this.#platform.persist().catch(() => undefined); // it goes on without
    const desk = new OpenDesk(this.#platform, vault, enrolment, this.#door(device, release));
    this.#closing.set(device, desk.ended);
    await desk.load();
    return desk;
  }

  #door(device: string, release: () => void): Door {
    return {
      unsent: (_, count) =>
        this.#turns.take(async () => this.#put({ ...(await this.#row(device)), unsent: count })),
      closed: release,
      forget: async () => {
        await this.#database.change([WORKERS], (change) => change.remove(WORKERS, device));
        await this.tellWorkers();
      },
      changePin: (vault, old, fresh) => this.#changePin(vault, old, fresh),
    };
  }

  async #changePin(vault: Vault, old: string, fresh: string): Promise<void> {
    checkPin(fresh);
    const wrapped = await wrappedKey(vault.database);
    if (wrapped === null) {
      throw new Problem("damaged");
    }
    const anew = await this.#trying(vault.device, () =>
      rewrapped(this.#platform, wrapped, old, fresh),
    );
    await vault.database.change(["plain"], (change) => change.put("plain", KEY, anew));
    await vault.second.rekey({ name: (await this.#row(vault.device)).name, key: anew });
  }

  async #row(device: string): Promise<WorkerRow> {
    const row = (await this.#database.get(WORKERS, device)) as WorkerRow | undefined;
    if (row === undefined) {
      throw new Problem("device-not-known");
    }
    return row;
  }

  async #put(row: WorkerRow): Promise<void> {
    await this.#database.change([WORKERS], (change) => change.put(WORKERS, row.device, row));
    await this.tellWorkers();
  }

  /** Holds the vault for this tab alone; the answer lets it go. Throws OpenElsewhere. */
  #alone(device: string): Promise<() => void> {
    const { locks } = this.#platform;
    if (locks === null) {
      return Promise.resolve(() => undefined);
    }
    return new Promise((resolve, reject) => {
      locks
        .request(`nyelik-${device}`, { ifAvailable: true }, (lock) => {
          if (lock === null) {
            reject(new OpenElsewhere());
            return undefined;
          }
          return new Promise<void>((release) => resolve(release));
        })
        .catch(reject);
    });
  }
}

/** Throws NoContact for an answer that is none. */
function enrolmentOf(data: unknown, address: string, secret: string): Enrolment {
  const { device, token, key, worker } = Object(data) as Record<string, unknown>;
  const { id, name, role } = Object(worker) as Record<string, unknown>;
  const isWhole = [device, token, key, id, name, role].every((one) => typeof one === "string");
  if (!isWhole) {
    throw new NoContact();
  }
  return { address, secret, ...(data as Pick<Enrolment, "device" | "token" | "key" | "worker">) };
}
