/** What keys of the number pad make of a text, and when a number is finished. Limits come from the rulebook. */

import type { Limits } from "../../core/typed.ts";

/** Of one line: what can be at all, what is usual, whether only whole numbers count. */
export interface PadRange {
  readonly possible: Limits | null;
  readonly plausible: Limits | null;
  readonly whole: boolean;
  /** How many decimals are measured; null where tools differ. */
  readonly decimals: number | null;
  /** A scale or tape with tenths: digits beyond what is possible are read as decimals, 655 as 65,5. */
  readonly tenths: boolean;
}

const LONGEST = 8;
const DECIMALS = 2;
const ERASE = "erase";

/** The text after a key: a digit, "," or "." for the decimal mark, "erase" or "clear". What cannot go on stays. */
export function press(text: string, key: string, range: PadRange): string {
  if (key === ERASE) {
    return text.endsWith(",") ? text.slice(0, -1) : text.slice(0, -1).replace(/,$/, "");
  }
  if (key === "clear") {
    return "";
  }
  if (key === "," || key === ".") {
    return range.whole || text.includes(",") || text === "" ? text : `${text},`;
  }
  return /^\d$/.test(key) ? withDigit(text, key, range) : text;
}

function withDigit(text: string, digit: string, range: PadRange): string {
  const decimals = text.split(",")[1] ?? "";
  if (text.length >= LONGEST || decimals.length >= DECIMALS) {
    return text;
  }
  const longer = text === "0" ? digit : text + digit;
  const { possible, tenths } = range;
  const isBeyond = possible !== null && (numberOf(longer) as number) > possible[1];
  const wasWithin =
    possible !== null && (numberOf(text) ?? Number.POSITIVE_INFINITY) <= possible[1];
  return tenths && !text.includes(",") && isBeyond && wasWithin ? `${text},${digit}` : longer;
}

/** The number of a text; null where there is none yet. */
export function numberOf(text: string): number | null {
  return text === "" ? null : Number(text.replace(",", "."));
}

/** A number as the pad writes it. */
export function padText(value: number): string {
  return String(value).replace(".", ",");
}

/**
 * Whether the number is finished, so that the next line may open itself: it is usual, and has the decimals that are
 * measured, or no further digit can be where none are: a rare 540 must not end at 54.
 */
export function isComplete(
  text: string,
  { whole, plausible, possible, decimals }: PadRange,
): boolean {
  const limits = plausible ?? possible;
  const value = numberOf(text);
  if (value === null || limits === null || value < limits[0] || value > limits[1]) {
    return false;
  }
  return whole || decimals === 0
    ? value > 0 && value * 10 > (possible ?? limits)[1]
    : (text.split(",")[1] ?? "").length >= (decimals ?? DECIMALS);
}
