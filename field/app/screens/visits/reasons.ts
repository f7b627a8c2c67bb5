/** Why somebody stands on a list, in the rulebook's words and for the eyes of this worker. */

import type { FindingClass, Language, Service, Step } from "../../../core/bundle.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Standing } from "../../../store/types.ts";

/** One reason: its words and how grave it is; `since` the day it became late, where it is a service. */
export interface Reason {
  readonly kind: "finding" | "service";
  readonly id: string;
  readonly text: string;
  readonly severity: string;
  readonly since: number | null;
  /** Given elsewhere: at home one can only remind. */
  readonly isElsewhere: boolean;
}

const AT_HOME = "home";
const HEALTH_WORKERS: readonly string[] = ["nakes", "doctor"];
/** Findings of these say that something is well, or merely known: no reason to go. */
const CALM: readonly string[] = ["green", "info"];

/** What a visit is about: findings, what can be done at home, and what is late elsewhere. */
export function toDo(reasons: readonly Reason[]): Reason[] {
  const here = reasons.filter(({ isElsewhere }) => !isElsewhere);
  const late = reasons.filter(({ isElsewhere, severity }) => isElsewhere && severity === "overdue");
  return [...here, ...late];
}

/** The reasons to see somebody, gravest first: findings, then services, overdue ones before due ones. */
export function reasonsOf(
  engine: Engine,
  standing: Standing,
  role: string,
  language: Language,
): Reason[] {
  const findings = standing.findings.flatMap(({ id, class: name, severity, followed }) => {
    const text = findingText(engine, id, name, role, language);
    return CALM.includes(severity) || followed || text === null
      ? []
      : [{ kind: "finding" as const, id, text, severity, since: null, isElsewhere: false }];
  });
  return [...findings, ...services(engine, standing, language)];
}

function services(engine: Engine, { due }: Standing, language: Language): Reason[] {
  const known = new Map((engine.bundle.services ?? []).map((service) => [service.id, service]));
  return due.flatMap(({ service: id, status, overdue, start }) => {
    const service = known.get(id);
    const severity = status === "overdue" ? "overdue" : "due";
    const since = status === "overdue" ? lateSince(overdue, service) : start;
    const text = service?.label[language];
    const isElsewhere = service?.at?.includes(AT_HOME) === false;
    return text === undefined
      ? []
      : [{ kind: "service" as const, id, text, severity, since, isElsewhere }];
  });
}

/** Nobody is late with what was not yet asked: what a rule of 2023 asks of an adult is late since 2023. */
function lateSince(overdue: number | null, service: Service | undefined): number | null {
  const since = service?.in_force.since ?? null;
  return overdue === null || since === null ? overdue : Math.max(overdue, since);
}

/** A finding in words; of a diagnosis a kader reads only the plain ones. Null where there are none to read. */
export function findingText(
  engine: Engine,
  id: string,
  name: string,
  role: string,
  language: Language,
): string | null {
  const finding = engine.bundle.findings?.find((one) => one.id === id);
  const found = finding?.classes.find((one) => one.id === name);
  if (finding === undefined || found === undefined) {
    return null;
  }
  if (finding.audience !== "everyone" && !HEALTH_WORKERS.includes(role)) {
    return found.plain?.[language] ?? null;
  }
  return found.plain?.[language] ?? named(finding.label[language], found, language);
}

/** A class alone ("Kurang") says little without what it is of. */
function named(of: string, found: FindingClass, language: Language): string {
  const name = found.label[language];
  return name === of || found.id === "yes" ? of : `${of}: ${name}`;
}

/** What the rulebook tells to do about the findings that hold, gravest first. */
export function stepsOf(engine: Engine, standing: Standing): { finding: string; step: Step }[] {
  return standing.findings.flatMap(({ id, class: name }) => {
    const finding = engine.bundle.findings?.find((one) => one.id === id);
    const found = finding?.classes.find((one) => one.id === name);
    return (found?.then ?? []).map((step) => ({ finding: id, step }));
  });
}

/** What to do now about the dangers that hold, as sentences; of a diagnosis a kader reads the plain words. */
export function dangersOf(
  engine: Engine,
  standing: Standing,
  role: string,
  language: Language,
): string[] {
  return standing.findings
    .filter(({ severity, followed }) => severity === "danger" && !followed)
    .flatMap(({ id, class: name }) => dangerText(engine, id, name, role, language) ?? []);
}

function dangerText(
  engine: Engine,
  id: string,
  name: string,
  role: string,
  language: Language,
): string | null {
  const finding = engine.bundle.findings?.find((one) => one.id === id);
  const found = finding?.classes.find((one) => one.id === name);
  const mayRead = finding?.audience === "everyone" || HEALTH_WORKERS.includes(role);
  const say = mayRead && found?.placeholders === undefined ? found?.say?.[language] : undefined;
  return say ?? findingText(engine, id, name, role, language);
}
