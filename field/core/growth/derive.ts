/**
 * Derived events: the z-scores and weighing statuses that follow from measurements, the twin of
 * `nyelik.rules.growth.derive`. Nothing derived is stored, so a corrected birth date corrects every score.
 */

import { addMonths } from "../dates.ts";
import { type FactEvent, type Facts, inOrder } from "../facts.ts";
import type { GrowthTables } from "./tables.ts";
import { type Weighing, weightStatuses } from "./weight-status.ts";
import { type Measured, zScore } from "./zscore.ts";

const MEASURES = ["weight_kg", "length_cm", "head_cm", "muac_cm"] as const;
const POSITION = "measured_position";
const OEDEMA = "oedema";
const IMPLAUSIBLE = "z_implausible";
const STATUS = "weight_status";
const TWICE = "weight_2t";
const WEIGHT_INDEX = "weight_for_age";

const SOURCES: ReadonlySet<string> = new Set([...MEASURES, POSITION, OEDEMA]);
const VERDICTS: ReadonlySet<string> = new Set([IMPLAUSIBLE, STATUS, TWICE]);

/** What was recorded last on one day, per code. */
type Day = Map<string, FactEvent>;
type Child = Pick<Facts, "sex" | "born">;

/** Whether a code is a measurement that others are derived from. */
export function isSource(code: string): boolean {
  return SOURCES.has(code);
}

/** Whether a code is derived, never recorded. */
export function isDerived(code: string): boolean {
  return code.startsWith("z_") || VERDICTS.has(code);
}

/** The events that follow from others, which are in order; none where the birth date is unknown. */
export function derive(
  tables: GrowthTables,
  child: Child,
  events: readonly FactEvent[],
): readonly FactEvent[] {
  if (child.born === null) {
    return [];
  }
  const days = byDay(events, lastDay(tables, child.born));
  if (days.size === 0) {
    return [];
  }
  const scores = [...days].flatMap(([day, measured]) => scoresOf(tables, child, day, measured));
  const isWrong = (event: FactEvent) => event.code === IMPLAUSIBLE && event.value === WEIGHT_INDEX;
  const wrong = new Set(scores.filter(isWrong).map(({ day }) => day));
  const believed = [...days].filter(([day]) => !wrong.has(day));
  return [...scores, ...statusesOf(tables, child, believed)];
}

/** The last day on which anything can follow: most people of a village are past it. */
function lastDay({ lastDayOfAge, last_status_month }: GrowthTables, born: number): number {
  return Math.max(born + lastDayOfAge, addMonths(born, last_status_month + 1));
}

/** What was measured of a child, by day number in order of time; `events` in order. Empty where the birth date is unknown. */
export function measurements(child: Child, events: readonly FactEvent[]): Map<number, Measured> {
  if (child.born === null) {
    return new Map();
  }
  const days = byDay(events, Number.POSITIVE_INFINITY);
  return new Map([...days].map(([day, measured]) => [day, bodyOf(child, day, measured)]));
}

/** What was measured, by day; events are in order, so those after the last day need not be looked at. */
function byDay(events: readonly FactEvent[], last: number): Map<number, Day> {
  const days = new Map<number, Day>();
  for (const event of events) {
    if (event.day > last) {
      break;
    }
    if (SOURCES.has(event.code)) {
      const day = days.get(event.day) ?? new Map<string, FactEvent>();
      days.set(event.day, day.set(event.code, event));
    }
  }
  return days;
}

function scoresOf(tables: GrowthTables, child: Child, day: number, measured: Day): FactEvent[] {
  const body = bodyOf(child, day, measured);
  const { minute, seq } = [...measured.values()].reduce((a, b) => (inOrder(b, a) > 0 ? b : a));
  const found: FactEvent[] = [];
  for (const index of tables.indices) {
    const { z, reason } = zScore(tables, index, body);
    if (reason === "") {
      found.push({ day, minute, seq, code: `z_${index.name}`, value: z });
    } else if (reason === "implausible") {
      found.push({ day, minute, seq, code: IMPLAUSIBLE, value: index.name });
    }
  }
  return found;
}

function bodyOf({ sex, born }: Child, day: number, measured: Day): Measured {
  const number = (code: (typeof MEASURES)[number]): number | null => {
    const value = measured.get(code)?.value;
    return typeof value === "number" ? value : null;
  };
  const position = measured.get(POSITION)?.value;
  return {
    sex,
    ageDays: day - (born ?? 0),
    weight_kg: number("weight_kg"),
    length_cm: number("length_cm"),
    head_cm: number("head_cm"),
    muac_cm: number("muac_cm"),
    position: typeof position === "string" ? position : null,
    oedema: measured.get(OEDEMA)?.value === true,
  };
}

function statusesOf(
  tables: GrowthTables,
  { sex, born }: Child,
  days: readonly (readonly [number, Day])[],
): FactEvent[] {
  const weighed = new Map<number, FactEvent>();
  const weighings: Weighing[] = [];
  for (const [day, measured] of days) {
    const event = measured.get("weight_kg");
    if (event !== undefined && typeof event.value === "number") {
      weighed.set(day, event);
      weighings.push({ day, weightKg: event.value });
    }
  }
  return weightStatuses(tables, sex, born ?? 0, weighings).flatMap(({ day, status, twice }) => {
    const { minute, seq } = weighed.get(day) as FactEvent;
    const verdict: FactEvent = { day, minute, seq, code: STATUS, value: status };
    return twice === null ? [verdict] : [verdict, { day, minute, seq, code: TWICE, value: twice }];
  });
}
