/**
 * A person's card: the groups they belong to, what is due, what was found: the twin of `nyelik.care.card`.
 * `dueList` is the same question for many people, without *because*.
 */

import type { Finding, FindingClass, Group, Rule, Service } from "./bundle.ts";
import type { Engine } from "./engine/engine.ts";
import type { Person, UsedEvent } from "./engine/person.ts";
import { PERSON } from "./facts.ts";
import { findingsTold, type Hidden, servicesTold } from "./hidden.ts";
import {
  dueState,
  type FindingState,
  findingState,
  type ServiceState,
  type Status,
  serviceState,
} from "./outcome.ts";

const URGENCY: readonly Status[] = ["overdue", "due", "waiting", "closed", "done"];
const SEVERITIES: readonly FindingClass["severity"][] = [
  "info",
  "green",
  "yellow",
  "red",
  "danger",
];

/** A state with the events that it stands on. */
export type Because<State> = State & { readonly used: readonly UsedEvent[] };

/** What one person's facts mean on one day. */
export interface Card {
  readonly today: number;
  readonly groups: readonly Group[];
  /** Without what does not apply; overdue first, then due, waiting, closed, done, each by day. */
  readonly services: readonly Because<ServiceState>[];
  /** What was found, gravest first. */
  readonly findings: readonly Because<FindingState>[];
  /** What could not be judged for lack of facts. */
  readonly undecided: readonly Because<FindingState>[];
}

/** A card whose states tell no *because*. */
export interface QuickCard {
  readonly today: number;
  readonly groups: readonly Group[];
  readonly services: readonly ServiceState[];
  readonly findings: readonly FindingState[];
  readonly undecided: readonly FindingState[];
}

export type { Hidden } from "./hidden.ts";

const NOTHING: Hidden = new Set();

/** The card of the engine's person today. */
export function buildCard(engine: Engine, hidden: Hidden = NOTHING): Card {
  return cardOf<Pick<Because<object>, "used">>(engine, hidden, (ask) => {
    const { result, used } = engine.because(ask);
    return { ...result, used };
  });
}

/** The same without what each answer stands on, a fraction of the work: for what is shown before anybody asks why. */
export function buildQuickCard(engine: Engine, hidden: Hidden = NOTHING): QuickCard {
  return cardOf<unknown>(engine, hidden, (ask) => ask());
}

/** `asking` gets the question of each state, and may answer more than was asked. */
function cardOf<More>(
  engine: Engine,
  hidden: Hidden,
  asking: <State extends object>(ask: () => State) => State & More,
) {
  const { bundle, today, subject } = engine;
  const asked: Asked = { today, subject, hidden };
  const groups = askedRules(bundle.groups, asked).filter(({ when }) => engine.value(when) === true);
  const services = servicesAsked(engine, asked).map((service) =>
    asking(() => serviceState(engine, service)),
  );
  const findings = findingsAsked(engine, asked).map((finding) =>
    asking(() => findingState(engine, finding)),
  );
  return {
    today,
    groups,
    services: services.filter(({ status }) => URGENCY.includes(status)).sort(byUrgency),
    findings: findings.filter(({ found }) => found !== null).sort(byGravity),
    undecided: findings.filter(({ unknown }) => unknown),
  };
}

/** Which rules concern a reader: the day, what the facts are of, and what the reader may not see. */
export interface Asked {
  readonly today: number;
  readonly subject: string;
  readonly hidden: Hidden;
}

/** The rules of one kind that are in force, about this subject, and not hidden. */
export function askedRules<Kind extends Rule>(
  rules: readonly Kind[] | undefined,
  { today, subject, hidden }: Asked,
): readonly Kind[] {
  return (rules ?? []).filter(
    (rule) =>
      (rule.subject ?? PERSON) === subject &&
      holdsOn(rule, today) &&
      !(rule.sensitive && hidden.has(rule.sensitive)),
  );
}

/** The services that concern a reader and look at nothing hidden. */
export function servicesAsked(engine: Engine, asked: Asked): readonly Service[] {
  return servicesTold(engine, askedRules(engine.bundle.services, asked), asked.hidden);
}

/** The findings that concern a reader and look at nothing hidden. */
export function findingsAsked(engine: Engine, asked: Asked): readonly Finding[] {
  return findingsTold(engine, askedRules(engine.bundle.findings, asked), asked.hidden);
}

/** Whether a rule is in force on a day. */
export function holdsOn({ in_force: { since, until } }: Rule, day: number): boolean {
  return since <= day && (until === undefined || day <= until);
}

/** Overdue first, then by the day from which it may be done. */
export function byUrgency(first: ServiceState, second: ServiceState): number {
  return (
    URGENCY.indexOf(first.status) - URGENCY.indexOf(second.status) || dayOf(first) - dayOf(second)
  );
}

function dayOf({ status, done, start }: ServiceState): number {
  return (status === "done" ? done : start) ?? 0;
}

/** The gravest first. */
export function byGravity(first: FindingState, second: FindingState): number {
  return gravity(second) - gravity(first);
}

function gravity({ found }: FindingState): number {
  return found ? gravityOf(found.severity) : 0;
}

/** The greater the graver; -1 for a severity of a later rulebook. */
export function gravityOf(severity: string): number {
  return (SEVERITIES as readonly string[]).indexOf(severity);
}

/** What one person is due. */
export interface Due<Key> {
  readonly key: Key;
  readonly services: readonly ServiceState[];
}

/** The people who are due something today, in the order given; each one's services overdue first. */
export function dueList<Key>(
  engine: Engine,
  people: Iterable<readonly [Key, Person]>,
  today: number,
  hidden: Hidden = NOTHING,
): Due<Key>[] {
  const services = servicesAsked(engine, { today, subject: PERSON, hidden });
  engine.on(today);
  const due: Due<Key>[] = [];
  for (const [key, person] of people) {
    engine.about(person);
    const states: ServiceState[] = [];
    for (const service of services) {
      const state = dueState(engine, service);
      if (state !== null) {
        states.push(state);
      }
    }
    if (states.length > 0) {
      due.push({ key, services: states.sort(byUrgency) });
    }
  }
  return due;
}
