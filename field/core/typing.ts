/**
 * Classification while somebody types: the facts of one person and what stands in the form so far. Only this person
 * is reckoned anew, at every key.
 */

import type { Word } from "./bundle.ts";
import { byGravity, type Hidden, inForce } from "./card.ts";
import type { Engine } from "./engine/engine.ts";
import { type Facts, UNKNOWN_MINUTE, type Value } from "./facts.ts";
import { isDerived, isSource } from "./growth/derive.ts";
import { type FindingState, findingState } from "./outcome.ts";

/** What is typed: a value for each code, null where a field is empty. */
export type Typed = Readonly<Record<string, Value>>;

/**
 * `impossible`: it can never be, and no rule uses it. `implausible`: it is not usual, ask back.
 * `not_an_answer`: not of the word's kind, or none of its choices.
 */
export type Mark = "impossible" | "implausible" | "not_an_answer";

/** What the typed values mean. */
export interface WhileTyping {
  readonly marks: Readonly<Record<string, Mark>>;
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
  const marks: Record<string, Mark> = {};
  for (const [code, value] of Object.entries(typed)) {
    const mark = markOf(engine.words.get(code), value);
    if (mark !== null) {
      marks[code] = mark;
    }
  }
  engine.on(at.day).about(engine.person(withTyped(facts, typed, marks, at)));
  const states = concerned(engine, typed, at.day, hidden).map((one) => findingState(engine, one));
  return {
    marks,
    findings: states.filter(({ found }) => found !== null).sort(byGravity),
    undecided: states.filter(({ unknown }) => unknown),
  };
}

/** Whether a value may be what is meant; null for nothing to remark. */
export function markOf(word: Word | undefined, value: Value): Mark | null {
  if (value === null) {
    return null;
  }
  if (word === undefined || !isOfKind(word, value)) {
    return "not_an_answer";
  }
  if (typeof value !== "number") {
    return null;
  }
  if (!isWithin(word.possible, value)) {
    return "impossible";
  }
  return isWithin(word.plausible, value) ? null : "implausible";
}

function isOfKind(word: Word, value: Value): boolean {
  switch (word.kind) {
    case "number":
    case "count":
    case "dose":
    case "day":
      return typeof value === "number" && Number.isFinite(value);
    case "yes_no":
      return typeof value === "boolean";
    case "choice":
      return (word.choices ?? []).some(({ code }) => code === value);
    case "event":
      return value === true;
    default:
      return typeof value === "string";
  }
}

function isWithin(limits: readonly [number, number] | undefined, value: number): boolean {
  return limits === undefined || (limits[0] <= value && value <= limits[1]);
}

/** The facts as they would be if the form were saved now; what cannot be is left out. */
function withTyped(
  facts: Facts,
  typed: Typed,
  marks: Readonly<Record<string, Mark>>,
  { day, minute = UNKNOWN_MINUTE }: Moment,
): Facts {
  const seq = facts.events.reduce((highest, event) => Math.max(highest, event.seq), 0) + 1;
  const added = Object.entries(typed)
    .filter(([code, value]) => value !== null && (marks[code] ?? "implausible") === "implausible")
    .map(([code, value]) => ({ day, minute, seq, code, value }));
  return { ...facts, events: [...facts.events, ...added] };
}

/** The findings that look at a typed code, or at what is derived from one. */
function concerned(engine: Engine, typed: Typed, day: number, hidden: Hidden) {
  const isTyped = (code: string) => code in typed && typed[code] !== null;
  const measures = Object.keys(typed).some((code) => isTyped(code) && isSource(code));
  return inForce(engine.bundle.findings, day, hidden).filter((finding) =>
    [...codesOf(engine, finding)].some((code) => isTyped(code) || (measures && isDerived(code))),
  );
}

function codesOf(
  engine: Engine,
  finding: { readonly classes: readonly { readonly when: number }[] },
) {
  return engine.codesOf(finding.classes.map(({ when }) => when));
}
