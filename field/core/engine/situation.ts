/** One question at a time: which person, which day, which period, and what has been answered already. */

import type { Value } from "../facts.ts";
import type { Period } from "../period.ts";
import type { Person } from "./person.ts";

/** Lower than any day: a window without beginning. */
export const NO_BEGINNING = -(2 ** 30);

/** A span of days, both included; `clock` where it counts hours from a moment. */
export interface Window {
  readonly low: number;
  readonly high: number;
  readonly clock: Clock | null;
}

/** Hours `after` to `until` from a day and minute. */
export interface Clock {
  readonly day: number;
  readonly minute: number;
  readonly after: number;
  readonly until: number;
}

/** The answer of an expression in a situation; null is unknown. */
export type Answer = (now: Situation) => Value;

/** The span of days that a window means in a situation; null when a bound is unknown. */
export type Look = (now: Situation) => Window | null;

const NOBODY: Person = {
  subject: "",
  sex: null,
  born: null,
  bornMinute: -1,
  codes: new Int32Array(0),
  starts: new Int32Array(1),
  days: new Int32Array(0),
  minutes: new Int32Array(0),
  values: [],
  ranks: new Int32Array(0),
};

/**
 * What expressions are answered in. Made once and turned from person to person: `from` and `until` point, for each
 * code, at the events up to today; an answer kept in `answers` holds while its `turns` is the person's (or, for what
 * depends on the day alone, the day's).
 *
 * `used` collects the events looked at, for *because*. Collecting is thorough: nothing is left unasked because the
 * answer is known already. Otherwise `used` is null and `and` stops at the first no.
 */
export class Situation {
  person: Person = NOBODY;
  today = 0;
  used: number[] | null = null;
  readonly from: Int32Array;
  readonly until: Int32Array;
  readonly answers: unknown[];
  readonly turns: Int32Array;
  personTurn = 1;
  dayTurn = 1;
  #turn = 1;
  #period: Period | null = null;

  constructor(codes: number, nodes: number) {
    this.from = new Int32Array(codes);
    this.until = new Int32Array(codes);
    this.answers = new Array<unknown>(nodes).fill(null);
    this.turns = new Int32Array(nodes);
  }

  /** Ask on another day, for another period. The person must be set again. */
  setDay(today: number, period: Period | null): void {
    this.today = today;
    this.#period = period;
    this.#turn += 1;
    this.dayTurn = this.#turn;
    this.personTurn = this.#turn;
  }

  /** Ask about another person. */
  setPerson(person: Person): void {
    this.from.fill(0);
    this.until.fill(0);
    this.person = person;
    for (let group = 0; group < person.codes.length; group++) {
      const code = person.codes[group] as number;
      const start = person.starts[group] as number;
      let end = person.starts[group + 1] as number;
      while (end > start && (person.days[end - 1] as number) > this.today) {
        end -= 1; // nothing after today is ever seen
      }
      this.from[code] = start;
      this.until[code] = end;
    }
    this.forget();
  }

  /** Forget the answers about the person, so that what they use is collected anew. */
  forget(): void {
    this.#turn += 1;
    this.personTurn = this.#turn;
  }

  /** The report's period. Throws where none was given. */
  get period(): Period {
    if (this.#period === null) {
      throw new Error("this rule asks for the report's period, and none was given");
    }
    return this.#period;
  }
}
