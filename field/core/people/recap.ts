/**
 * The recap of a hari buka: by group, who was to come, came or did not, was well, had a problem, was sent on. The twin
 * of `nyelik.care.recap`; both play `contracts/vectors/recap.json`. Everybody reads the same numbers, so nothing
 * sensitive goes into them: a kader could not see what made them. Groups, from which colour on a finding is a problem,
 * and what counts as sent on are the rulebook's.
 */

import type { Label, Word } from "../bundle.ts";
import { gravityOf } from "../card.ts";
import { packageOf } from "../contact.ts";
import type { Engine } from "../engine/engine.ts";
import { type Facts, UNKNOWN_MINUTE } from "../facts.ts";
import { formState, foundIn } from "../form.ts";
import type { Hidden } from "../hidden.ts";
import { factsOfSubjects, recordedValue } from "../journal/facts.ts";
import type { Subject } from "../journal/fold.ts";
import type { FindingState } from "../outcome.ts";
import type { TypedValue } from "../typed.ts";

const GROUP_WORD = "recap_group";
/** The rulebook's group of a row is called so, with the row's code. */
const GROUP_RULES = "recap-";
const PROBLEM_FROM = "recap_problem_from";
const SENT_ON = "sent_on";

/** What became of one person who came. `group` is the code of the row, "" for none; `reasons` gravest first. */
export interface Outcome<Reason = unknown> {
  readonly about: string;
  readonly group: string;
  readonly reasons: readonly Reason[];
  readonly referred: boolean;
}

/** One line of the recap: ids, so that every number is a list of names. The last row, "", is of no group. */
export interface RecapRow {
  readonly code: string;
  readonly target: readonly string[];
  readonly came: readonly string[];
  readonly absent: readonly string[];
  readonly normal: readonly string[];
  readonly problem: readonly string[];
  readonly referred: readonly string[];
}

export interface RecapGroup {
  readonly code: string;
  readonly label: Label;
}

/** A person of the journal as the recap needs them. */
export interface Told {
  readonly about: string;
  readonly subjects: readonly Subject[];
}

/** The recap of one day (a day number) by one rulebook. */
export class SessionRecap {
  /** The rows, as the rulebook's word lists them. */
  readonly groups: readonly RecapGroup[];
  readonly #engine: Engine;
  readonly #day: number;
  readonly #words: ReadonlyMap<string, Word>;
  readonly #hidden: Hidden;

  constructor(engine: Engine, day: number) {
    const { bundle, words } = engine;
    const marked = [...words.values(), ...(bundle.findings ?? []), ...(bundle.packages ?? [])];
    this.#engine = engine;
    this.#day = day;
    this.groups = words.get(GROUP_WORD)?.choices ?? [];
    this.#words = new Map([...words].filter(([, { sensitive }]) => sensitive === undefined));
    this.#hidden = new Set(marked.flatMap(({ sensitive }) => sensitive ?? []));
  }

  /** The code of the first row that somebody belongs to on the day; "" where the rulebook cannot tell. */
  groupOf({ about, subjects }: Told): string {
    const engine = this.#about(factsOfSubjects(subjects, this.#words, about));
    const rules = new Map((engine.bundle.groups ?? []).map(({ id, when }) => [id, when]));
    const row = this.groups.find(({ code }) => {
      const when = rules.get(GROUP_RULES + code);
      return when !== undefined && engine.value(when) === true;
    });
    return row?.code ?? "";
  }

