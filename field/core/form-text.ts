/** A form in words, as plain data, and what a filled one writes: the twin of `nyelik.care.form_text` and `care.form`. */

import type { Step, Word } from "./bundle.ts";
import { said, stepText } from "./card-text.ts";
import { isoDay } from "./dates.ts";
import type { Engine } from "./engine/engine.ts";
import type { Value } from "./facts.ts";
import {
  type FieldState,
  type Filling,
  type FormState,
  foundIn,
  type SectionState,
  shownLines,
} from "./form.ts";
import type { FindingState } from "./outcome.ts";
import { enteredKind, type FormField } from "./package.ts";
import type { Speaker } from "./text.ts";
import type { TypedProblem } from "./typed.ts";

const HEALTH_WORKERS: readonly (string | null)[] = [null, "nakes", "doctor"];

/** The form as JSON-ready data. The engine still has the person of the form's state in hand. */
export function formAsData(engine: Engine, state: FormState, filling: Filling, speaker: Speaker) {
  const { package: form, offered, why, complete } = state;
  return {
    package: form.form,
    version: form.version,
    rulebook: engine.bundle.rulebook,
    on: isoDay(filling.today),
    label: form.label[speaker.language],
    offered,
    why,
    complete,
    sections: state.sections
      .filter(({ shown }) => shown)
      .map((section) => sectionAsData(engine, section, filling, speaker)),
    then: nextSteps(state).map((step) => stepText(engine, step, speaker)),
  };
}

/** What to do next, each step once, from the gravest finding on. */
export function nextSteps(state: FormState): Step[] {
  const steps = foundIn(state).flatMap(({ found }) => found?.then ?? []);
  return [...new Map(steps.map((step) => [JSON.stringify(step), step])).values()];
}

/** Lines that are not shown are named in `closed` only, sensitive ones not at all. */
function sectionAsData(
  engine: Engine,
  { section, fields }: SectionState,
  filling: Filling,
  speaker: Speaker,
) {
  const { language } = speaker;
  const closed = fields.filter(({ shown, field }) => !shown && field.sensitive === undefined);
  return {
    id: section.id,
    label: section.label[language],
    step: section.step ?? null,
    hint: section.hint ? section.hint[language] : null,
    fields: fields
      .filter(({ shown }) => shown)
      .map((line) => lineAsData(engine, line, filling, speaker)),
    closed: Object.fromEntries(closed.map(({ field, why }) => [field.of, why])),
  };
}

function lineAsData(engine: Engine, line: FieldState, filling: Filling, speaker: Speaker) {
  const { field } = line;
  const { language } = speaker;
  const head = {
    [field.action]: field.of,
    label: field.label[language],
    hint: field.hint ? field.hint[language] : null,
  };
  if (field.action === "show") {
    return { ...head, ...shownAsData(engine, line, filling, speaker) };
  }
  const isWord = field.action === "ask" || field.action === "give";
  const word = isWord ? engine.words.get(field.of) : undefined;
  return {
    ...head,
    ...answerKind(field, word, speaker),
    required: field.required ?? false,
    missing: line.missing,
    value: line.typed,
    default: plainValue(line.default, word),
    dose: line.dose,
    problem: line.problem ? problemText(line.problem, word, speaker) : null,
    points: pointsOf(engine, field, speaker),
  };
}

function answerKind(field: FormField, word: Word | undefined, speaker: Speaker) {
  if (word === undefined) {
    return { kind: field.action === "enter" ? enteredKind(field.of) : "yes_no" };
  }
  const { language } = speaker;
  const choices = (word.choices ?? []).map(({ code, label }) => [code, label[language]]);
  return {
    kind: word.kind,
    unit: speaker.unit(word) || null,
    choices: Object.fromEntries(choices),
    possible: word.possible ?? null,
    plausible: field.plausible ?? word.plausible ?? null,
  };
}

function pointsOf(engine: Engine, field: FormField, { language }: Speaker): string[] {
  const topic =
    field.action === "counsel" && engine.bundle.topics?.find(({ id }) => id === field.of);
  return (topic ? (topic.points ?? []) : []).map((point) => point[language]);
}

/** A proposed value as it would be typed: a day as its date. */
function plainValue(value: Value, word: Word | undefined): Value {
  return word?.kind === "day" && value !== null ? isoDay(Number(value)) : value;
}

/** What is wrong with a typed value, and what to do. */
export function problemText(
  { kind, limits = [] as never }: TypedProblem,
  word: Word | undefined,
  speaker: Speaker,
): string {
  const unit = word ? speaker.unit(word) : "";
  const parts = [...[...limits].map((end) => speaker.number(end)), unit ? ` ${unit}` : ""];
  return (speaker.phrases.problems?.[kind] ?? "").replace(
    /\{(\d)\}/g,
    (_whole, place: string) => parts[Number(place)] ?? "",
  );
}

function shownAsData(engine: Engine, line: FieldState, filling: Filling, speaker: Speaker) {
  const { field, finding } = line;
  if (field.node !== undefined) {
    return { text: valueText(engine, line, speaker) };
  }
  return finding?.found
    ? forRole(engine, finding, filling.role, speaker)
    : { class: null, unknown: finding?.unknown ?? false };
}

function valueText(engine: Engine, { field, shownValue }: FieldState, speaker: Speaker): string {
  if (shownValue === null) {
    return "–";
  }
  if (field.type === "day") {
    return speaker.day(Number(shownValue));
  }
  return speaker.value(shownValue, engine.words.get(field.word ?? ""));
}

/** What this role may read: a kader of a diagnosis only the colour and the plain words. */
function forRole(
  engine: Engine,
  { finding, found }: FindingState,
  role: string | null,
  speaker: Speaker,
) {
  if (found === null) {
    return {};
  }
  const { language } = speaker;
  const kept = {
    class: found.id,
    class_label: found.label[language],
    severity: found.severity,
    say: said(engine, found, speaker),
    then: found.then.map((step) => stepText(engine, step, speaker)),
  };
  if (finding.audience === "everyone" || HEALTH_WORKERS.includes(role)) {
    return kept;
  }
  const plain = found.plain ? found.plain[language] : null;
  return { ...kept, class: null, class_label: plain, say: plain };
}

/** What a filled form writes: bodies after contracts/entry.schema.json; empty ones write nothing. */
export interface Filled {
  readonly contact: Readonly<Record<string, unknown>>;
  readonly subject: Readonly<Record<string, Value>>;
  readonly episodes: Readonly<Record<string, Readonly<Record<string, Value>>>>;
}

/** What to write of a form. Only accepted values of shown lines; nothing that nobody typed. */
export function filled({ package: form, sections }: FormState): Filled {
  const groups: Record<string, Record<string, Value>> = {};
  const subject: Record<string, Value> = {};
  const episodes: Record<string, Record<string, Value>> = {};
  for (const { field, value, typed } of shownLines(sections)) {
    if (value === null || field.action === "show") {
      continue;
    }
    const [name, part] = field.of.split(".") as [string, string?];
    const group = GROUPS[field.action];
    if (group !== undefined) {
      groups[group] = { ...groups[group], [field.of]: typed };
    } else if (part !== undefined) {
      episodes[name] = { ...episodes[name], [part]: typed };
    } else {
      subject[name] = typed;
    }
  }
  return {
    contact: { package: form.form, package_version: form.version, ...groups },
    subject,
    episodes,
  };
}

const GROUPS: Readonly<Record<string, string>> = {
  give: "doses",
  ask: "observations",
  counsel: "topics",
};
