/**
 * The numbers of a growth chart: curves and bands by age (or length), and the child's own points. The twin of
 * `nyelik.care.chart`. Ages are decimal months, lengths cm; whatever draws them knows no rule.
 */

import type { ChartRules } from "../bundle.ts";
import { calendarMonth } from "../dates.ts";
import { type FactEvent, type Facts, inOrder, type Sex } from "../facts.ts";
import { derive, measurements } from "./derive.ts";
import { type GrowthTables, type Index, tableFor } from "./tables.ts";
import { type Measured, scoredValue, valueOnCurve } from "./zscore.ts";

const STEPS = 48; // pieces of a curve: a tenth of a millimetre from the true one at 360 pixels
const LENGTH_MARGIN = 6; // cm drawn on both sides of the child's own lengths
const WHOLE_CM = 5;

export type Range = readonly [low: number, high: number];
export type Place = readonly [x: number, y: number];

/**
 * One measurement: `x` months (or cm), `y` in the chart's unit, on day number `day`. `z` is null where there is no usable
 * score; `status` is B, O, N or T on a deciding weighing. `joined`: a line leads here from the point before.
 */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly day: number;
  readonly z: number | null;
  readonly implausible: boolean;
  readonly status: string | null;
  readonly joined: boolean;
}

/** The values of one score along x. */
export interface Curve {
  readonly z: number;
  readonly points: readonly Place[];
}

/** A coloured band of the KMS between two curves. */
export interface Band {
  readonly colour: string;
  readonly lower: Curve;
  readonly upper: Curve;
}

/** Everything to draw. x and y run over the given ranges. */
export interface GrowthChart {
  readonly index: string;
  readonly sex: Sex;
  readonly kms: boolean;
  readonly by: "month" | "length_cm";
  readonly xRange: Range;
  readonly yRange: Range;
  readonly curves: readonly Curve[];
  readonly bands: readonly Band[];
  readonly points: readonly ChartPoint[];
  readonly redLine: Curve | null;
  readonly orangeLine: Curve | null;
}

/**
 * The page of the chart that belongs to the child's age on `today` (a day number). `kms` draws weight for age with the
 * bands of the KMS. Null where sex or birth date is unknown or the index has no table for any age on the page.
 */
export function growthChart(
  facts: Facts,
  tables: GrowthTables,
  name: string,
  today: number,
  kms = false,
): GrowthChart | null {
  const { sex, born } = facts;
  const { charts } = tables;
  const index = tables.indices.find((one) => one.name === name);
  if (sex === null || born === null || index === undefined || charts === undefined) {
    return null;
  }
  const page = pageFor(tables, charts, index, (today - born) / tables.days_in_a_month);
  if (page === null) {
    return null;
  }
  const points = pointsOf(facts, tables, index, page, today, kms);
  const [by, xRange] = xRangeOf(tables, index, page, points);
  const draw = (z: number) => curveOf({ tables, index, sex, by, xRange, page }, z);
  const curves = charts.curves.map(draw);
  return {
    index: name,
    sex,
    kms,
    by,
    xRange,
    yRange: yRangeOf(curves, points),
    curves,
    bands: kms
      ? charts.kms_bands.map(({ colour, low, high }) => ({
          colour,
          lower: draw(low),
          upper: draw(high),
        }))
      : [],
    points,
    redLine: kms ? draw(charts.kms_red_line) : null,
    orangeLine: kms ? draw(charts.kms_orange_line) : null,
  };
}

/** Curves of one index and sex along one x axis. */
interface Drawing {
  readonly tables: GrowthTables;
  readonly index: Index;
  readonly sex: Sex;
  readonly by: GrowthChart["by"];
  readonly xRange: Range;
  readonly page: Range;
}

/** The curve of a score, without the ages for which there is no table. */
function curveOf(drawing: Drawing, z: number): Curve {
  const [low, high] = drawing.xRange;
  const points: Place[] = [];
  for (let step = 0; step <= STEPS; step++) {
    const x = low + ((high - low) * step) / STEPS;
    const y = curveAt(drawing, x, z);
    if (y !== null) {
      points.push([x, y]);
    }
  }
  return { z, points };
}

function curveAt(
  { tables, index, sex, by, xRange, page }: Drawing,
  x: number,
  z: number,
): number | null {
  const months = by === "month" ? x : page[0];
  // The first day of a later page belongs to that page's table.
  const isFirst = page[0] !== 0 && (by === "length_cm" || x === xRange[0]);
  const day = Math.trunc(months * tables.days_in_a_month) + Number(isFirst);
  const table = tableFor(index, day);
  const lms = table?.at(sex, table.key === "day" ? day : x);
  return lms ? valueOnCurve(lms, z, index.extrapolate_beyond) : null;
}

