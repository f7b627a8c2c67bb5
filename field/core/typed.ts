/** A value typed into a form: what it means to a rule, or what is wrong with it. The twin of `nyelik.rules.typed`. */

import type { Word } from "./bundle.ts";
import { dayNumber, daysInMonth } from "./dates.ts";
import type { Value } from "./facts.ts";

/** What stands in a field: a number, yes or no, a text (a day as 2026-06-30); null or "" is not typed. */
export type TypedValue = number | boolean | string | null;

export type ProblemKind =
  | "impossible"
  | "unlikely"
  | "type"
  | "whole"
  | "choice"
  | "day"
  | "future";

export type Limits = readonly [low: number, high: number];

/** What is wrong with a typed value, with the range that it left. Only `unlikely` may stand. */
export interface TypedProblem {
  readonly kind: ProblemKind;
  readonly limits?: Limits;
}

/** The value as rules see it (null: none), and its problem. */
export interface Judged {
  readonly value: Value;
  readonly problem: TypedProblem | null;
}

/** Whether no rule may use the value; an unlikely one is asked back and used once confirmed. */
export function isRefused(problem: TypedProblem | null): boolean {
  return problem !== null && problem.kind !== "unlikely";
}

/** Nothing wrong with it. */
export function accepted(value: Value): Judged {
  return { value, problem: null };
}

/** No value, and why. */
export function refused(kind: ProblemKind, limits?: Limits): Judged {
  return { value: null, problem: limits === undefined ? { kind } : { kind, limits } };
}

/** The value as rules see it and its problem; `usual` narrows the word's plausible range. */
export function judge(word: Word, typed: TypedValue, usual?: Limits): Judged {
  switch (word.kind) {
    case "number":
    case "count":
      return judgeNumber(word, typed, usual ?? word.plausible);
    case "yes_no":
      return typeof typed === "boolean" ? accepted(typed) : refused("type");
    case "choice":
      return word.choices?.some(({ code }) => code === typed) ? accepted(typed) : refused("choice");
    case "day": {
      const day = dayTyped(typed);
      return day === null ? refused("day") : accepted(day);
    }
    default:
      return typeof typed === "string" ? accepted(typed) : refused("type");
  }
}

function judgeNumber(word: Word, typed: TypedValue, usual: Limits | undefined): Judged {
  if (typeof typed !== "number" || !Number.isFinite(typed)) {
    return refused("type");
  }
  if (word.kind === "count" && !Number.isInteger(typed)) {
    return refused("whole");
  }
  if (word.possible && !isWithin(word.possible, typed)) {
    return refused("impossible", word.possible);
  }
  return usual && !isWithin(usual, typed)
    ? { value: typed, problem: { kind: "unlikely", limits: usual } }
    : accepted(typed);
}

function isWithin([low, high]: Limits, value: number): boolean {
  return low <= value && value <= high;
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})(T.*)?$/;

/** The day number of 2026-06-30, with or without a time; null if it is no date. */
export function dayTyped(typed: Value): number | null {
  const found = typeof typed === "string" ? DAY.exec(typed) : null;
  if (found === null) {
    return null;
  }
  const [year, month, day] = found.slice(1, 4).map(Number) as [number, number, number];
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isReal && year >= 1 ? dayNumber(year, month, day) : null;
}
