/** The form of a session's recap, and what stands in it; who is counted where is the core's (`core/people/recap.ts`). */

import type { Label } from "../../../core/bundle.ts";
import { findingInWords } from "../../../core/card-text.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { StoredEntry } from "../../../core/journal/entry.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { FindingState } from "../../../core/outcome.ts";
import type { RecapRow } from "../../../core/people/recap.ts";
import type { Speaker } from "../../../core/text.ts";
import type { TypedValue } from "../../../core/typed.ts";
import { forReader } from "../person/view.ts";

/** The form of the recap, that of the day, and the word for the recap's group. */
export const RECAP = "session-recap";
export const DAY_FORM = "session-day";
const GROUP_WORD = "recap_group";

/** The rows of the recap, as the rulebook's word lists them. */
export function recapGroups({
  words,
}: Engine): readonly { readonly code: string; readonly label: Label }[] {
  return words.get(GROUP_WORD)?.choices ?? [];
}

/** The values of the recap's form for one row. */
export function recapValues(row: RecapRow): Readonly<Record<string, TypedValue>> {
  return {
    [GROUP_WORD]: row.code,
    recap_target: row.target.length,
    recap_came: row.came.length,
    recap_absent: row.absent.length,
    recap_normal: row.normal.length,
    recap_problem: row.problem.length,
    recap_referred: row.referred.length,
  };
}

/** Why somebody counts as one with a problem, in words that its reader may see. */
export interface Reason {
  /** Null where the rulebook has no plain words for this reader: a health worker explains. */
  readonly text: string | null;
  readonly severity: string;
}

/** The reason of a finding; asked while the engine has the person's facts in hand. */
export function reasonOf(
  engine: Engine,
  state: FindingState,
  speaker: Speaker,
  role: string,
): Reason {
  const line = { ...findingInWords(engine, state, speaker), because: null };
  const read = forReader(line, role);
  const text = read && (read.label ? `${read.label}: ${read.class_label}` : read.class_label);
  return { text, severity: line.severity };
}

/** Who kept the recap last, and when (unix ms); with the rows as one subject, for where they are. */
export interface Kept {
  readonly by: string | null;
  readonly at: number;
  readonly whole: Subject;
}

/** What is known of the recap's rows that were kept; null while none was. */
export function keptOf(rows: readonly Subject[]): Kept | null {
  const entries = rows.flatMap((row) => row.entries);
  const last = entries.reduce<StoredEntry | null>(
    (one, other) => (one !== null && one.written > other.written ? one : other),
    null,
  );
  const [first] = rows;
  return last === null || first === undefined
    ? null
    : { by: last.by, at: Number(last.written >> 16n), whole: { ...first, entries } };
}

/** The row's numbers that differ from those that were kept, as they were kept; none where the row was not kept. */
export function keptOtherwise(
  row: RecapRow,
  kept: Subject | undefined,
): readonly { readonly word: string; readonly value: unknown }[] {
  const values = (kept?.fields["observations"] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(recapValues(row))
    .filter(([word, value]) => kept !== undefined && values[word] !== value)
    .map(([word]) => ({ word, value: values[word] ?? null }));
}
