/** What two workers wrote differently, in words; and settling it by writing the field once more. */

import type { Word } from "../../../core/bundle.ts";
import type { Language } from "../../../core/index.ts";
import { type Conflict, HAPPENED, NESTED, type Subject } from "../../../core/journal/fold.ts";
import type { Speaker } from "../../../core/text.ts";
import { dayTyped } from "../../../core/typed.ts";
import type { NewEntry } from "../../../store/types.ts";

const DECIDERS: readonly string[] = ["pustu", "puskesmas", "puskesmas_head"];
/** Fields in which a health worker's words stand, or what can tell as much. */
const FREE: readonly string[] = ["note", "reason", "topics", "imported", "type", "outcome"];
const CODED: readonly string[] = ["observations", "doses", "facts"];

/** Who may settle what others recorded: health workers who answer for it. */
export function mayDecide(role: string): boolean {
  return DECIDERS.includes(role);
}

/** One value of a conflict, with who wrote it (a worker's id) and when, in unix milliseconds. */
export interface Option {
  readonly value: unknown;
  readonly text: string;
  readonly by: string | null;
  readonly device: string;
  readonly written: number;
}

export interface Dispute {
  readonly conflict: Conflict;
  readonly subject: Subject;
  readonly code: string;
  readonly label: string;
  /** The first is the one that counts now. */
  readonly options: readonly Option[];
}

/** Names of fields that are no words of the rulebook, in the reader's language. */
export type FieldNames = Readonly<Record<string, string>>;

interface Reading {
  readonly words: ReadonlyMap<string, Word>;
  readonly all: ReadonlyMap<string, Word>;
  readonly speaker: Speaker;
  readonly language: Language;
  readonly role: string;
  readonly names: FieldNames;
  /** Said of a value that was erased. */
  readonly erased: string;
}

/** The disputes of a person, as far as the reader may know of them. */
export function disputesOf(subjects: Iterable<Subject>, reading: Reading): Dispute[] {
  return [...subjects].flatMap((subject) =>
    isOpen(subject, reading)
      ? subject.conflicts
          .filter(({ field }) => mayRead(field, reading))
          .map((conflict) => disputeOf(subject, conflict, reading))
      : [],
  );
}

/** Nothing of an episode whose kind the reader may not know. */
function isOpen({ kind, fields }: Subject, { words, all }: Reading): boolean {
  const start = `${fields["type"]}_start`;
  return kind !== "episode" || !all.has(start) || words.has(start);
}

function mayRead(field: string, { words, role }: Reading): boolean {
  const [group = "", code = ""] = parted(field);
  if (CODED.includes(group)) {
    return words.has(code);
  }
  return role !== "kader" || !FREE.includes(group);
}

function disputeOf(subject: Subject, conflict: Conflict, reading: Reading): Dispute {
  const [group = "", inner] = parted(conflict.field);
  const code = inner ?? group;
  const word = reading.words.get(code);
  const label = word ? word.label[reading.language] : (reading.names[code] ?? code);
  const options = conflict.patches.map(({ value, entry }) => ({
    value,
    text: valueText(value, word, reading),
    by: entry.by,
    device: entry.device,
    written: Number(entry.written >> 16n),
  }));
  return { conflict, subject, code, label, options };
}

/** A recorded value as people read it. */
export function valueText(
  value: unknown,
  word: Word | undefined,
  { speaker, erased, names }: Pick<Reading, "speaker" | "erased" | "names">,
): string {
  if (value === null || value === undefined) {
    return erased;
  }
  if (typeof value === "string") {
    const day = dayTyped(value);
    if (day !== null) {
      const clock = value.slice(11, 16).replace(":", speaker.phrases.clock);
      return clock ? `${speaker.day(day)}, ${clock}` : speaker.day(day);
    }
    return names[value] ?? speaker.value(value, word);
  }
  return typeof value === "number" || typeof value === "boolean"
    ? speaker.value(value, word)
    : JSON.stringify(value);
}

/** The entry that settles it: the chosen value once more, by somebody who has seen all of them. */
export function settling({ conflict, subject }: Dispute, value: unknown, now: string): NewEntry {
  const { field } = conflict;
  const entry = {
    kind: subject.kind as NewEntry["kind"],
    subject: subject.id,
    about: subject.about,
  };
  if (field === HAPPENED) {
    return { ...entry, body: {}, happened: String(value) };
  }
  const [group = "", code] = parted(field);
  const body = code === undefined ? { [field]: value } : { [group]: { [code]: value } };
  // The moment in a patch of a contact is the contact's own, not that of the patch.
  const happened = subject.kind === "contact" ? subject.happened : now;
  return { ...entry, body, happened };
}

function parted(field: string): readonly string[] {
  const dot = field.indexOf(".");
  const group = field.slice(0, Math.max(dot, 0));
  return NESTED.has(group) ? [group, field.slice(dot + 1)] : [field];
}
