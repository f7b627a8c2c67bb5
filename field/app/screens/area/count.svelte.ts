/**
 * Coverage of the worker's people, counted on the phone in slices and kept while the vault is open: going from a number
 * to its names and back must not count thousands anew. Forgotten when the vault is locked.
 */

import type { Engine } from "../../../core/engine/engine.ts";
import { CoverageCount, type Covered, indicatorsForKader } from "../../../core/people/coverage.ts";
import type { Desk } from "../../../store/types.ts";
import { isWithin } from "../../callees.ts";

/** What is counted: who lives in which area, in the periods that hold which day. */
interface Asked {
  readonly desk: Desk;
  readonly engine: Engine;
  readonly area: string;
  readonly day: number;
}

class Count {
  result = $state.raw<readonly Covered[] | null>(null);
  /** People counted so far. */
  done = $state(0);
  /** Something was recorded since. */
  isOld = $state(false);
  /** Local time of counting. */
  at = $state("");
  #asked: Asked | null = null;
  #run = 0;
  #leave: () => void = () => undefined;

  /** Count, unless the same was counted already. `area` empty: everybody. */
  ask(desk: Desk, area: string, day: number): void {
    const engine = desk.engine.get();
    const now = this.#asked;
    if (engine === null || (now?.engine === engine && now.area === area && now.day === day)) {
      return;
    }
    this.#asked = { desk, engine, area, day };
    this.again();
  }

  /** Count anew. */
  again(): void {
    if (this.#asked !== null) {
      void this.#count(this.#asked);
    }
  }

  async #count(asked: Asked): Promise<void> {
    const { desk, engine } = asked;
    this.#run += 1;
    const run = this.#run;
    this.result = null;
    this.done = 0;
    this.#follow(desk);
    const count = counter(asked);
    let done = 0;
    await desk.everybody(({ about, facts }) => {
      count.add([{ id: about, facts, person: engine.person(facts) }]);
      done += 1;
      this.done = done % TOLD_EVERY === 0 ? done : this.done;
      return run === this.#run;
    });
    if (run === this.#run) {
      this.result = count.result();
      this.at = desk.moment().slice(TIME_AT);
    }
  }

  /** Whether what was counted still holds, and for how long it may be kept. */
  #follow(desk: Desk): void {
    this.#leave();
    this.isOld = false;
    let isTold = false; // a subscriber is told at once of what is
    const leave = [
      desk.standings.subscribe(() => {
        this.isOld = isTold;
        isTold = true;
      }),
      desk.closed.subscribe((why) => {
        if (why !== null) {
          this.#forget();
        }
      }),
    ];
    this.#leave = () => {
      for (const one of leave) {
        one();
      }
    };
  }

  #forget(): void {
    this.#run += 1;
    this.#asked = null;
    this.result = null;
  }
}

const TOLD_EVERY = 20;
const TIME_AT = "2026-07-01T".length;

function counter({ desk, engine, area, day }: Asked): CoverageCount {
  const today = desk.today();
  const indicators = indicatorsForKader(engine, today, new Set(desk.setup.get().hidden));
  const within = area === "" ? {} : { within: (code: string) => isWithin(code, area) };
  return new CoverageCount(engine, { indicators, day, today, ...within });
}

export const count = new Count();
