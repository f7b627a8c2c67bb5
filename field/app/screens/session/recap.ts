/** The recap of a session by group, reckoned from what was recorded; groups, words and severities are the rulebook's. */

import type { Label } from "../../../core/bundle.ts";
import type { Hidden } from "../../../core/card.ts";
import { packageOf } from "../../../core/contact.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Facts } from "../../../core/facts.ts";
import { formState, foundIn } from "../../../core/form.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { TypedValue } from "../../../core/typed.ts";

/** The form of the recap, the word for its group, and what its groups of people are called in the rulebook. */
export const RECAP = "session-recap";
export const DAY_FORM = "session-day";
const GROUP_WORD = "recap_group";
const GROUP_PREFIX = "recap-";
const REFERRED_WORD = "referred_to";
const NOT_REFERRED = "none";

/** Findings of these severities make somebody one with a problem. */
const PROBLEMS: ReadonlySet<string> = new Set(["yellow", "red", "danger"]);

export interface RecapGroup {
  readonly code: string;
  readonly label: Label;
}

/** The rows of the recap, as the rulebook's word lists them. */
export function recapGroups({ words }: Engine): readonly RecapGroup[] {
  return words.get(GROUP_WORD)?.choices ?? [];
}

/** The row that somebody of these groups is counted in; null where the rulebook cannot tell. */
export function recapGroupOf(
  groups: readonly string[],
  rows: readonly RecapGroup[],
): string | null {
  const mine = new Set(groups);
  return rows.find(({ code }) => mine.has(GROUP_PREFIX + code))?.code ?? null;
}

/** What became of one person who came. */
export interface Outcome {
  readonly about: string;
  readonly group: string | null;
  readonly hasProblem: boolean;
  readonly isReferred: boolean;
}

/** One row with the names behind its numbers, by id. */
export interface RecapRow {
  readonly group: RecapGroup;
  readonly target: readonly string[];
  readonly came: readonly string[];
  readonly absent: readonly string[];
  readonly normal: readonly string[];
  readonly problem: readonly string[];
  readonly referred: readonly string[];
}

/** Whether a contact of the session found a problem, as its own form shows it, and whether it led to a referral. */
export function outcomeOf(
  engine: Engine,
  contact: Subject,
  facts: Facts,
  on: { readonly today: number; readonly hidden: Hidden },
): Pick<Outcome, "hasProblem" | "isReferred"> {
  const { fields } = contact;
  const form = packageOf(engine.bundle, String(fields["package"] ?? ""));
  const values = Object.assign({}, fields["observations"], fields["doses"]) as Record<
    string,
    TypedValue
  >;
  const to = values[REFERRED_WORD] ?? null;
  const found = form
    ? foundIn(formState(engine, form, { ...on, facts, typed: values, place: null, role: null }))
    : [];
  return {
    hasProblem: found.some(({ found: one }) => one !== null && PROBLEMS.has(one.severity)),
    isReferred: to !== null && to !== NOT_REFERRED,
  };
}

/** The recap's rows. `targets`: everybody served with their row; guests count as having come. */
export function recapOf(
  rows: readonly RecapGroup[],
  targets: readonly { readonly about: string; readonly group: string | null }[],
  outcomes: readonly Outcome[],
): readonly RecapRow[] {
  const came = new Set(outcomes.map(({ about }) => about));
  return rows.map((group) => {
    const target = targets.filter((one) => one.group === group.code).map(({ about }) => about);
    const here = outcomes.filter((one) => one.group === group.code);
    const ids = (some: readonly Outcome[]) => some.map(({ about }) => about);
    return {
      group,
      target,
      came: ids(here),
      absent: target.filter((about) => !came.has(about)),
      normal: ids(here.filter(({ hasProblem }) => !hasProblem)),
      problem: ids(here.filter(({ hasProblem }) => hasProblem)),
      referred: ids(here.filter(({ isReferred }) => isReferred)),
    };
  });
}

/** The values of the recap's form for one row. */
export function recapValues(row: RecapRow): Readonly<Record<string, TypedValue>> {
  return {
    [GROUP_WORD]: row.group.code,
    recap_target: row.target.length,
    recap_came: row.came.length,
    recap_absent: row.absent.length,
    recap_normal: row.normal.length,
    recap_problem: row.problem.length,
    recap_referred: row.referred.length,
  };
}
