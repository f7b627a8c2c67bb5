/** What the card of one person shows, already narrowed to what the reader may see. The twin of the office's page. */

import type { Word } from "../../../core/bundle.ts";
import { buildQuickCard, type Hidden } from "../../../core/card.ts";
import { findingInWords, serviceInWords } from "../../../core/card-text.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Facts } from "../../../core/facts.ts";
import { type Language, Speaker } from "../../../core/index.ts";
import { findingState, serviceState } from "../../../core/outcome.ts";
import { dayTyped } from "../../../core/typed.ts";

/** What an answer stands on, a sentence each: asked when somebody opens it, for asking so is most of the work. */
export type Because = () => readonly string[];
export type ServiceLine = ReturnType<typeof serviceInWords> & { readonly because: Because };
/** Of a finding in plain words there is no because. */
export type FindingLine = ReturnType<typeof findingInWords> & { readonly because: Because | null };

/** Who reads: `role` is the form role, kader or nakes. */
export interface Reader {
  readonly role: string;
  readonly hidden: Hidden;
  readonly language: Language;
  readonly today: number;
}

export interface PersonView {
  readonly groups: readonly string[];
  /** What to look at, gravest first; what is well stands in `good`. */
  readonly findings: readonly FindingLine[];
  readonly good: readonly FindingLine[];
  /** Due and overdue now. */
  readonly now: readonly ServiceLine[];
  /** Those to come within two months. */
  readonly soon: readonly ServiceLine[];
  readonly done: readonly ServiceLine[];
  readonly closed: readonly ServiceLine[];
  readonly undecided: readonly string[];
}

const SOON_DAYS = 60;
const GRAVE: readonly string[] = ["danger", "red", "yellow"];

/** The card in words. Leaves the engine with this person in hand. */
export function personView(engine: Engine, facts: Facts, reader: Reader): PersonView {
  const { hidden, language, today, role } = reader;
  const person = engine.person(facts);
  engine.on(today).about(person);
  const card = buildQuickCard(engine, hidden);
  const words = wordsShown(engine, hidden);
  const speaker = new Speaker(engine, language, words);
  const because =
    (ask: () => object): Because =>
    () => {
      engine.on(today).about(person); // others asked the engine meanwhile
      return speaker.because(engine.because(ask).used);
    };
  const services = card.services.map((state) => ({
    ...serviceInWords(engine, state, speaker),
    because: because(() => serviceState(engine, state.service)),
  }));
  const findings = card.findings
    .map((state) => ({
      ...findingInWords(engine, state, speaker),
      because: because(() => findingState(engine, state.finding)),
    }))
    .flatMap((found) => forReader(found, role) ?? []);
  const isNow = (line: ServiceLine) => line.status === "overdue" || line.status === "due";
  return {
    groups: card.groups
      .filter(({ ruleset }) => ruleset === ageBands(engine))
      .map(({ label }) => label[language]),
    findings: findings.filter(({ severity }) => GRAVE.includes(severity)),
    good: findings.filter(({ severity }) => !GRAVE.includes(severity)),
    now: services.filter(isNow),
    soon: services.filter((line) => line.status === "waiting" && isSoon(line, today)),
    done: services.filter(({ status }) => status === "done"),
    closed: services.filter(({ status }) => status === "closed"),
    undecided: card.undecided
      .filter(({ finding }) => role !== "kader" || finding.audience === "everyone")
      .map(({ finding }) => finding.label[language]),
  };
}

/** The rule set whose groups stand beside a name: five divisions of age live side by side. */
function ageBands(engine: Engine): unknown {
  const setting = engine.bundle.settings?.find(({ id }) => id === "age_bands");
  return setting === undefined ? null : engine.value(setting.node);
}

/** The words that the reader may see. */
export function wordsShown(engine: Engine, hidden: Hidden): ReadonlyMap<string, Word> {
  return new Map(
    [...engine.words].filter(([, { sensitive }]) => !sensitive || !hidden.has(sensitive)),
  );
}

/** A finding for health workers reaches a kader in plain words only: a colour and what to do; without them not at all. */
export function forReader(found: FindingLine, role: string): FindingLine | null {
  if (role !== "kader" || found.audience === "everyone") {
    return found;
  }
  return found.plain === null
    ? null
    : {
        ...found,
        id: `plain ${found.plain}`,
        label: "",
        class_label: found.plain,
        say: "",
        because: null,
      };
}

function isSoon({ from }: ServiceLine, today: number): boolean {
  const day = dayTyped(from);
  return day !== null && day <= today + SOON_DAYS;
}
