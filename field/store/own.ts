/** The worker's own entries that no pulled record contains, as they stand in memory: by number, and by whom they are about. */

import type { Entry } from "../core/journal/entry.ts";
import { isReused, type Receipt } from "./receipt.ts";

/** An own entry with what became of it. */
export interface Own {
  readonly entry: Entry;
  /** The server whose numbers `seen` means. */
  readonly server: string;
  readonly receipt: Receipt | null;
  /** When the receipt came, unix ms by the corrected clock. */
  readonly sentAt: number;
}

/** Whether a server has still to be given it, under this number or another. */
export function needsSending(own: Own | undefined): boolean {
  return own !== undefined && (own.receipt === null || isReused(own.receipt));
}

export class OwnEntries {
  /** By number, in order. */
  readonly #own = new Map<number, Own>();
  readonly #byAbout = new Map<string, Set<number>>();

  get(number: number): Own | undefined {
    return this.#own.get(number);
  }

  all(): readonly Own[] {
    return [...this.#own.values()];
  }

  about(about: string): readonly Own[] {
    const numbers = this.#byAbout.get(about) ?? [];
    return [...numbers].map((number) => this.#own.get(number) as Own);
  }

  /** Everybody about whom there are such entries. */
  subjects(): Iterable<string> {
    return this.#byAbout.keys();
  }

  hold(own: Own): void {
    const { about, number } = own.entry;
    this.#own.set(number, own);
    const numbers = this.#byAbout.get(about) ?? new Set();
    this.#byAbout.set(about, numbers.add(number));
  }

  release(number: number): void {
    const own = this.#own.get(number);
    if (own === undefined) {
      return;
    }
    this.#own.delete(number);
    const numbers = this.#byAbout.get(own.entry.about);
    numbers?.delete(number);
    if (numbers?.size === 0) {
      this.#byAbout.delete(own.entry.about);
    }
  }
}
