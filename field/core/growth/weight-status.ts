/** N, T, O, B and 2T: what a monthly weighing says, the twin of `nyelik.rules.growth.weight_status`. */

import { calendarMonth, completedMonths } from "../dates.ts";
import type { Sex } from "../facts.ts";
import type { GrowthTables } from "./tables.ts";

/** A weight on a day; of several on one day the last recorded comes last. */
export interface Weighing {
  readonly day: number;
  readonly weightKg: number;
}

/** The verdict on the deciding weighing of a month; `twice` is 2T, null where it is no question. */
export interface WeightStatus {
  readonly day: number;
  readonly status: "B" | "O" | "N" | "T";
  readonly twice: boolean | null;
}

/** One verdict per calendar month with a weighing, to the age the tables name. */
export function weightStatuses(
  tables: GrowthTables,
  sex: Sex | null,
  born: number,
  weighings: readonly Weighing[],
): WeightStatus[] {
  const statuses: WeightStatus[] = [];
  let before: [Weighing, WeightStatus | null] | null = null;
  for (const weighing of deciding(weighings.filter(({ day }) => day >= born))) {
    const verdict = judge(tables, sex, born, weighing, before);
    if (verdict !== null && completedMonths(born, weighing.day) <= tables.last_status_month) {
      statuses.push(verdict);
    }
    before = [weighing, verdict];
  }
  return statuses;
}

/** The last weighing of each month, in the order in which the months were first met. */
function deciding(weighings: readonly Weighing[]): Iterable<Weighing> {
  return new Map(weighings.map((weighing) => [calendarMonth(weighing.day), weighing])).values();
}

function judge(
  tables: GrowthTables,
  sex: Sex | null,
  born: number,
  now: Weighing,
  before: readonly [Weighing, WeightStatus | null] | null,
): WeightStatus | null {
  const { day } = now;
  if (before === null) {
    return { day, status: "B", twice: null };
  }
  const [earlier, verdict] = before;
  if (calendarMonth(earlier.day) !== calendarMonth(day) - 1) {
    return { day, status: "O", twice: null };
  }
  const minimum = minimumGain(tables, sex, completedMonths(born, day));
  if (minimum === null) {
    return null;
  }
  const gain = grams(now.weightKg) - grams(earlier.weightKg);
  return gain >= minimum && gain > 0
    ? { day, status: "N", twice: false }
    : { day, status: "T", twice: verdict?.status === "T" };
}

function minimumGain(tables: GrowthTables, sex: Sex | null, month: number): number | null {
  return sex === null || month < 0 ? null : (tables.minimum_gain_g[sex][month] ?? null);
}

/** Whole grams: 6.4 - 6.0 kg is 400 g, which binary fractions would miss. */
function grams(weightKg: number): number {
  return Math.trunc(weightKg * 1000 + 0.5);
}
