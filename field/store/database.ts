/** IndexedDB in promises. A change is one transaction that is on disk when it returns, or nothing at all. */

import { Problem } from "./problem.ts";

export type Key = string | number;

/** What can be done inside one transaction; nothing but these may be awaited there, else it ends. */
export interface Transaction {
  readonly get: (store: string, key: Key) => Promise<unknown>;
  readonly put: (store: string, key: Key, value: unknown) => void;
  readonly remove: (store: string, key: Key) => void;
  readonly clear: (store: string) => void;
}

/** One database with its object stores, all with keys outside of the values. */
export class Database {
  readonly name: string;
  readonly #factory: IDBFactory;
  readonly #stores: readonly string[];
  #opened: IDBDatabase | null = null;

  private constructor(factory: IDBFactory, name: string, stores: readonly string[]) {
    this.#factory = factory;
    this.name = name;
    this.#stores = stores;
  }

  /** Opens, making what is missing. `version` goes up when a store is added. */
  static async open(
    factory: IDBFactory,
    name: string,
    version: number,
    stores: readonly string[],
  ): Promise<Database> {
    const database = new Database(factory, name, stores);
    database.#opened = await database.#open(version);
    return database;
  }

  async #open(version?: number): Promise<IDBDatabase> {
    const request = this.#factory.open(this.name, version);
    request.onupgradeneeded = () => {
      const missing = this.#stores.filter(
        (store) => !request.result.objectStoreNames.contains(store),
      );
      for (const store of missing) {
        request.result.createObjectStore(store);
      }
    };
    const database = await answered(request);
    database.onversionchange = () => this.close();
    return database;
  }

  close(): void {
    this.#opened?.close();
    this.#opened = null;
  }

  /** Removes the whole database. */
  async erase(): Promise<void> {
    this.close();
    await answered(this.#factory.deleteDatabase(this.name));
  }

  async get(store: string, key: Key): Promise<unknown> {
    return answered(this.#reading(store).get(key));
  }

  /** Keys in order. */
  async keys(store: string): Promise<Key[]> {
    return (await answered(this.#reading(store).getAllKeys())) as Key[];
  }

  /** All keys with their values, in the order of keys. */
  async all(store: string): Promise<(readonly [Key, unknown])[]> {
    const place = this.#reading(store);
    const [keys, values] = await Promise.all([
      answered(place.getAllKeys()),
      answered(place.getAll()),
    ]);
    return keys.map((key, at) => [key as Key, values[at]] as const);
  }

  /**
   * One transaction over some stores, flushed to the disk before this returns. Throws Problem `storage-full`, and
   * whatever the work throws: then nothing was written.
   */
  async change<Result>(
    stores: readonly string[],
    work: (transaction: Transaction) => Result | Promise<Result>,
  ): Promise<Result> {
    const transaction = this.#begin(stores);
    const finished = completed(transaction);
    finished.catch(() => undefined);
    try {
      const result = await work(acting(transaction));
      await finished;
      return result;
    } catch (error) {
      abort(transaction);
      await finished.catch(() => undefined);
      throw translated(transaction.error ?? error);
    }
  }

  #begin(stores: readonly string[]): IDBTransaction {
    return this.#alive().transaction(stores as string[], "readwrite", { durability: "strict" });
  }

  #reading(store: string): IDBObjectStore {
    return this.#alive().transaction(store, "readonly").objectStore(store);
  }

  #alive(): IDBDatabase {
    if (this.#opened === null) {
      throw new Problem("locked");
    }
    return this.#opened;
  }
}

function acting(transaction: IDBTransaction): Transaction {
  const at = (store: string) => transaction.objectStore(store);
  return {
    get: (store, key) => answered(at(store).get(key)),
    put: (store, key, value) => void at(store).put(value, key),
    remove: (store, key) => void at(store).delete(key),
    clear: (store) => void at(store).clear(),
  };
}

function answered<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(translated(request.error));
  });
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(translated(transaction.error));
    transaction.onerror = () => undefined; // the abort follows
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // It had ended already: what made it end is what is thrown.
  }
}

function translated(error: unknown): unknown {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return name === "QuotaExceededError"
    ? new Problem("storage-full")
    : (error ?? new Problem("not-kept"));
}
