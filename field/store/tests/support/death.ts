/** A platform whose page is killed at a step of its own choosing: nothing after it happens, what was begun is lost. */

import type { Platform } from "../../index.ts";
import type { SecondPlace } from "../../second.ts";

const never = new Promise<never>(() => undefined);

export class Death {
  steps = 0;
  dead = false;
  readonly at: number;
  readonly #open = new Set<IDBTransaction>();

  /** `at` 0: never, only counting. */
  constructor(at = 0) {
    this.at = at;
  }

  /** One step more; false when the page is dead. */
  step(): boolean {
    if (!this.dead) {
      this.steps += 1;
      if (this.steps === this.at) {
        this.kill();
      }
    }
    return !this.dead;
  }

  kill(): void {
    this.dead = true;
    for (const transaction of this.#open) {
      try {
        transaction.abort();
      } catch {
        // it had ended
      }
    }
  }

  platform(living: Platform): Platform {
    return {
      ...living,
      crypto: this.#deadly(living.crypto),
      indexedDB: this.#factory(living.indexedDB),
      second: living.second === null ? null : this.#place(living.second),
      fetch: (...request) => this.#answered(() => living.fetch(...request)),
      pause: () => this.#answered(() => living.pause()),
      later: (ms, run) => living.later(ms, () => (this.dead ? undefined : run())),
    };
  }

  #place({ names, get, put, remove }: SecondPlace): SecondPlace {
    return {
      names: () => this.#answered(names),
      get: (name) => this.#answered(() => get(name)),
      put: (name, value) => this.#answered(() => put(name, value)),
      remove: (name) => this.#answered(() => remove(name)),
    };
  }

  #answered<Result>(work: () => Promise<Result>): Promise<Result> {
    if (!this.step()) {
      return never;
    }
    return work().then(
      (result) => (this.step() ? result : never),
      (error) => (this.dead ? never : Promise.reject(error)),
    );
  }

  /** Every call is a step. */
  #deadly(crypto: SubtleCrypto): SubtleCrypto {
    return new Proxy(crypto, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...all: unknown[]) => Promise<unknown>;
        return (...all: unknown[]) => this.#answered(() => method.apply(target, all));
      },
    });
  }

  #factory(factory: IDBFactory): IDBFactory {
    return new Proxy(factory, {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...all: unknown[]) => unknown;
        if (name !== "open") {
          return method.bind(target);
        }
        return (...all: unknown[]) => {
          const request = method.apply(target, all) as IDBOpenDBRequest;
          request.addEventListener("success", (event) => {
            if (this.step()) {
              this.#patch(request.result);
            } else {
              request.result.close();
              event.stopImmediatePropagation();
            }
          });
          return request;
        };
      },
    });
  }

  #patch(database: IDBDatabase): void {
    const begin = database.transaction.bind(database);
    database.transaction = (...all: Parameters<IDBDatabase["transaction"]>) => {
      this.#orThrow();
      const transaction = begin(...all);
      this.#open.add(transaction);
      transaction.addEventListener("complete", (event) => {
        this.#open.delete(transaction);
        if (!this.step()) {
          event.stopImmediatePropagation(); // written, and nobody was told
        }
      });
      transaction.addEventListener("abort", (event) => this.#silent(event));
      const store = transaction.objectStore.bind(transaction);
      transaction.objectStore = (name: string) => this.#patchStore(store(name));
      return transaction;
    };
  }

  #silent(event: Event): void {
    if (this.dead) {
      event.stopImmediatePropagation();
    }
  }

  #patchStore(store: IDBObjectStore): IDBObjectStore {
    return new Proxy(store, {
      get: (target, name) => {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== "function") {
          return value;
        }
        return (...all: unknown[]) => {
          if (!this.step()) {
            return {}; // a request that nobody answers
          }
          const request = value.apply(target, all) as IDBRequest;
          request.addEventListener("error", (event) => this.#silent(event));
          return request;
        };
      },
    });
  }

  #orThrow(): void {
    if (!this.step()) {
      throw new Error("dead");
    }
  }
}
