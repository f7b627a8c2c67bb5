/** How a desk stands: what its screens and the lock screen are told of sending, contact and damage. */

import type { Clock } from "./clock.ts";
import type { Progress } from "./kept.ts";
import type { Outbox } from "./outbox.ts";
import { Cell } from "./readable.ts";
import type { Status } from "./types.ts";

const QUIET: Status = {
  unsent: 0,
  held: 0,
  lastContact: null,
  syncing: false,
  arrived: 0,
  complete: false,
  problem: null,
  nextTry: null,
  damaged: false,
  clockAhead: 0,
  storage: null,
  mustUpdate: false,
  leaving: null,
};

export class State {
  readonly status = new Cell<Status>(QUIET);
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #unsent: (count: number) => void;

  /** `unsent` tells the lock screen. */
  constructor(clock: Clock, outbox: Outbox, unsent: (count: number) => void) {
    this.#clock = clock;
    this.#outbox = outbox;
    this.#unsent = unsent;
  }

  tell(change: Partial<Status>): void {
    this.status.set({ ...this.status.get(), ...change });
  }

  /** How far the pull came, and what servers said. */
  tellProgress(progress: Progress): void {
    this.tell({
      lastContact: progress.lastContact,
      complete: progress.complete,
      clockAhead: this.#clock.ahead,
      leaving: progress.leaving,
    });
    this.tellOutbox(progress);
  }

  tellOutbox({ heard: { held } }: Pick<Progress, "heard">): void {
    const unsent = this.#outbox.waiting;
    if (unsent !== this.status.get().unsent) {
      this.#unsent(unsent);
    }
    this.tell({ unsent, held: held.filter(({ status }) => status === "held").length });
  }
}
