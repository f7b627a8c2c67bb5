/** A value that tells whoever asked when it changes. */

import type { Readable } from "./types.ts";

export class Cell<Value> implements Readable<Value> {
  #value: Value;
  readonly #listeners = new Set<(value: Value) => void>();

  constructor(value: Value) {
    this.#value = value;
  }

  readonly get = (): Value => this.#value;

  readonly set = (value: Value): void => {
    this.#value = value;
    for (const listener of [...this.#listeners]) {
      listener(value);
    }
  };

  /** As Svelte's stores: called at once, then at each change, until the answer is called. */
  readonly subscribe = (run: (value: Value) => void): (() => void) => {
    const listener = (value: Value): void => run(value);
    this.#listeners.add(listener);
    run(this.#value);
    return () => {
      this.#listeners.delete(listener);
    };
  };
}
