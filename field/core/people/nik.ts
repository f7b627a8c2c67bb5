/** NIK, whole or masked: the twin of `nyelik.register.nik`, as far as a phone compares them. */

import { dayNumber, daysInMonth } from "../dates.ts";

/** Stands for a digit that the reader may not see. */
export const MASKED = "•";

const WHOLE = /^[0-9]{16}$/;
const WOMEN_DAY = 40;

/** Whether the form of a NIK is right; what is recorded of the person is not asked. */
export function isValidNik(nik: string): boolean {
  return WHOLE.test(nik) && !nik.endsWith("0000") && dateIn(nik) !== null;
}

/** Sex and birth date (in either century) that a NIK names; null where there is no such day. */
function dateIn(nik: string): { woman: boolean; day: number; month: number; year: number } | null {
  const written = Number(nik.slice(6, 8));
  const month = Number(nik.slice(8, 10));
  const year = Number(nik.slice(10, 12));
  const woman = written > WOMEN_DAY;
  const day = woman ? written - WOMEN_DAY : written;
  const longest = month >= 1 && month <= 12 ? daysInMonth(2000 + year, month) : 0;
  const isLeap = month === 2 && year === 0; // 2000 was a leap year, 1900 was not
  return day >= 1 && day <= (isLeap ? 29 : longest) ? { woman, day, month, year } : null;
}

/** Whether a NIK names this sex and birth date (a day number); what is not known agrees with anything. */
export function nikNames(nik: string, sex: string | null, born: number | null): boolean {
  const named = WHOLE.test(nik) ? dateIn(nik) : null;
  if (named === null || (sex !== null && named.woman !== (sex === "female"))) {
    return false;
  }
  const { day, month, year } = named;
  return (
    born === null ||
    born === dayNumber(1900 + year, month, day) ||
    born === dayNumber(2000 + year, month, day)
  );
}

/** Whether two numbers can be one: equal wherever both are seen. */
export function canBeSame(one: string, other: string): boolean {
  return one.length === other.length && differing(one, other) === 0;
}

/** How many of the digits that are seen on both sides differ. */
export function differing(one: string, other: string): number {
  let count = 0;
  for (let at = 0; at < one.length; at++) {
    const [mine, theirs] = [one[at], other[at]];
    count += mine !== theirs && mine !== MASKED && theirs !== MASKED ? 1 : 0;
  }
  return count;
}

export function isMasked(number: string): boolean {
  return number.includes(MASKED);
}