  /**
   * What `contacts` of the session (some of the subjects, one at least) led to; one of several is enough. `tell` is
   * asked of each finding while the engine has those facts in hand.
   */
  outcome<Reason>(
    told: Told,
    contacts: readonly Subject[],
    tell: (state: FindingState) => Reason,
  ): Outcome<Reason> {
    const { about, subjects } = told;
    const every = contacts.flatMap((contact) => this.#reasons(told, contact, tell));
    every.sort(([one], [other]) => gravity(other) - gravity(one));
    const found = new Map<string, Reason>();
    for (const [{ finding }, reason] of every) {
      if (!found.has(finding.id)) {
        found.set(finding.id, reason);
      }
    }
    const ids = new Set(contacts.map(({ id }) => id));
    const hasReferral = subjects.some(
      ({ kind, retracted, fields }) =>
        kind === "referral" && !retracted && ids.has(String(fields["contact"] ?? "")),
    );
    return {
      about,
      group: this.groupOf(told),
      reasons: [...found.values()],
      referred: hasReferral || contacts.some((contact) => this.#isSentOn(contact)),
    };
  }

  /**
   * What the contact's own form shows, filled as it was over all else that is known. What it still shows from earlier
   * days (a pressure of last month) counts, what it does not show does not.
   */
  #reasons<Reason>(
    { about, subjects }: Told,
    contact: Subject,
    tell: (state: FindingState) => Reason,
  ): (readonly [FindingState, Reason])[] {
    const form = packageOf(this.#engine.bundle, String(contact.fields["package"] ?? ""));
    if (form === undefined || form.sensitive !== undefined) {
      return [];
    }
    const others = subjects.filter(({ id }) => id !== contact.id);
    const facts = factsOfSubjects(others, this.#words, about);
    const open = Object.entries(typedOf(contact)).filter(([code]) => this.#words.has(code));
    const state = formState(this.#engine, form, {
      facts,
      today: this.#day,
      typed: Object.fromEntries(open),
      hidden: this.#hidden,
      place: null,
      role: null,
    });
    return foundIn(state)
      .filter((one) => gravity(one) >= this.#problemFrom())
      .map((one) => [one, tell(one)]);
  }

  #problemFrom(): number {
    const setting = this.#engine.bundle.settings?.find(({ id }) => id === PROBLEM_FROM);
    return setting === undefined ? Infinity : gravityOf(String(this.#engine.value(setting.node)));
  }

  /** By this contact alone, as of the session's day. */
  #isSentOn(contact: Subject): boolean {
    const rule = this.#engine.bundle.definitions?.find(({ id }) => id === SENT_ON);
    const values = Object.entries(typedOf(contact)).map(
      ([code, value]) => [code, recordedValue(this.#words.get(code), value)] as const,
    );
    const events = values
      .filter(([, value]) => value !== null)
      .map(([code, value]) => ({ day: this.#day, minute: UNKNOWN_MINUTE, seq: 0, code, value }));
    const facts = { sex: null, born: null, bornMinute: UNKNOWN_MINUTE, events } as Facts;
    return rule !== undefined && this.#about(facts).value(rule.node) === true;
  }

  #about(facts: Facts): Engine {
    return this.#engine.on(this.#day).about(this.#engine.person(facts));
  }
}

function typedOf({ fields }: Subject): Readonly<Record<string, TypedValue>> {
  return Object.assign({}, fields["observations"], fields["doses"]) as Record<string, TypedValue>;
}

function gravity({ found }: FindingState): number {
  return gravityOf(found?.severity ?? "info");
}

/**
 * The rows of these groups and a last one, "", of whom the rulebook puts in none. `targets` are all whom the session is
 * for, each with the code of their group; guests only came.
 */
export function rowsOf(
  groups: readonly string[],
  targets: ReadonlyMap<string, string>,
  outcomes: readonly Outcome[],
): readonly RecapRow[] {
  const came = new Set(outcomes.map(({ about }) => about));
  const ids = (some: readonly Outcome[]) => some.map(({ about }) => about);
  return [...groups, ""].map((code) => {
    const target = [...targets].filter(([, group]) => group === code).map(([about]) => about);
    const here = outcomes.filter(({ group }) => group === code);
    return {
      code,
      target,
      came: ids(here),
      absent: target.filter((about) => !came.has(about)),
      normal: ids(here.filter(({ reasons }) => reasons.length === 0)),
      problem: ids(here.filter(({ reasons }) => reasons.length > 0)),
      referred: ids(here.filter(({ referred }) => referred)),
    };
  });
}
