/**
 * The date law, on day numbers (days since 1970-01-01): the twin of `nyelik.base.dates`.
 *
 * *Completed months* count a month only when its day has been reached; *x + n months* is the first day on which
 * n months are completed. Born on 31 January, a child completes one month on 1 March. No `Date` is used: its months
 * overflow in another way, and it knows time zones.
 */

/** A day of the calendar; `month` 1 to 12. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAYS_OF_400_YEARS = 146_097;
const EPOCH_FROM_MARCH_0000 = 719_468; // days from 0000-03-01 to 1970-01-01

/** The day number of a calendar day. */
export function dayNumber(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year; // years from March: the leap day comes last
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_400_YEARS + dayOfEra - EPOCH_FROM_MARCH_0000;
}

/** The calendar day of a day number. */
export function calendarDay(number: number): CalendarDay {
  const days = number + EPOCH_FROM_MARCH_0000;
  const era = Math.floor(days / DAYS_OF_400_YEARS);
  const dayOfEra = days - era * DAYS_OF_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** 28 to 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) {
    return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Months completed from `start` to `on`; negative, counted backwards, when `on` is earlier. */
export function completedMonths(start: number, on: number): number {
  if (on < start) {
    return -completedMonths(on, start);
  }
  const first = calendarDay(start);
  const last = calendarDay(on);
  const months = (last.year - first.year) * 12 + last.month - first.month;
  return last.day < first.day ? months - 1 : months;
}

/** Twelve completed months each, towards zero. */
export function completedYears(start: number, on: number): number {
  return Math.trunc(completedMonths(start, on) / 12);
}

/** The first day on which `months` are completed; back, a day that does not exist becomes the last of its month. */
export function addMonths(number: number, months: number): number {
  const { year, month, day } = calendarDay(number);
  const index = year * 12 + month - 1 + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  const longest = daysInMonth(newYear, newMonth);
  if (day <= longest) {
    return dayNumber(newYear, newMonth, day);
  }
  return months < 0
    ? dayNumber(newYear, newMonth, longest)
    : dayNumber(newYear, newMonth, longest) + 1;
}

/** The first of the month of a day. */
export function monthStart(number: number): number {
  return number - calendarDay(number).day + 1;
}

/** 1 January of the year of a day. */
export function yearStart(number: number): number {
  return dayNumber(calendarDay(number).year, 1, 1);
}

/** Months since January of the year 0: consecutive months differ by one. */
export function calendarMonth(number: number): number {
  const { year, month } = calendarDay(number);
  return year * 12 + month - 1;
}

/** The first day of the latest month among `months` (1 to 12) that has begun by the day. */
export function slotStart(number: number, months: readonly number[]): number {
  const { year, month } = calendarDay(number);
  const started = months.filter((candidate) => candidate <= month);
  return started.length > 0
    ? dayNumber(year, Math.max(...started), 1)
    : dayNumber(year - 1, Math.max(...months), 1);
}

/** 2026-06-30. */
export function isoDay(number: number): string {
  const { year, month, day } = calendarDay(number);
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}
