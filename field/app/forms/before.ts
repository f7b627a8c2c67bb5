/** What stands in a form when it is opened: what this contact already says, and the facts without it. */

import type { Engine } from "../../core/engine/engine.ts";
import { type FactEvent, type Facts, PERSON } from "../../core/facts.ts";
import { factsOfAssessments, factsOfSubjects } from "../../core/journal/facts.ts";
import type { Subject } from "../../core/journal/fold.ts";
import { HOUSEHOLD_FIELDS, type Package, PERSON_FIELDS } from "../../core/package.ts";
import type { TypedValue } from "../../core/typed.ts";
import type { File } from "../../store/types.ts";

const GROUPS = ["observations", "doses", "topics"];
/** Shown masked to many: never offered as if it were typed. */
const MASKED = new Set(["nik", "kk", "bpjs"]);

/** What was recorded before this contact: its own values stand in the form, and must not count twice. */
export function factsBefore(
  engine: Engine,
  form: Package,
  { about, subjects }: File,
  contact: string,
  known: readonly FactEvent[] = [],
): Facts {
  const others = [...subjects.values()].filter(({ id }) => id !== contact);
  const of = form.subject ?? PERSON;
  return of === PERSON
    ? factsOfSubjects(others, engine.words, about)
    : factsOfAssessments(others, of, engine.words, known);
}

/** The values that a form is opened with. */
export function valuesBefore(
  form: Package,
  { about, subjects }: File,
  contact: string,
): Record<string, TypedValue> {
  const lines = form.sections.flatMap(({ fields }) => fields);
  const entered = lines.flatMap(({ action, of }) => (action === "enter" ? [of] : []));
  return { ...ofItself(entered, subjects.get(about)), ...ofContact(subjects.get(contact)) };
}

function ofItself(
  names: readonly string[],
  itself: Subject | undefined,
): Record<string, TypedValue> {
  const known = names.filter(
    (name) => (name in PERSON_FIELDS || name in HOUSEHOLD_FIELDS) && !MASKED.has(name),
  );
  return recorded(Object.fromEntries(known.map((name) => [name, itself?.fields[name] ?? null])));
}

function ofContact(contact: Subject | undefined): Record<string, TypedValue> {
  const groups = GROUPS.map((group) => recorded(contact?.fields[group]));
  return Object.assign({}, ...groups) as Record<string, TypedValue>;
}

function recorded(group: unknown): Record<string, TypedValue> {
  const values = Object.entries((group ?? {}) as Readonly<Record<string, TypedValue>>);
  return Object.fromEntries(values.filter(([, value]) => value !== null));
}
