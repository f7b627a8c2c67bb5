/** What the card of one person shows, already narrowed to what the reader may see. The twin of the office's page. */

import type { Word } from "../../../core/bundle.ts";
import { buildCard, type Hidden } from "../../../core/card.ts";
import { findingAsData, serviceAsData } from "../../../core/card-text.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Facts } from "../../../core/facts.ts";
import { type Language, Speaker } from "../../../core/index.ts";
import { dayTyped } from "../../../core/typed.ts";

export type ServiceLine = ReturnType<typeof serviceAsData>;
export type FindingLine = ReturnType<typeof findingAsData>;

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
  engine.on(today).about(engine.person(facts));
  const card = buildCard(engine, hidden);
  const words = wordsShown(engine, hidden);
  const speaker = new Speaker(engine, language, words);
  const services = card.services
    .filter(({ service }) => isShown(engine, service, words))
    .map((state) => serviceAsData(engine, state, speaker));
  const findings = card.findings
    .map((state) => findingAsData(engine, state, speaker))
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

type Schedule = Parameters<typeof serviceAsData>[1]["service"];

/** A service is shown to those who may see every word that its schedule asks for. */
function isShown(engine: Engine, service: Schedule, words: ReadonlyMap<string, Word>): boolean {
  const { eligible, start, done, late, overdue, overdue_when, closes, not_before = [] } = service;
  const nodes = [eligible, start, done, late, overdue, overdue_when, closes, ...not_before];
  const codes = engine.codesOf(nodes.filter((node) => node !== undefined));
  return [...codes].every((code) => words.has(code) || !engine.words.has(code));
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
        because: [],
      };
}

function isSoon({ from }: ServiceLine, today: number): boolean {
  const day = dayTyped(from);
  return day !== null && day <= today + SOON_DAYS;
}
