/**
 * From what was recorded to what rules may know: folded subjects become facts. The twin of
 * `nyelik.care.facts_from_entries`. A value that can never be (outside the word's possible range, not a code of its
 * choices) gives no event: it stays in the journal and on the timeline, and no rule uses it.
 */

import type { Word } from "../bundle.ts";
import { dayNumber, daysInMonth } from "../dates.ts";
import {
  type FactEvent,
  type Facts,
  inOrder,
  type Sex,
  UNKNOWN_MINUTE,
  type Value,
} from "../facts.ts";
import type { StoredEntry } from "./entry.ts";
import type { Subject } from "./fold.ts";

export type Words = ReadonlyMap<string, Word>;

/** Day number and minute of the day; the minute is -1 where it is not known. */
export type Moment = readonly [day: number, minute: number];

/** Days outside give no fact: sixty months after the year 9999 there is no calendar. */
const FIRST_YEAR = 1900;
const LAST_YEAR = 2199;

/** No clinical limit: beyond it a dose number is noise. */
const LARGEST_DOSE = 999;

/**
 * The facts of one person. `subjects` are all of the person's subjects, those of merged duplicates included;
 * `canonical` says whose name, sex and birth date count when there are several.
 *
 * The desk breaks ties by the clock of a subject's first entry, a number of 64 bits; here `seq` is that clock's rank
 * among the person's subjects, which orders them alike.
 */
export function factsOfSubjects(
  subjects: Iterable<Subject>,
  words: Words,
  canonical: string | null = null,
): Facts {
  const alive = [...subjects].filter(({ retracted }) => !retracted);
  const people = alive.filter(({ kind }) => kind === "person");
  people.sort((one, other) => Number(one.id !== canonical) - Number(other.id !== canonical));
  const [born, bornMinute] = firstMoment(people, "born");
  const sexes = people.map(({ fields }) => fields["sex"]);
  const sex = sexes.find((one): one is Sex => one === "female" || one === "male") ?? null;
  const ranks = ranksOf(alive);
  const events = alive.flatMap((one) => eventsOf(one, words, ranks.get(firstWritten(one)) ?? 0));
  return { sex, born, bornMinute, events: events.sort(inOrder) };
}

/**
 * The facts of a facility, a worker, a household or a reply: what its assessments observed. `subjects` are all
 * assessments about it; those of another `kind` (`of`) are passed over. `known` are events that do not stand in the
 * journal, such as what type of facility it is.
 */
export function factsOfAssessments(
  subjects: Iterable<Subject>,
  kind: string,
  words: Words,
  known: readonly FactEvent[] = [],
): Facts {
  const own = [...subjects].filter((one) => !one.retracted && one.fields["of"] === kind);
  const ranks = ranksOf(own);
  const events = own.flatMap((one) => contactEvents(one, words, ranks.get(firstWritten(one)) ?? 0));
  const all = [...known, ...events].sort(inOrder);
  return { subject: kind, sex: null, born: null, bornMinute: UNKNOWN_MINUTE, events: all };
}

function firstWritten({ entries }: Subject): bigint {
  return (entries[0] as StoredEntry).written;
}

/** From 1: each clock's place among these subjects' first clocks. */
function ranksOf(subjects: readonly Subject[]): Map<bigint, number> {
  const clocks = [...new Set(subjects.map(firstWritten))];
  clocks.sort((one, other) => (one < other ? -1 : Number(one > other)));
  return new Map(clocks.map((written, place) => [written, place + 1]));
}

function eventsOf(subject: Subject, words: Words, seq: number): FactEvent[] {
  switch (subject.kind) {
    case "contact":
      return contactEvents(subject, words, seq);
    case "episode":
      return episodeEvents(subject, words, seq);
    case "person":
      return personEvents(subject, words, seq);
    default:
      return [];
  }
}

function contactEvents({ fields, happened }: Subject, words: Words, seq: number): FactEvent[] {
  const moment = momentOf(happened);
  if (moment === null) {
    return [];
  }
  const observed = groupOf(fields["observations"]).map(
    ([code, value]) => [code, recordedValue(words.get(code), value)] as const,
  );
  const given = groupOf(fields["doses"]).map(
    ([vaccine, number]) => [vaccine, words.has(vaccine) ? dose(number) : null] as const,
  );
  return [...observed, ...given]
    .filter(([, value]) => value !== null)
    .map(([code, value]) => eventAt(moment, seq, code, value));
}

function dose(number: unknown): number | null {
  return Number.isInteger(number) && (number as number) > 0 && (number as number) <= LARGEST_DOSE
    ? (number as number)
    : null;
}

