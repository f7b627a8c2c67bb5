/** What was recorded of a person, newest first, in words: nothing that was typed is left out. */

import type { Word } from "../../../core/bundle.ts";
import type { Hidden } from "../../../core/card.ts";
import { readContact } from "../../../core/contact.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Language } from "../../../core/index.ts";
import { momentOf } from "../../../core/journal/facts.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { Speaker } from "../../../core/text.ts";
import type { TypedValue } from "../../../core/typed.ts";
import { judge } from "../../../core/typed.ts";
import { valueText } from "./settle.ts";

/** One thing recorded. `isOdd`: no rule uses it, because it cannot be or nobody knows its code. */
export interface Line {
  readonly code: string;
  readonly label: string;
  readonly text: string;
  readonly isOdd: boolean;
  /** Asked, and not so. */
  readonly isNo: boolean;
}

export interface Section {
  readonly label: string;
  readonly lines: readonly Line[];
}

/** One contact, episode, referral or visit. `day` is a day number, null where the date cannot be read. */
export interface Record {
  readonly subject: Subject;
  readonly title: string;
  readonly day: number | null;
  readonly minute: number;
  readonly sections: readonly Section[];
}

export interface Telling {
  readonly engine: Engine;
  readonly hidden: Hidden;
  readonly words: ReadonlyMap<string, Word>;
  readonly speaker: Speaker;
  readonly language: Language;
  /** Titles of kinds, names of fields and of their choices. */
  readonly names: Readonly<globalThis.Record<string, string>>;
  readonly erased: string;
  readonly isKader: boolean;
  /** The reader's own id: free words are shown to whoever wrote them. */
  readonly self: string;
}

const SHOWN: readonly string[] = ["contact", "episode", "referral", "visit"];
const FREE: readonly string[] = ["note", "reason"];
/** Fields that are told elsewhere, or are no matter of the person's. */
const PASSED_OVER: readonly string[] = [
  "package",
  "package_version",
  "observations",
  "doses",
  "topics",
  "facts",
  "imported",
  "steps",
  "queue",
  "session",
  "source",
  "retracted",
  "contact",
  "findings",
  "latitude",
  "longitude",
  "type",
  "contact_after",
];

/** Every contact, episode, referral and visit, newest first; what has no readable date comes first of all. */
export function historyOf(subjects: Iterable<Subject>, telling: Telling): Record[] {
  return [...subjects]
    .filter(({ kind }) => SHOWN.includes(kind))
    .flatMap((subject) => recordOf(subject, telling) ?? [])
    .sort((one, other) => order(other) - order(one) || other.minute - one.minute);
}

function order({ day }: Record): number {
  return day ?? Number.POSITIVE_INFINITY;
}

function recordOf(subject: Subject, telling: Telling): Record | null {
  const { kind, fields } = subject;
  const start = kind === "episode" ? (fields["start"] ?? subject.happened) : subject.happened;
  const [day, minute] = momentOf(start) ?? [null, -1];
  const body =
    kind === "contact" ? contactSections(subject, telling) : otherSections(subject, telling);
  return body === null ? null : { subject, day, minute, ...body };
}

type Told = Pick<Record, "title" | "sections">;

function contactSections(subject: Subject, telling: Telling): Told {
  const { engine, hidden, language, names } = telling;
  const form = readContact(engine, subject.fields, hidden);
  const read = form.sections.map(({ section, lines }) => ({
    label: section.label[language],
    lines: lines
      .filter(({ value }) => value !== null)
      .map(({ field, value }) => lineOf(field.of, value, telling, field.label[language])),
  }));
  const others = Object.entries(form.others).map(([code, value]) => lineOf(code, value, telling));
  const rest = { label: "", lines: [...others, ...freeLines(subject, telling)] };
  return {
    title: form.package?.label[language] ?? names["contact"] ?? "",
    sections: [...read, rest].filter(({ lines }) => lines.length > 0),
  };
}

/** Of an episode whose kind the reader may not know, nothing at all. */
function otherSections(subject: Subject, telling: Telling): Told | null {
  const { engine, words, language, names } = telling;
  const { kind, fields } = subject;
  const start = `${fields["type"]}_start`;
  if (kind === "episode" && engine.words.has(start) && !words.has(start)) {
    return null;
  }
  const facts = Object.entries((fields["facts"] ?? {}) as globalThis.Record<string, TypedValue>)
    .filter(([code]) => words.has(code) || !engine.words.has(code))
    .map(([code, value]) => lineOf(code, value, telling));
  const type = String(fields["type"] ?? "");
  const title =
    kind === "episode" ? (names[type] ?? words.get(start)?.label[language]) : names[kind];
  const lines = [...freeLines(subject, telling), ...facts];
  return { title: title ?? type ?? kind, sections: lines.length > 0 ? [{ label: "", lines }] : [] };
}

/** Fields that are no words of the rulebook; of a kader free text only where it is their own. */
function freeLines(subject: Subject, telling: Telling): Line[] {
  const isOwn = subject.by === telling.self;
  return Object.entries(subject.fields)
    .filter(([name]) => !PASSED_OVER.includes(name))
    .filter(
      ([name]) => !telling.isKader || isOwn || subject.kind !== "contact" || !FREE.includes(name),
    )
    .map(([name, value]) => ({
      code: name,
      label: telling.names[name] ?? name,
      text: valueText(value, undefined, telling),
      isOdd: false,
      isNo: false,
    }));
}

function lineOf(code: string, value: TypedValue, telling: Telling, label?: string): Line {
  const { engine, speaker, language } = telling;
  const word = engine.words.get(code);
  const topic = engine.bundle.topics?.find(({ id }) => id === code);
  const name = label ?? (word ?? topic)?.label[language] ?? code;
  const isKnown = word !== undefined || topic !== undefined;
  const isOdd = !isKnown || (word !== undefined && isImpossible(word, value));
  return {
    code,
    label: name,
    text: textOf(word, value, telling, speaker),
    isOdd,
    isNo: value === false,
  };
}

function textOf(
  word: Word | undefined,
  value: TypedValue,
  telling: Telling,
  speaker: Speaker,
): string {
  if (word?.kind === "dose") {
    return (telling.names["dose"] ?? "{0}").replace("{0}", speaker.value(value, undefined));
  }
  return valueText(value, word, telling);
}

/** Out of the range that there can be, or no code of its choices: kept, and used by no rule. */
function isImpossible(word: Word, value: TypedValue): boolean {
  if (word.kind === "dose" || word.kind === "event" || word.kind === "text") {
    return false;
  }
  const { problem } = judge(word, value);
  return problem !== null && problem.kind !== "unlikely";
}
