/** Windows: the span of days that an expression looks through. */

import { addMonths, monthStart, yearStart } from "../dates.ts";
import type { Duration, Operation } from "./compile.ts";
import { type Look, NO_BEGINNING, type Window } from "./situation.ts";

/** A day plus (`sign` 1) or minus (-1) a duration; hours count as whole days. */
export function shift(day: number, { unit, count }: Duration, sign: 1 | -1): number {
  switch (unit) {
    case "months":
      return addMonths(day, sign * count);
    case "years":
      return addMonths(day, sign * count * 12);
    case "weeks":
      return day + sign * count * 7;
    case "hours":
      return day + sign * Math.floor(count / 24);
    default:
      return day + sign * count;
  }
}

function days(low: number, high: number): Window {
  return { low, high, clock: null };
}

function month(today: number, back: number): Window {
  const start = addMonths(monthStart(today), -back);
  return days(start, addMonths(start, 1) - 1);
}

const between: Operation<Look> = ([low, high], compile) => {
  const first = compile.answer(low);
  const last = compile.answer(high);
  return (now) => {
    const from = first(now) as number | null;
    const to = last(now) as number | null;
    return from === null || to === null ? null : days(Math.trunc(from), Math.trunc(to));
  };
};

const last: Operation<Look> = ([length], compile) => {
  const duration = compile.duration(length);
  return (now) => days(shift(now.today, duration, -1) + 1, now.today);
};

const aged: Operation<Look> = ([low, high], compile) => {
  const from = compile.duration(low);
  const to = compile.duration(high);
  return ({ person: { born } }) =>
    born === null ? null : days(shift(born, from, 1), shift(born, to, 1) - 1);
};

const hoursAfter: Operation<Look> = ([moment, low, high], compile) => {
  const start = compile.moment(moment);
  const from = compile.answer(low);
  const to = compile.answer(high);
  return (now) => {
    const begins = start(now);
    const after = from(now) as number | null;
    const until = to(now) as number | null;
    if (begins === null || after === null || until === null) {
      return null;
    }
    const { day, minute } = begins;
    const clock = { day, minute, after, until };
    return { low: day + Math.floor(after / 24), high: day + Math.ceil(until / 24), clock };
  };
};

/** By the name of the operation. */
export const WINDOWS: Readonly<Record<string, Operation<Look>>> = {
  ever: () => (now) => days(NO_BEGINNING, now.today),
  period: () => (now) => days(now.period.start, now.period.end),
  this_month: () => (now) => month(now.today, 0),
  last_month: () => (now) => month(now.today, 1),
  this_year: () => (now) => days(yearStart(now.today), now.today),
  last,
  between,
  aged,
  hours_after: hoursAfter,
};
