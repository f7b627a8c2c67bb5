/** Operations on days and ages: the date law. */

import * as dates from "../dates.ts";
import type { Moment, Operation } from "./compile.ts";
import { eventMoment } from "./events.ts";
import type { Answer, Situation } from "./situation.ts";
import { shift } from "./windows.ts";

type Reckon = (first: number, last: number) => number;

const inDays: Reckon = (first, last) => last - first;
const inWeeks: Reckon = (first, last) => Math.trunc((last - first) / 7);

function shifted(sign: 1 | -1): Operation<Answer> {
  return ([day, length], compile) => {
    const start = compile.answer(day);
    const duration = compile.duration(length);
    return (now) => {
      const from = start(now) as number | null;
      return from === null ? null : shift(Math.trunc(from), duration, sign);
    };
  };
}

function ofDay(reckon: (day: number) => number): Operation<Answer> {
  return ([node], compile) => {
    const day = compile.answer(node);
    return (now) => {
      const on = day(now) as number | null;
      return on === null ? null : reckon(Math.trunc(on));
    };
  };
}

/** The last or first of the known days; unknown if none is known. */
function pick(isBetter: (day: number, best: number) => boolean): Operation<Answer> {
  return (nodes, compile) => {
    const days = nodes.map((node) => compile.answer(node));
    return (now) => {
      let best: number | null = null;
      for (const day of days) {
        const on = day(now) as number | null;
        if (on !== null && (best === null || isBetter(on, best))) {
          best = on;
        }
      }
      return best;
    };
  };
}

function span(reckon: Reckon): Operation<Answer> {
  return ([first, last], compile) => {
    const from = compile.answer(first);
    const to = compile.answer(last);
    return (now) => {
      const start = from(now) as number | null;
      const end = to(now) as number | null;
      return start === null || end === null ? null : reckon(Math.trunc(start), Math.trunc(end));
    };
  };
}

function age(reckon: Reckon): Operation<Answer> {
  return ([node], compile) => {
    const day: Answer = node === undefined ? (now) => now.today : compile.answer(node);
    return (now) => {
      const on = day(now) as number | null;
      const { born } = now.person;
      return born === null || on === null ? null : reckon(born, Math.trunc(on));
    };
  };
}

/** Numbers written into the rule (months of a slot, steps of age); an unknown one counts as nought. */
function wholes(nodes: readonly Answer[], now: Situation): number[] {
  return nodes.map((node) => Math.trunc(Number(node(now) ?? 0)));
}

const slotStart: Operation<Answer> = (nodes, compile) => {
  const months = nodes.map((node) => compile.answer(node));
  return (now) => dates.slotStart(now.today, wholes(months, now));
};

const ageStep: Operation<Answer> = (nodes, compile) => {
  const months = nodes.map((node) => compile.answer(node));
  return (now) => {
    const { born } = now.person;
    if (born === null) {
      return null;
    }
    const reached = wholes(months, now)
      .map((count) => dates.addMonths(born, count))
      .filter((day) => day <= now.today);
    return reached.length > 0 ? Math.max(...reached) : null;
  };
};

/** By the name of the operation. */
export const DAYS: Readonly<Record<string, Operation<Answer>>> = {
  today: () => (now) => now.today,
  born: () => (now) => now.person.born,
  period_start: () => (now) => now.period.start,
  period_end: () => (now) => now.period.end,
  month_start: ofDay(dates.monthStart),
  year_start: ofDay(dates.yearStart),
  slot_start: slotStart,
  age_step: ageStep,
  later: shifted(1),
  earlier: shifted(-1),
  latest_of: pick((day, best) => day > best),
  earliest_of: pick((day, best) => day < best),
  age_days: age(inDays),
  age_weeks: age(inWeeks),
  age_months: age(dates.completedMonths),
  age_years: age(dates.completedYears),
  days_between: span(inDays),
  weeks_between: span(inWeeks),
  months_between: span(dates.completedMonths),
  years_between: span(dates.completedYears),
};

/** What hours can be counted from. */
export const MOMENTS: Readonly<Record<string, Operation<Moment>>> = {
  born: () => (now) =>
    now.person.born === null ? null : { day: now.person.born, minute: now.person.bornMinute },
  latest_day: eventMoment("last"),
  first_day: eventMoment("earliest"),
};
