/** Periods of reports: the twin of `nyelik.base.period`. First and last day are included. */

import { addMonths, calendarDay, dayNumber } from "./dates.ts";

/** First and last day, as day numbers. */
export interface Period {
  readonly start: number;
  readonly end: number;
}

export type PeriodKind = "day" | "week" | "month" | "quarter" | "year";

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
const THURSDAY = 3; // 1970-01-01 was one; Monday is 0

/** The period of `kind` that holds `day`. */
export function periodHolding(day: number, kind: PeriodKind): Period {
  if (kind === "day") {
    return { start: day, end: day };
  }
  if (kind === "week") {
    const weekday = (((day + THURSDAY) % 7) + 7) % 7;
    return { start: day - weekday, end: day - weekday + 6 };
  }
  const { year, month } = calendarDay(day);
  const months = MONTHS[kind];
  const start = dayNumber(year, Math.floor((month - 1) / months) * months + 1, 1);
  return { start, end: addMonths(start, months) - 1 };
}
