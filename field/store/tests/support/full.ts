/** A platform whose disk is full: after so many values, or when a transaction should be flushed. */

import type { Platform } from "../../index.ts";

export class Full {
  room = Number.POSITIVE_INFINITY;
  onCommit = false;

  platform(living: Platform): Platform {
    return { ...living, indexedDB: this.#factory(living.indexedDB) };
  }

  #factory(factory: IDBFactory): IDBFactory {
    return new Proxy(factory, {
      get: (target, name) => {
        const method = (Reflect.get(target, name) as (...all: unknown[]) => unknown).bind(target);
        return (...all: unknown[]) => {
          const request = method(...all) as IDBOpenDBRequest;
          if (name === "open" && String(all[0]).startsWith("nyelik-")) {
            request.addEventListener("success", () => this.#patch(request.result));
          }
          return request;
        };
      },
    });
  }

  #patch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (...all: Parameters<IDBDatabase["transaction"]>) => {
      const transaction = begin(...all);
      let put = 0;
      const store = transaction.objectStore.bind(transaction);
      transaction.objectStore = (name: string) =>
        new Proxy(store(name), {
          get: (target, method) => {
            const value = Reflect.get(target, method) as unknown;
            if (typeof value !== "function") {
              return value;
            }
            return (...args: unknown[]) => {
              put += method === "put" ? 1 : 0;
              if (method === "put" && (put > this.room || this.onCommit)) {
                return this.#refuse(transaction, args);
              }
              return value.apply(target, args) as unknown;
            };
          },
        });
      return transaction;
    };
  }

  /** At once where the value does not fit; else the transaction ends with the error after its requests went well. */
  #refuse(transaction: IDBTransaction, _: unknown[]): IDBRequest {
    const error = new DOMException("full", "QuotaExceededError");
    if (!this.onCommit) {
      throw error;
    }
    queueMicrotask(() => {
      Object.defineProperty(transaction, "error", { value: error });
      try {
        transaction.abort();
      } catch {
        // a second value of the same transaction
      }
    });
    return {} as IDBRequest;
  }
}
