/** One worker's database on this phone, opened: where things lie, and the seal that keeps them. */

import { COUNTER } from "./counter.ts";
import { Database, type Key, type Transaction } from "./database.ts";
import type { WrappedKey } from "./pin.ts";
import type { Platform } from "./platform.ts";
import { Seal } from "./seal.ts";
import { COPIED, SecondCopy, type VaultCopy } from "./second.ts";

const VERSION = 2;

/**
 * `plain` holds the wrapped key and the counter of entries; everything else is sealed: `kept` (single values such as
 * the token and the cursor), `outbox` (own entries that no pulled record contains yet), `sent` (own entries that one
 * contains), `blocks` (pulled records), `listing` and `standings` (what lists need of them), `digests` (what reckoning needs of
 * them), `drafts`.
 */
const STORES = [
  ...["plain", "kept", "outbox", "sent", "blocks", "listing", "standings", "digests", "drafts"],
];

export const KEY = "key";

export class Vault {
  readonly device: string;
  readonly database: Database;
  readonly seal: Seal;
  readonly second: SecondCopy;
  /** The browser had lost the database: this is what the second copy had. */
  readonly recovered: boolean;

  constructor(
    platform: Platform,
    device: string,
    database: Database,
    key: CryptoKey,
    recovered = false,
  ) {
    this.device = device;
    this.database = database;
    this.seal = new Seal(platform, device, key);
    this.second = new SecondCopy(platform.second, device);
    this.recovered = recovered;
  }

  /** A single value; null when there is none. Throws Problem `damaged`. */
  async kept(name: string): Promise<unknown> {
    const sealed = await this.database.get("kept", name);
    return sealed === undefined ? null : this.seal.open(`kept ${name}`, sealed);
  }

  /** A single value, sealed: to be put under its name in a transaction. */
  sealed(name: string, value: unknown, pack = false): Promise<Uint8Array<ArrayBuffer>> {
    return this.seal.close(`kept ${name}`, value, pack);
  }

  async keep(name: string, value: unknown, pack = false): Promise<void> {
    const sealed = await this.sealed(name, value, pack);
    await this.database.change(["kept"], (change) => change.put("kept", name, sealed));
    await this.second.keep(name, sealed);
  }

  /** Copies of the key and of single values that are not there yet: an older app made none. */
  async copyAll(worker: string): Promise<void> {
    const key = await wrappedKey(this.database);
    const there = new Set(await this.second.names());
    for (const name of COPIED.filter((one) => !there.has(`kept ${one}`))) {
      const sealed = await this.database.get("kept", name);
      if (sealed !== undefined) {
        await this.second.keep(name, sealed as Uint8Array<ArrayBuffer>);
      }
    }
    if (key !== null) {
      await this.second.rekey({ name: worker, key });
    }
  }
}

/** The database of a device, made where there is none. */
export function openVaultDatabase(platform: Platform, device: string): Promise<Database> {
  return Database.open(platform.indexedDB, `nyelik-${device}`, VERSION, STORES);
}

/** The wrapped key of a vault; null where enrolment did not come to its end. */
export async function wrappedKey(database: Database): Promise<WrappedKey | null> {
  return ((await database.get("plain", KEY)) as WrappedKey | undefined) ?? null;
}

/** Puts what was copied of a lost vault into its new database, all at once. */
export async function recover(database: Database, copy: VaultCopy): Promise<void> {
  await database.change(["plain", "kept", "outbox"], (change) => {
    change.put("plain", KEY, copy.key);
    change.put("plain", COUNTER, copy.counter);
    copy.kept.forEach((sealed, name) => {
      change.put("kept", name, sealed);
    });
    copy.entries.forEach((sealed, number) => {
      change.put("outbox", number, sealed);
    });
  });
}

/** A new vault with the key's seal, in one transaction with what is kept from the beginning. */
export async function beginVault(
  platform: Platform,
  device: string,
  { key, wrapped }: { readonly key: CryptoKey; readonly wrapped: WrappedKey },
  first: Readonly<Record<string, unknown>>,
): Promise<Vault> {
  const database = await openVaultDatabase(platform, device);
  const vault = new Vault(platform, device, database, key);
  const sealed = await Promise.all(
    Object.entries(first).map(async ([name, value]) => [name, await vault.sealed(name, value)]),
  );
  await database.change(["plain", "kept"], (change) => {
    change.put("plain", KEY, wrapped);
    for (const [name, value] of sealed) {
      change.put("kept", name as string, value);
    }
  });
  return vault;
}

export type { Key, Transaction };
