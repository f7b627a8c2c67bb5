/**
 * Coverage on the phone, as the desk reckons it (`nyelik.watch.coverage`): an indicator among some people in its
 * period, with the names behind each number. A period that has ended is judged as of its end; a person counts where
 * they lived on that day.
 */

import type { Indicator } from "../bundle.ts";
import { askedRules, type Hidden } from "../card.ts";
import { calendarDay } from "../dates.ts";
import type { Engine } from "../engine/engine.ts";
import type { Person } from "../engine/person.ts";
import { type Facts, PERSON } from "../facts.ts";
import { indicatorState } from "../outcome.ts";
import { type Period, periodHolding } from "../period.ts";

/** One indicator among the people asked about, by id of person. */
export interface Covered {
  readonly indicator: Indicator;
  readonly period: Period;
  /** How many it is counted among: met and missed. */
  readonly target: number;
  /** What the programme wants to reach in the year in which the period ends, in percent; null: nothing is set. */
  readonly goal: number | null;
  readonly met: readonly string[];
  /** Who is missed, and the parts that do not hold. */
  readonly missed: readonly { readonly id: string; readonly missing: readonly string[] }[];
  readonly notApplicable: number;
  /** People of whom it is not known whether they belong to it; not counted. */
  readonly unknown: readonly string[];
}

/** Whoever may count. */
export interface Counted {
  readonly id: string;
  readonly facts: Facts;
  /** The same facts made ready by the engine. */
  readonly person: Person;
}

/** The indicators of people that a kader's area page shows, as the rulebook marks them. */
export function indicatorsForKader(engine: Engine, today: number, hidden: Hidden): Indicator[] {
  const asked = { today, subject: PERSON, hidden };
  return askedRules(engine.bundle.indicators, asked).filter(
    (one) => one.for_kader === true && one.mean_of === undefined,
  );
}

/** What is asked: which indicators, in the period that holds `day`, seen from `today`; people of some areas only. */
export interface Asked {
  readonly indicators: readonly Indicator[];
  readonly day: number;
  readonly today: number;
  /** Whether an area (code, "" for not known) is counted; without it everybody given is. */
  readonly within?: (area: string) => boolean;
}

/** Counts people as they come, so that thousands can be counted in slices; the engine must not be asked between. */
export class CoverageCount {
  readonly #engine: Engine;
  readonly #asked: Asked;
  readonly #counts: readonly Count[];

  constructor(engine: Engine, asked: Asked) {
    this.#engine = engine;
    this.#asked = asked;
    this.#counts = asked.indicators.map((indicator) => new Count(indicator, asked));
  }

  /** Count some people, each once. */
  add(people: Iterable<Counted>): void {
    const some = [...people];
    for (const kind of new Set(this.#counts.map(({ indicator }) => indicator.period))) {
      const same = this.#counts.filter(({ indicator }) => indicator.period === kind);
      const { today, period } = same[0] as Count;
      this.#engine.on(today, period);
      for (const one of some) {
        if (this.#isThere(one, today)) {
          this.#engine.about(one.person);
          for (const count of same) {
            count.add(this.#engine, one.id);
          }
        }
      }
    }
  }

  /** Everything counted so far, in the order asked. */
  result(): Covered[] {
    return this.#counts.map((count) => count.result());
  }

  /** Seen from an earlier day, who was born later is not there. */
  #isThere({ facts }: Counted, today: number): boolean {
    const { within } = this.#asked;
    const isBorn = facts.born === null || facts.born <= today;
    return isBorn && (within === undefined || within(residenceOn(facts, today)));
  }
}

class Count {
  readonly indicator: Indicator;
  readonly period: Period;
  /** The day that is asked about. */
  readonly today: number;
  readonly #met: string[] = [];
  readonly #missed: { id: string; missing: string[] }[] = [];
  readonly #unknown: string[] = [];
  #notApplicable = 0;

  constructor(indicator: Indicator, { day, today }: Asked) {
    this.indicator = indicator;
    this.period = periodHolding(day, indicator.period);
    this.today = Math.min(today, this.period.end);
  }

  add(engine: Engine, id: string): void {
    const { status, missing } = indicatorState(engine, this.indicator);
    if (status === "met") {
      this.#met.push(id);
    } else if (status === "missed") {
      this.#missed.push({ id, missing: missing.map((part) => part.id) });
    } else if (engine.value(this.indicator.among) === null) {
      this.#unknown.push(id);
    } else {
      this.#notApplicable += 1;
    }
  }

  result(): Covered {
    const { indicator, period } = this;
    const [met, missed] = [this.#met, this.#missed];
    const target = met.length + missed.length;
    const notApplicable = this.#notApplicable;
    const goal = targetFor(indicator, calendarDay(period.end).year);
    return { indicator, period, target, goal, met, missed, notApplicable, unknown: this.#unknown };
  }
}

/** The programme's target for a year, in percent: the latest set for that year or before; null: none. */
function targetFor({ targets = {} }: Indicator, year: number): number | null {
  const years = Object.keys(targets).map(Number);
  const newest = Math.max(...years.filter((known) => known <= year));
  return targets[newest] ?? null;
}

/** Where a person lived on a day: the code of the area, "" where that is not known. */
export function residenceOn(facts: Facts, day: number): string {
  const lived = facts.events.filter((event) => event.code === "residence" && event.day <= day);
  const value = lived.at(-1)?.value;
  return typeof value === "string" ? value : "";
}
