/**
 * What was measured of one person over time, as curves: of a pregnancy by week, of anybody by day. Every limit is a
 * definition of the rulebook, asked of the person; a bundle without it draws no line.
 */

import type { Label } from "./bundle.ts";
import type { Hidden } from "./card.ts";
import type { Engine } from "./engine/engine.ts";
import { type FactEvent, type Facts, inOrder } from "./facts.ts";
import type { Place, Range } from "./growth/chart.ts";

const WEEK = 7;
const HEADROOM = 0.08; // of the height, above and below what is drawn

/** What was measured on a day: `x` is the day number, or completed weeks and their parts. */
export interface TrendPoint {
  readonly x: number;
  readonly y: number;
  readonly day: number;
}

/** One line of values, named after its word. */
export interface Series {
  readonly code: string;
  readonly label: Label;
  readonly points: readonly TrendPoint[];
}

/** A line that values are held against, named after its definition. */
export interface Limit {
  readonly id: string;
  readonly label: Label;
  readonly points: readonly Place[];
}

/** One picture. `by` says what x counts. */
export interface Trend {
  readonly id: string;
  readonly by: "week" | "day";
  readonly unit: string;
  readonly series: readonly Series[];
  readonly limits: readonly Limit[];
  readonly xRange: Range;
  readonly yRange: Range;
}

interface Plan {
  readonly id: string;
  /** Words that are drawn, each with the definition that is its limit. */
  readonly lines: readonly (readonly [code: string, limit?: string])[];
}

const PREGNANCY: readonly Plan[] = [
  { id: "muac", lines: [["muac_cm", "kek_line"]] },
  {
    id: "pressure",
    lines: [
      ["systolic_mmhg", "systolic_line"],
      ["diastolic_mmhg", "diastolic_line"],
    ],
  },
];

const ANYBODY: readonly Plan[] = [
  PREGNANCY[1] as Plan,
  { id: "glucose-random", lines: [["glucose_random_mg_dl", "glucose_random_line"]] },
  { id: "glucose-fasting", lines: [["glucose_fasting_mg_dl", "glucose_fasting_line"]] },
  { id: "weight", lines: [["weight_kg"]] },
];

/** The curves of the pregnancy that is under way: weight gained, arm, pressure. Empty where there is none. */
export function pregnancyTrends(engine: Engine, facts: Facts, hidden: Hidden): Trend[] {
  const lmp = answer(engine, "lmp");
  if (lmp === null || truth(engine, "pregnant") !== true) {
    return [];
  }
  const end = answer(engine, "gain_curve_weeks") ?? weeks(engine.today, lmp);
  const axis: Axis = {
    by: "week",
    x: (day) => weeks(day, lmp),
    since: lmp,
    range: [0, Math.max(end, weeks(engine.today, lmp))],
  };
  const gain = gainTrend(engine, facts, axis);
  const others = PREGNANCY.flatMap((plan) => trendOf(engine, facts, hidden, plan, axis) ?? []);
  return gain === null ? others : [gain, ...others];
}

/** Pressure, glucose and weight of anybody of whom they were measured. */
export function longTrends(engine: Engine, facts: Facts, hidden: Hidden): Trend[] {
  return ANYBODY.flatMap((plan) => {
    const days = plan.lines.flatMap(([code]) => measured(facts, code).map(({ day }) => day));
    if (days.length === 0) {
      return [];
    }
    const since = Math.min(...days);
    const range: Range = [since, Math.max(engine.today, since + 1)];
    return trendOf(engine, facts, hidden, plan, { by: "day", x: (day) => day, since, range }) ?? [];
  });
}

interface Axis {
  readonly by: Trend["by"];
  readonly x: (day: number) => number;
  readonly since: number;
  readonly range: Range;
}

function trendOf(
  engine: Engine,
  facts: Facts,
  hidden: Hidden,
  { id, lines }: Plan,
  axis: Axis,
): Trend | null {
  const series = lines.flatMap(([code]) => seriesOf(engine, facts, hidden, code, axis) ?? []);
  const [first] = series;
  if (first === undefined) {
    return null;
  }
  const limits = lines.flatMap(([, limit]) => flatLimit(engine, limit, axis) ?? []);
  return whole(id, engine.words.get(first.code)?.unit ?? "", axis, series, limits);
}