function episodeEvents({ fields }: Subject, words: Words, seq: number): FactEvent[] {
  const kind = String(fields["type"] ?? "");
  const start = momentOf(fields["start"]);
  const turns = [
    [`${kind}_start`, start],
    [`${kind}_end`, momentOf(fields["end"])],
    ["delivery", momentOf(fields["delivered"])],
  ] as const;
  const events = turns.flatMap(([code, moment]) =>
    moment !== null && words.has(code) ? [eventAt(moment, seq, code, null)] : [],
  );
  for (const [code, recorded] of start === null ? [] : groupOf(fields["facts"])) {
    const value = recordedValue(words.get(code), recorded);
    if (start !== null && value !== null) {
      events.push(eventAt(start, seq, code, value));
    }
  }
  return events;
}

function personEvents(subject: Subject, words: Words, seq: number): FactEvent[] {
  const { fields } = subject;
  const events = ["died", "moved_in", "moved_out"].flatMap((code) => {
    const moment = momentOf(fields[code]);
    return moment !== null && words.has(code) ? [eventAt(moment, seq, code, null)] : [];
  });
  if (words.has("residence")) {
    const born = momentOf(fields["born"]) ?? [0, UNKNOWN_MINUTE];
    for (const [since, area] of residences(subject)) {
      events.push(eventAt(since ?? born, seq, "residence", area));
    }
  }
  return events;
}

function eventAt([day, minute]: Moment, seq: number, code: string, value: Value): FactEvent {
  return { day, minute, seq, code, value };
}

/**
 * Where a person lived, and since when (null: since birth), in the order in which it was written. A new area with the
 * day of moving is a move: before it the old area holds. A new area without a day corrects the old one.
 */
export function residences({ entries }: Subject): [since: Moment | null, area: string][] {
  const history: [Moment | null, string][] = [];
  for (const { body } of entries) {
    const area = textOf(body["area"]);
    const moved = momentOf(body["moved_in"]);
    const last = history[history.length - 1];
    if (area && (moved !== null || last === undefined)) {
      history.push([moved, area]);
    } else if (area && last !== undefined) {
      last[1] = area;
    } else if (moved !== null && last !== undefined) {
      last[0] = moved;
    }
  }
  return history;
}

const MOMENT = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?$/;

/** Day number and minute of 2026-03-01 or 2026-03-01T08:30; null if it is no date. */
export function momentOf(text: unknown): Moment | null {
  const found = typeof text === "string" ? MOMENT.exec(text) : null;
  if (found === null) {
    return null;
  }
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const [hour, minute] = [Number(found[4] ?? 0), Number(found[5] ?? 0)];
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  if (!isReal || year < FIRST_YEAR || year > LAST_YEAR || hour > 23 || minute > 59) {
    return null;
  }
  return [
    dayNumber(year, month, day),
    found[4] === undefined ? UNKNOWN_MINUTE : hour * 60 + minute,
  ];
}

function firstMoment(people: readonly Subject[], field: string): readonly [number | null, number] {
  for (const { fields } of people) {
    const moment = momentOf(fields[field]);
    if (moment !== null) {
      return moment;
    }
  }
  return [null, UNKNOWN_MINUTE];
}

/** The value as rules see it; null if the word is unknown or the value cannot be. */
export function recordedValue(word: Word | undefined, value: unknown): Value {
  if (word === undefined || value === null) {
    return null;
  }
  switch (word.kind) {
    case "number":
    case "count":
      return isPossible(word, value) ? value : null;
    case "yes_no":
      return typeof value === "boolean" ? value : null;
    case "choice": {
      const text = textOf(value);
      return word.choices?.some(({ code }) => code === text) ? text : null;
    }
    case "day":
      return momentOf(value)?.[0] ?? null;
    case "event":
      return true;
    default:
      return textOf(value);
  }
}

function isPossible(word: Word, value: unknown): value is number {
  const [low, high] = word.possible ?? [-Number.MAX_VALUE, Number.MAX_VALUE];
  return typeof value === "number" && low <= value && value <= high;
}

/** A text, or a whole number that was meant as one; anything else every machine would spell differently. */
function textOf(value: unknown): string | null {
  if (typeof value === "string") {
    return value;
  }
  return Number.isSafeInteger(value) ? String(value) : null;
}

function groupOf(value: unknown): [string, unknown][] {
  const isGroup = typeof value === "object" && value !== null && !Array.isArray(value);
  return isGroup ? Object.entries(value) : [];
}
