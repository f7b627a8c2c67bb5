/** What a record's entries mean to lists: the store's door to the twins of the journal and the register in core. */

import type { Facts } from "../core/facts.ts";
import type { Entry, StoredEntry } from "../core/journal/entry.ts";
import { factsOfAssessments, factsOfSubjects, type Words } from "../core/journal/facts.ts";
import { fold, type Subject } from "../core/journal/fold.ts";
import { storedEntry } from "../core/journal/wire.ts";
import { listedHousehold, listedPerson } from "../core/people/listing.ts";
import type { File, Listed, ListedHousehold } from "./types.ts";

/** What lists need of one record, as the server knows it: without own entries that are on their way. */
export interface Base {
  readonly about: string;
  readonly kind: string;
  readonly person: Listed | null;
  readonly household: ListedHousehold | null;
  /** Merged duplicates inside the record. */
  readonly aliases: readonly string[];
}

export const PERSON = "person";
export const HOUSEHOLD = "household";

/** The base of a record as the server sent it: entries as JSON, not yet checked. */
export function baseOf(about: string, kind: string, entries: readonly unknown[]): Base {
  const subjects = fold(readable(telling(entries)));
  return { about, kind, ...rowsOf(about, subjects), aliases: aliasesOf(about, entries) };
}

/** The entries that can be read; a newer server may send what we do not know. */
export function readable(entries: readonly unknown[]): StoredEntry[] {
  return entries.flatMap((data) => {
    try {
      return [storedEntry(data)];
    } catch {
      return [];
    }
  });
}

/**
 * The entries that rows are made of: of people and houses, and of all that was written twice and so may disagree. The
 * many contacts that nobody corrected need not be folded for a list: that halves the first sync of a phone.
 */
function telling(entries: readonly unknown[]): readonly unknown[] {
  const times = new Map<unknown, number>();
  for (const data of entries) {
    const { subject } = Object(data) as Partial<StoredEntry>;
    times.set(subject, (times.get(subject) ?? 0) + 1);
  }
  return entries.filter((data) => {
    const { subject, kind } = Object(data) as Partial<StoredEntry>;
    return kind === PERSON || kind === HOUSEHOLD || (times.get(subject) ?? 0) > 1;
  });
}

/** The rows of somebody or of a house; null where the entries do not tell of one. */
export function rowsOf(
  about: string,
  subjects: ReadonlyMap<string, Subject>,
): Pick<Base, "person" | "household"> {
  const kind = subjects.get(about)?.kind;
  return {
    person: kind === PERSON ? listedPerson(about, subjects) : null,
    household: kind === HOUSEHOLD ? listedHousehold(about, subjects) : null,
  };
}

function aliasesOf(about: string, entries: readonly unknown[]): string[] {
  const abouts = new Set(entries.map((data) => (Object(data) as Partial<StoredEntry>).about));
  return [...abouts].filter((one): one is string => typeof one === "string" && one !== about);
}

/** Everything recorded of somebody, folded. `kind` says whose facts they are. */
export function fileOf(
  about: string,
  kind: string,
  entries: readonly StoredEntry[],
  words: Words,
): File {
  const subjects = fold(entries);
  return { about, entries, subjects, facts: factsOf(about, kind, subjects, words) };
}

function factsOf(
  about: string,
  kind: string,
  subjects: ReadonlyMap<string, Subject>,
  words: Words,
): Facts {
  return kind === PERSON
    ? factsOfSubjects(subjects.values(), words, about)
    : factsOfAssessments(subjects.values(), kind, words);
}

/** The greatest stamp of entries; 0 of none. */
export function latest(entries: Iterable<Entry>): bigint {
  let greatest = 0n;
  for (const { written } of entries) {
    greatest = written > greatest ? written : greatest;
  }
  return greatest;
}
