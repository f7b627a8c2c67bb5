/** From a chart's numbers to places of its picture, and the numbers along its sides. */

import type { Place, Range } from "../../core/growth/chart.ts";

export const WIDTH = 360;
export const HEIGHT = 320;
export const LEFT = 36;
export const RIGHT = 330;
export const TOP = 14;
export const BOTTOM = 262;

const STEPS = [0.5, 1, 2, 5, 10, 20, 50, 100];
const MOST_LINES = 9;

/** What lies outside is drawn at the edge. */
export class Scale {
  readonly #x: Range;
  readonly #y: Range;
  readonly step: number;

  constructor(x: Range, y: Range) {
    this.#x = x;
    this.step = stepFor(y[1] - y[0]);
    this.#y = [Math.floor(y[0] / this.step) * this.step, Math.ceil(y[1] / this.step) * this.step];
  }

  /** Pixels from the left. */
  x(value: number): number {
    return LEFT + part(value, this.#x) * (RIGHT - LEFT);
  }

  /** Pixels from the top. */
  y(value: number): number {
    return BOTTOM - part(value, this.#y) * (BOTTOM - TOP);
  }

  /** The values that get a line and a number. */
  yTicks(): number[] {
    return evenly(this.#y, this.step);
  }

  /** Places as the points of a polyline. */
  path(places: readonly Place[]): string {
    return places.map(([x, y]) => `${this.x(x).toFixed(1)},${this.y(y).toFixed(1)}`).join(" ");
  }
}

function part(value: number, [low, high]: Range): number {
  return Math.min(Math.max((value - low) / (high - low || 1), 0), 1);
}

function stepFor(span: number): number {
  return STEPS.find((step) => span / step <= MOST_LINES) ?? (STEPS.at(-1) as number);
}

/** Every whole multiple of a step within a range, its ends included. */
export function evenly([low, high]: Range, step: number): number[] {
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from(
    { length: Math.max(last - first + 1, 0) },
    (_, place) => (first + place) * step,
  );
}

/** An upright line, with a number below where there is room. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Months as months, in years past five years of them. */
export function monthTicks([low, high]: Range): Tick[] {
  if (high - low > 60) {
    return evenly([low, high], 12).map((at) => ({
      at,
      text: at % 24 === low % 24 ? `${at / 12}` : "",
    }));
  }
  const step = high - low <= 24 ? 1 : 2;
  const named = step === 1 ? 2 : 6;
  return evenly([low, high], step).map((at) => ({
    at,
    text: (at - low) % named === 0 ? `${at}` : "",
  }));
}

/** Every so many, each named. */
export function plainTicks(range: Range, step: number): Tick[] {
  return evenly(range, step).map((at) => ({ at, text: `${at}` }));
}