function seriesOf(
  engine: Engine,
  facts: Facts,
  hidden: Hidden,
  code: string,
  axis: Axis,
): Series | null {
  const word = engine.words.get(code);
  if (word === undefined || (word.sensitive !== undefined && hidden.has(word.sensitive))) {
    return null;
  }
  const points = measured(facts, code)
    .filter(({ day }) => day >= axis.since && day <= engine.today)
    .map(({ day, value }) => ({ x: axis.x(day), y: value as number, day }));
  return points.length === 0 ? null : { code, label: word.label, points };
}

function flatLimit(engine: Engine, id: string | undefined, { range }: Axis): Limit | null {
  const value = id === undefined ? null : answer(engine, id);
  if (id === undefined || value === null) {
    return null;
  }
  return { id, label: labelOf(engine, id), points: range.map((x) => [x, value] as const) };
}

/** Weight gained since before the pregnancy, between the least and the most for her BMI. Null: nothing to compare with. */
function gainTrend(engine: Engine, facts: Facts, axis: Axis): Trend | null {
  const before = last(measured(facts, "pre_pregnancy_weight_kg").filter(isSince(axis)));
  const weights = measured(facts, "weight_kg").filter(isSince(axis));
  const word = engine.words.get("weight_kg");
  if (before === null || weights.length === 0 || word === undefined) {
    return null;
  }
  const points = weights
    .filter(({ day }) => day <= engine.today)
    .map(({ day, value }) => ({ x: axis.x(day), y: Number(value) - before, day }));
  const label = labelOf(engine, "gain_in_pregnancy");
  const limits = [
    gainLimit(engine, "least_gain", "least_gain_trimester_1"),
    gainLimit(engine, "most_gain", "most_gain_trimester_1"),
  ].filter((limit) => limit !== null);
  return whole("gain", word.unit ?? "", axis, [{ code: "weight_kg", label, points }], limits);
}

/** From nothing at the last period by the end of the first trimester to the total at term. */
function gainLimit(engine: Engine, total: string, first: string): Limit | null {
  const [most, early] = [answer(engine, total), answer(engine, first)];
  const end = answer(engine, "gain_curve_weeks");
  const turn = beginning(engine, "trimester_2");
  const lmp = answer(engine, "lmp");
  if (most === null || early === null || end === null || turn === null || lmp === null) {
    return null;
  }
  const points: readonly Place[] = [
    [0, 0],
    [weeks(turn, lmp), early],
    [end, most],
  ];
  return { id: total, label: labelOf(engine, total), points };
}

function whole(
  id: string,
  unit: string,
  axis: Axis,
  series: readonly Series[],
  limits: readonly Limit[],
): Trend {
  const values = [
    ...series.flatMap(({ points }) => points.map(({ y }) => y)),
    ...limits.flatMap(({ points }) => points.map(([, y]) => y)),
  ];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = (high - low || 1) * HEADROOM;
  const yRange: Range = [low - room, high + room];
  return { id, by: axis.by, unit, series, limits, xRange: axis.range, yRange };
}

/** The recorded numbers of a word in order of time; of several on one day the last counts. */
function measured({ events }: Facts, code: string): FactEvent[] {
  const own = events.filter((event) => event.code === code && typeof event.value === "number");
  return [...new Map(own.sort(inOrder).map((event) => [event.day, event])).values()];
}

function isSince({ since }: Axis): (event: FactEvent) => boolean {
  return ({ day }) => day >= since;
}

function last(events: readonly FactEvent[]): number | null {
  const event = events.at(-1);
  return event === undefined ? null : Number(event.value);
}

function weeks(day: number, since: number): number {
  return (day - since) / WEEK;
}

function named(engine: Engine, id: string) {
  const { definitions = [], settings = [] } = engine.bundle;
  return definitions.find((one) => one.id === id) ?? settings.find((one) => one.id === id);
}

function labelOf(engine: Engine, id: string): Label {
  return named(engine, id)?.label ?? { id, en: id };
}

/** The first day of a window that a definition names. */
function beginning(engine: Engine, id: string): number | null {
  const node = named(engine, id)?.node;
  return node !== undefined && engine.isWindow(node) ? (engine.window(node)?.low ?? null) : null;
}

function truth(engine: Engine, id: string): boolean | null {
  const value = valueNamed(engine, id);
  return typeof value === "boolean" ? value : null;
}

function answer(engine: Engine, id: string): number | null {
  const value = valueNamed(engine, id);
  return typeof value === "number" ? value : null;
}

function valueNamed(engine: Engine, id: string) {
  const node = named(engine, id)?.node;
  return node === undefined ? null : engine.value(node);
}
