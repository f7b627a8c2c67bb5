/** Days as people say them: how long ago, how far off, how old. Day numbers come in, words go out; no clock here. */

import { addMonths, calendarDay, completedMonths, completedYears } from "../core/dates.ts";
import type { Language } from "../core/index.ts";

interface Said {
  readonly today: string;
  readonly yesterday: string;
  readonly tomorrow: string;
  readonly ago: string;
  readonly ahead: string;
  readonly day: string;
  readonly month: string;
  readonly year: string;
  readonly months: readonly string[];
  readonly weekdays: readonly string[];
}

const SAID: Readonly<Record<Language, Said>> = {
  id: {
    today: "hari ini",
    yesterday: "kemarin",
    tomorrow: "besok",
    ago: "{0} lalu",
    ahead: "{0} lagi",
    day: "{0} hari",
    month: "{0} bulan",
    year: "{0} tahun",
    months: "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split(" "),
    weekdays: "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split(" "),
  },
  en: {
    today: "today",
    yesterday: "yesterday",
    tomorrow: "tomorrow",
    ago: "{0} ago",
    ahead: "in {0}",
    day: "{0} d",
    month: "{0} mo",
    year: "{0} y",
    months: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
    weekdays: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" "),
  },
};

const MONTHS_FROM = 2; // below two months, days say more
const YEARS_FROM = 2; // and below two years, months

function filled(phrase: string, text: string | number): string {
  return phrase.replace("{0}", String(text));
}

/** A length of time between two days, roughly: 12 hari, 5 bulan, 3 tahun. */
export function span(from: number, until: number, language: Language): string {
  const said = SAID[language];
  const months = completedMonths(from, until);
  if (months < MONTHS_FROM) {
    return filled(said.day, until - from);
  }
  return months < YEARS_FROM * 12
    ? filled(said.month, months)
    : filled(said.year, completedYears(from, until));
}

/** A day seen from another: hari ini, kemarin, 5 hari lalu, besok, 3 bulan lagi. */
export function relativeDay(day: number, today: number, language: Language): string {
  const said = SAID[language];
  const near = { "-1": said.yesterday, "0": said.today, "1": said.tomorrow }[day - today];
  if (near !== undefined) {
    return near;
  }
  return day < today
    ? filled(said.ago, span(day, today, language))
    : filled(said.ahead, span(today, day, language));
}

/** Rabu, 1 Jul 2026. */
export function dayText(day: number, language: Language): string {
  const { weekdays } = SAID[language];
  return `${weekdays[weekday(day)]}, ${shortDay(day, language)}`;
}

/** 1 Jul 2026. */
export function shortDay(number: number, language: Language): string {
  const { year, month, day } = calendarDay(number);
  return `${day} ${SAID[language].months[month - 1]} ${year}`;
}

const THURSDAY = 3; // 1970-01-01 was one; Monday is 0

function weekday(day: number): number {
  return (((day + THURSDAY) % 7) + 7) % 7;
}

/** An age: 12 hari, 7 bulan, 2 tahun 3 bulan, 64 tahun. */
export function ageText(born: number, today: number, language: Language): string {
  const { day, month, year } = SAID[language];
  const months = completedMonths(born, today);
  if (months < 1) {
    return filled(day, Math.max(0, today - born));
  }
  const years = Math.trunc(months / 12);
  const rest = months % 12;
  if (years === 0) {
    return filled(month, months);
  }
  const isSmall = addMonths(born, 72) > today; // children's months are spoken of until school
  return isSmall && rest > 0
    ? `${filled(year, years)} ${filled(month, rest)}`
    : filled(year, years);
}

/** Jul 2026. */
export function monthText(number: number, language: Language): string {
  const { year, month } = calendarDay(number);
  return `${SAID[language].months[month - 1]} ${year}`;
}
