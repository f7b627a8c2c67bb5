/** The clock put right: the phone's own, less what the server's answers showed it to be ahead. */

import type { Platform } from "./platform.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Within five minutes nobody is told, and nothing is put right. */
const TOLERATED = 5 * MINUTE;

export class Clock {
  readonly #platform: Pick<Platform, "now" | "zone">;
  #ahead = 0;
  #atLeast = 0;

  constructor(platform: Pick<Platform, "now" | "zone">) {
    this.#platform = platform;
  }

  /** Milliseconds that the phone is ahead of the server; 0 when within five minutes. */
  get ahead(): number {
    return this.#ahead;
  }

  /** What was learnt before: the difference, and the server's time at the last contact. */
  recall(ahead: number, atLeast: number): void {
    this.#ahead = ahead;
    this.#atLeast = atLeast;
  }

  /** The server said `now` in an answer to what was asked at `asked` and answered at `answered` of this phone. */
  learn(now: number, asked: number, answered: number): void {
    const ahead = Math.round((asked + answered) / 2 - now);
    this.#ahead = Math.abs(ahead) <= TOLERATED ? 0 : ahead;
    this.#atLeast = now;
  }

  /** Unix milliseconds. Never before the last contact: a battery that ran empty sets phones back to their making. */
  now(): number {
    return Math.max(this.#platform.now() - this.#ahead, this.#atLeast);
  }

  /** Day number where the phone is. */
  today(): number {
    return Math.floor(this.#local() / DAY);
  }

  /** 2026-07-01T08:30 where the phone is. */
  moment(): string {
    return new Date(this.#local()).toISOString().slice(0, 16);
  }

  #local(): number {
    const now = this.now();
    return now + this.#platform.zone(now) * MINUTE;
  }
}
