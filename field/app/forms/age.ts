/** An age in words: days at first, then months until the fifth birthday, then years. */

import { completedMonths, completedYears } from "../../core/dates.ts";
import { dayTyped } from "../../core/typed.ts";

const A_MONTH = 1;
const FIVE_YEARS = 60;

export interface AgeWords {
  readonly days: string;
  readonly months: string;
  readonly years: string;
}

/** Empty where the day of birth is not known. `born` is an ISO text, `today` a day number. */
export function ageText(born: string | null, today: number, words: AgeWords): string {
  const day = dayTyped(born);
  if (day === null || day > today) {
    return "";
  }
  const months = completedMonths(day, today);
  if (months < A_MONTH) {
    return `${today - day} ${words.days}`;
  }
  return months < FIVE_YEARS
    ? `${months} ${words.months}`
    : `${completedYears(day, today)} ${words.years}`;
}
