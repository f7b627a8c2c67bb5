/**
 * Classification while somebody types: the facts of one person and what stands in the form so far. Only this person
 * is reckoned anew, at every key.
 */

import type { Finding } from "./bundle.ts";
import { byGravity, findingsAsked, type Hidden } from "./card.ts";
import type { Engine } from "./engine/engine.ts";
import { type Facts, UNKNOWN_MINUTE } from "./facts.ts";
import { isDerived, isSource } from "./growth/derive.ts";
import { type FindingState, findingState } from "./outcome.ts";
import { type Judged, judge, refused, type TypedProblem, type TypedValue } from "./typed.ts";

/** What is typed, by the code of its word; null or "" where a field is empty. */
export type Typed = Readonly<Record<string, TypedValue>>;

/** What the typed values mean. */
export interface WhileTyping {
  /** What is wrong with a value, by its code: impossible, unlikely … */
  readonly problems: Readonly<Record<string, TypedProblem>>;
  /** Findings that look at something typed and were decided, gravest first. */
  readonly findings: readonly FindingState[];
  /** Findings that look at something typed and need more. */
  readonly undecided: readonly FindingState[];
}

/** When and where in the order of recording the typed values will stand. */
export interface Moment {
  readonly day: number;
  readonly minute?: number;
}

const NOTHING: Hidden = new Set();

/** What the values typed so far mean for the person with these facts. */
export function whileTyping(
  engine: Engine,
  facts: Facts,
  typed: Typed,
  at: Moment,
  hidden: Hidden = NOTHING,
): WhileTyping {
  const judged = Object.entries(typed)
    .filter(([, value]) => value !== null && value !== "")
    .map(([code, value]) => [code, judgeCode(engine, code, value)] as const);
  const problems = judged.flatMap(([code, { problem }]) =>
    problem ? [[code, problem] as const] : [],
  );
  const values = judged.filter(([, { value }]) => value !== null);
  const now = withTyped(facts, values, at);
  engine.on(at.day).about(engine.person(now));
  const codes = new Set(values.map(([code]) => code));
  const states = concerned(engine, codes, hidden).map((one) => findingState(engine, one));
  return {
    problems: Object.fromEntries(problems),
    findings: states.filter(({ found }) => found !== null).sort(byGravity),
    undecided: states.filter(({ unknown }) => unknown),
  };
}

/** The value as rules see it, and what is wrong with it: as for an `ask` line of a form. */
function judgeCode(engine: Engine, code: string, typed: TypedValue): Judged {
  const word = engine.words.get(code);
  const isAsked = word && !word.derived && word.kind !== "dose" && word.kind !== "event";
  return isAsked ? judge(word, typed) : refused("type");
}

/** The facts as they would be if the form were saved now. */
function withTyped(
  facts: Facts,
  values: readonly (readonly [string, Judged])[],
  { day, minute = UNKNOWN_MINUTE }: Moment,
): Facts {
  const seq = facts.events.reduce((highest, event) => Math.max(highest, event.seq), 0) + 1;
  const added = values.map(([code, { value }]) => ({ day, minute, seq, code, value }));
  return { ...facts, events: [...facts.events, ...added] };
}

/** The findings that look at a typed code, or at what is derived from one, and at nothing hidden: those of the card. */
function concerned(engine: Engine, codes: ReadonlySet<string>, hidden: Hidden): readonly Finding[] {
  const { today, subject } = engine;
  const isMeasured = [...codes].some(isSource);
  return findingsAsked(engine, { today, subject, hidden }).filter(({ classes }) =>
    [...engine.codesOf(classes.map(({ when }) => when))].some(
      (code) => codes.has(code) || (isMeasured && isDerived(code)),
    ),
  );
}
