/** Locks by itself after so long without a touch; a phone that slept, and its timers with it, locks at the first touch. */

import type { Platform } from "./platform.ts";

export class AutoLock {
  readonly #platform: Platform;
  readonly #patience: () => number;
  readonly #lock: () => void;
  #touched: number;
  #untouched: number;
  #cancel: () => void = () => undefined;

  /** `patience` in milliseconds, as the policy says now. */
  constructor(platform: Platform, patience: () => number, lock: () => void) {
    this.#platform = platform;
    this.#patience = patience;
    this.#lock = lock;
    this.#touched = platform.now();
    this.#untouched = platform.monotonic();
  }

  /** Puts off the lock; false where it came too late and locked. */
  touch(): boolean {
    const patience = this.#patience();
    if (this.#idle() > patience) {
      this.#lock();
      return false;
    }
    this.#touched = this.#platform.now();
    this.#untouched = this.#platform.monotonic();
    this.stop();
    this.#cancel = this.#platform.later(patience + 1, () => this.touch());
    return true;
  }

  stop(): void {
    this.#cancel();
  }

  /** Milliseconds since the last touch, by the clock that went further. */
  #idle(): number {
    const { now, monotonic } = this.#platform;
    return Math.max(now() - this.#touched, monotonic() - this.#untouched);
  }
}
