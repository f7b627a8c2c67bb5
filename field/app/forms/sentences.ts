/** What is said of a number that is unlikely or cannot be: what was typed, of whom, and the usual range. */

import type { Speaker } from "../../core/text.ts";
import type { TypedProblem, TypedValue } from "../../core/typed.ts";
import { fill } from "../language.svelte.ts";
import type { Line } from "./lines.ts";
import { t } from "./texts.ts";

/** “BB 71 kg untuk umur 8 bulan: betul? Biasanya 1–40 kg.” */
export function askedBack(line: Line, value: TypedValue, age: string, speaker: Speaker): string {
  const { label } = line.data;
  const typed = withUnit(line, value, speaker);
  const question = age
    ? fill(t.isRight, { label, value: typed, who: fill(t.ageOf, { age }) })
    : fill(t.isRightAlone, { label, value: typed });
  const limits = line.data.plausible;
  return limits ? `${question} ${fill(t.usual, ends(line, limits, speaker))}` : question;
}

/** “PB 710 cm tidak mungkin (antara 20 dan 150 cm) …” */
export function cannotBe(
  line: Line,
  value: TypedValue,
  { limits }: TypedProblem,
  speaker: Speaker,
): string {
  const said = { label: line.data.label, value: withUnit(line, value, speaker) };
  return limits
    ? fill(t.cannot, { ...said, ...ends(line, limits, speaker) })
    : (line.data.problem ?? fill(t.cannotAtAll, said));
}

function ends(line: Line, [low, high]: readonly [number, number], speaker: Speaker) {
  return { low: speaker.number(low), high: withUnit(line, high, speaker) };
}

function withUnit({ data: { unit } }: Line, value: TypedValue, speaker: Speaker): string {
  const said = typeof value === "number" ? speaker.number(value) : String(value);
  return unit ? `${said} ${unit}` : said;
}
