/** Numbers and truths: yes, no, and unknown as null. */

import type { Value } from "../facts.ts";
import type { Operation } from "./compile.ts";
import type { Answer, Situation } from "./situation.ts";

/** Both sides known, or unknown. Both are always asked: *because* wants what the second looked at too. */
function both<Given>(reckon: (first: Given, second: Given) => Value): Operation<Answer> {
  return ([left, right], compile) => {
    const first = compile.answer(left);
    const second = compile.answer(right);
    return (now) => {
      const a = first(now);
      const b = second(now);
      return a === null || b === null ? null : reckon(a as Given, b as Given);
    };
  };
}

function one<Given>(reckon: (value: Given) => Value): Operation<Answer> {
  return ([node], compile) => {
    const inner = compile.answer(node);
    return (now) => {
      const value = inner(now);
      return value === null ? null : reckon(value as Given);
    };
  };
}

/** The number of them all that is best; unknown if any is unknown. */
function extreme(best: (a: number, b: number) => number): Operation<Answer> {
  return (nodes, compile) => {
    const parts = nodes.map((node) => compile.answer(node));
    return (now) => {
      const values = parts.map((part) => part(now) as number | null);
      return values.includes(null) ? null : (values as number[]).reduce((a, b) => best(a, b));
    };
  };
}

/** Halves away from zero, as people round. */
function rounded(value: number, places: number): number {
  const scale = 10 ** Math.trunc(places);
  const size = Math.trunc(Math.abs(value) * scale + 0.5) / scale;
  return value < 0 ? -size : size;
}

const rounding: Operation<Answer> = ([node, places], compile) => {
  const value = compile.answer(node);
  const to: Answer = places === undefined ? () => 0 : compile.answer(places);
  return (now) => {
    const number = value(now) as number | null;
    const decimals = to(now) as number | null;
    return number === null || decimals === null ? null : rounded(number, decimals);
  };
};

/** `and` is decided by a no, `or` by a yes; else unknown if any is unknown. */
function joined(decisive: boolean): Operation<Answer> {
  return (nodes, compile) => {
    const parts = nodes.map((node) => compile.answer(node));
    return (now) =>
      now.used === null ? decided(now, parts, decisive) : asked(now, parts, decisive);
  };
}

/** Stops at the part that decides. */
function decided(now: Situation, parts: readonly Answer[], decisive: boolean): Value {
  let result: Value = !decisive;
  for (const part of parts) {
    const value = part(now);
    if (value === decisive) {
      return decisive;
    }
    result = value === null ? null : result;
  }
  return result;
}

/** Asks every part: *because* wants what all of them looked at. */
function asked(now: Situation, parts: readonly Answer[], decisive: boolean): Value {
  const values = parts.map((part) => part(now));
  if (values.includes(decisive)) {
    return decisive;
  }
  return values.includes(null) ? null : !decisive;
}

function counted(values: readonly Value[], wanted: Value): number {
  return values.filter((value) => value === wanted).length;
}

const atLeast: Operation<Answer> = ([number, ...nodes], compile) => {
  const least = compile.answer(number);
  const parts = nodes.map((node) => compile.answer(node));
  return (now) => {
    const needed = least(now) as number | null;
    const values = parts.map((part) => part(now));
    if (needed === null) {
      return null;
    }
    const yes = counted(values, true);
    if (yes >= needed) {
      return true;
    }
    return yes + counted(values, null) < needed ? false : null;
  };
};

const countYes: Operation<Answer> = (nodes, compile) => {
  const parts = nodes.map((node) => compile.answer(node));
  return (now) => {
    const values = parts.map((part) => part(now));
    return values.every((value) => value === null) ? null : counted(values, true);
  };
};

const oneOf: Operation<Answer> = ([node, ...allowed], compile) => {
  const inner = compile.answer(node);
  const parts = allowed.map((part) => compile.answer(part));
  return (now) => {
    const value = inner(now);
    return value === null ? null : parts.map((part) => part(now)).includes(value);
  };
};

const ifUnknown: Operation<Answer> = ([node, instead], compile) => {
  const first = compile.answer(node);
  const second = compile.answer(instead);
  return (now) => first(now) ?? second(now);
};

const choose: Operation<Answer> = ([condition, yes, no], compile) => {
  const decide = compile.answer(condition);
  const first = compile.answer(yes);
  const second = compile.answer(no);
  return (now) => {
    const truth = decide(now);
    return truth === null ? null : truth ? first(now) : second(now);
  };
};

const known: Operation<Answer> = ([node], compile) => {
  const inner = compile.answer(node);
  return (now) => inner(now) !== null;
};

function sex(wanted: "female" | "male"): Operation<Answer> {
  return () => (now) => (now.person.sex === null ? null : now.person.sex === wanted);
}

/** By the name of the operation. */
export const VALUES: Readonly<Record<string, Operation<Answer>>> = {
  constant:
    ([, value]) =>
    () =>
      value as Value,
  named: ([, node], compile) => compile.answer(node),
  plus: both<number>((a, b) => a + b),
  minus: both<number>((a, b) => a - b),
  multiplied: both<number>((a, b) => a * b),
  divided: both<number>((a, b) => (b === 0 ? null : a / b)),
  negative: one<number>((a) => -a),
  rounded: rounding,
  smallest: extreme(Math.min),
  greatest: extreme(Math.max),
  count_yes: countYes,
  is_female: sex("female"),
  is_male: sex("male"),
  less: both<number>((a, b) => a < b),
  less_equal: both<number>((a, b) => a <= b),
  greater: both<number>((a, b) => a > b),
  greater_equal: both<number>((a, b) => a >= b),
  equal: both((a, b) => a === b),
  not_equal: both((a, b) => a !== b),
  one_of: oneOf,
  and: joined(false),
  or: joined(true),
  not: one<boolean>((a) => !a),
  known,
  at_least: atLeast,
  if_unknown: ifUnknown,
  choose,
};