/** The page for this age, if the index goes as far as the page does. */
function pageFor(
  tables: GrowthTables,
  { pages_months: pages }: ChartRules,
  index: Index,
  months: number,
): Range | null {
  const reaches = (high: number) => tableFor(index, Math.trunc(high * tables.days_in_a_month));
  return pages.find(([low, high]) => low <= months && months < high && reaches(high)) ?? null;
}

function pointsOf(
  facts: Facts,
  tables: GrowthTables,
  index: Index,
  page: Range,
  today: number,
  kms: boolean,
): ChartPoint[] {
  const events = [...facts.events].sort(inOrder);
  const verdicts = new Verdicts(derive(tables, facts, events), index);
  const points: ChartPoint[] = [];
  for (const [day, child] of measurements(facts, events)) {
    const months = (child.ageDays ?? 0) / tables.days_in_a_month;
    const place = placeOf(tables, index, child);
    if (place !== null && day <= today && page[0] <= months && months <= page[1]) {
      points.push({
        x: place[0],
        y: place[1],
        day,
        z: verdicts.scores.get(day) ?? null,
        implausible: verdicts.wrong.has(day),
        status: kms ? (verdicts.statuses.get(day) ?? null) : null,
        joined: true,
      });
    }
  }
  return points.map((point, at) => ({ ...point, joined: isJoined(points[at - 1], point, kms) }));
}

/** What was derived of one index, by day. */
class Verdicts {
  readonly scores = new Map<number, number>();
  readonly wrong = new Set<number>();
  readonly statuses = new Map<number, string>();

  constructor(derived: readonly FactEvent[], { name }: Index) {
    for (const { day, code, value } of derived) {
      if (code === `z_${name}`) {
        this.scores.set(day, Number(value));
      } else if (code === "z_implausible" && value === name) {
        this.wrong.add(day);
      } else if (code === "weight_status") {
        this.statuses.set(day, String(value));
      }
    }
  }
}

/** Where the measurement stands; null if this index was not measured. */
function placeOf(tables: GrowthTables, index: Index, child: Measured): Place | null {
  if (child.ageDays === null || child.ageDays < 0) {
    return null;
  }
  const y = scoredValue(tables, index, child);
  if (y === null) {
    return null;
  }
  if (!isByLength(index)) {
    return [child.ageDays / tables.days_in_a_month, y];
  }
  const lengths = tables.indices.find(({ name }) => name === "length_for_age") as Index;
  const length = scoredValue(tables, lengths, child);
  return length === null ? null : [length, y];
}

function isByLength({ tables }: Index): boolean {
  return tables.some(({ key }) => key === "length_cm");
}

/** KMS: a point is joined to that of the calendar month before, and stands alone after a gap. */
function isJoined(before: ChartPoint | undefined, point: ChartPoint, kms: boolean): boolean {
  if (before === undefined) {
    return false;
  }
  return !kms || calendarMonth(point.day) - calendarMonth(before.day) <= 1;
}

/** Months of the page; for a table by length the child's lengths with a margin, to whole 5 cm. */
function xRangeOf(
  tables: GrowthTables,
  index: Index,
  page: Range,
  points: readonly ChartPoint[],
): [GrowthChart["by"], Range] {
  const table = tableFor(index, Math.trunc(page[1] * tables.days_in_a_month));
  if (table?.key !== "length_cm") {
    return ["month", page];
  }
  const [first, last] = table.range;
  const believed = points.filter(({ implausible }) => !implausible).map(({ x }) => x);
  const lengths = believed.length > 0 ? believed : [first, last];
  const whole = (cm: number, round: (value: number) => number) => round(cm / WHOLE_CM) * WHOLE_CM;
  const low = Math.max(first, whole(Math.min(...lengths) - LENGTH_MARGIN, Math.floor));
  const high = Math.min(last, whole(Math.max(...lengths) + LENGTH_MARGIN, Math.ceil));
  return ["length_cm", low < high ? [low, high] : [first, last]];
}

/** So that curves and points fit; what cannot be true does not squeeze the rest. */
function yRangeOf(curves: readonly Curve[], points: readonly ChartPoint[]): Range {
  const values = [
    ...curves.flatMap((curve) => curve.points.map(([, y]) => y)),
    ...points.filter(({ implausible }) => !implausible).map(({ y }) => y),
  ];
  return [Math.min(...values), Math.max(...values)];
}
