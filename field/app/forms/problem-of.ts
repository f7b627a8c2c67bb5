/** What is wrong with the value of a line, as the rulebook's limits say. */

import type { Engine } from "../../core/engine/engine.ts";
import { judge, type TypedProblem, type TypedValue } from "../../core/typed.ts";
import type { Line } from "./lines.ts";

/** Null where nothing is typed or nothing is wrong. Days and doses say it in the state of their line. */
export function problemOf(
  engine: Engine,
  { of, action, state }: Line,
  value: TypedValue | undefined,
): TypedProblem | null {
  if (value === undefined || value === null || value === "") {
    return null;
  }
  const word = action === "ask" ? engine.words.get(of) : undefined;
  return word === undefined ? state.problem : judge(word, value, state.field.plausible).problem;
}
