/** What a desk may ask of the phone's journal: entries folded, and the facts that they are. */

import type { Word } from "../core/bundle.ts";
import type { Facts } from "../core/facts.ts";
import { factsOfAssessments, factsOfSubjects } from "../core/journal/facts.ts";
import { type Conflict, fold, type Subject } from "../core/journal/fold.ts";
import { canonical, linksOf } from "../core/journal/merge.ts";
import { storedEntry, type WrittenEntry } from "../core/journal/wire.ts";

export type JournalRequest =
  | { readonly ask: "fold"; readonly entries: readonly WrittenEntry[] }
  | {
      readonly ask: "facts";
      readonly entries: readonly WrittenEntry[];
      readonly words: readonly Word[];
      readonly canonical: string | null;
      /** Of assessments: what they are of. */
      readonly of?: string;
    };

/** Entries folded, and who everyone is after merges. */
export function foldAnswer(entries: readonly WrittenEntry[]): unknown {
  const folded = fold(entries.map(storedEntry));
  const links = linksOf(folded.values());
  const merged = [...links.keys()].map((person) => [person, canonical(person, links)]);
  return { subjects: [...folded.values()].map(subjectAsData), merged: Object.fromEntries(merged) };
}

/** The facts of the person (or household …) that all the entries are about. */
export function factsAnswer(request: Extract<JournalRequest, { ask: "facts" }>): unknown {
  const words = new Map(request.words.map((word) => [word.code, word]));
  const subjects = fold(request.entries.map(storedEntry)).values();
  return factsAsData(
    request.of === undefined
      ? factsOfSubjects(subjects, words, request.canonical)
      : factsOfAssessments(subjects, request.of, words),
  );
}

function subjectAsData({ conflicts, entries, ...subject }: Subject): unknown {
  return {
    ...subject,
    conflicts: conflicts.map(conflictAsData),
    entries: entries.map(({ device, number }) => [device, number]),
  };
}

function conflictAsData({ field, patches }: Conflict): unknown {
  return [field, patches.map(({ value, entry }) => [value, entry.device, entry.number])];
}

function factsAsData({ sex, born, bornMinute, events }: Facts): unknown {
  return {
    sex,
    born,
    born_minute: bornMinute,
    events: events.map(({ day, minute, seq, code, value }) => [day, minute, seq, code, value]),
  };
}
