/** What a rule comes to for one person: the twin of `nyelik.rules.outcome`. */

import type { Finding, FindingClass, Indicator, Part, Service } from "./bundle.ts";
import type { Engine } from "./engine/engine.ts";

/** In order of urgency, after "not_applicable". */
export type Status = "not_applicable" | "waiting" | "due" | "overdue" | "closed" | "done";

/** The Buku KIA's: white recommended, yellow still on time, orange catch-up, grey not given. */
export type Colour = "white" | "yellow" | "orange" | "grey";

/** Where a service stands today; null where there is no such day. */
export interface ServiceState {
  readonly service: Service;
  readonly status: Status;
  readonly colour: Colour | null;
  readonly start: number | null;
  readonly late: number | null;
  readonly overdue: number | null;
  readonly closes: number | null;
  readonly done: number | null;
}

/** The class that holds, or null with `unknown` telling whether it is undecided. */
export interface FindingState {
  readonly finding: Finding;
  readonly found: FindingClass | null;
  readonly unknown: boolean;
  readonly applies: boolean;
}

/** Met, missed (with the parts that do not hold) or not applicable; `value` is the number of a mean, if known. */
export interface IndicatorState {
  readonly indicator: Indicator;
  readonly status: "met" | "missed" | "not_applicable";
  readonly missing: readonly Part[];
  readonly value: number | null;
}

type Days = Pick<ServiceState, "start" | "late" | "overdue" | "closes" | "done">;

/** The state of a service for the engine's person today. */
export function serviceState(engine: Engine, service: Service): ServiceState {
  if (engine.value(service.eligible) === true) {
    return stateOfEligible(engine, service);
  }
  const status = "not_applicable";
  const none = null;
  return {
    service,
    status,
    colour: none,
    start: none,
    late: none,
    overdue: none,
    closes: none,
    done: none,
  };
}

/**
 * The state if something is to be done today, else null. The same question without what the answer does not need:
 * most services are not for most people, or done.
 */
export function dueState(engine: Engine, service: Service): ServiceState | null {
  if (engine.value(service.eligible) !== true || engine.value(service.done) !== null) {
    return null;
  }
  const state = stateOfEligible(engine, service);
  return state.status === "due" || state.status === "overdue" ? state : null;
}

function stateOfEligible(engine: Engine, service: Service): ServiceState {
  const start = startOf(engine, service);
  const late = engine.day(service.late);
  const overdue = engine.day(service.overdue);
  const closes = engine.day(service.closes);
  const done = engine.day(service.done);
  const days: Days = { start, late, overdue, closes, done };
  const status = statusOf(engine, service, days);
  return {
    service,
    status,
    colour: colourOf(engine.today, days),
    start,
    late,
    overdue,
    closes,
    done,
  };
}

/** The first day, which waits for every day that is known of those it must not come before. */
function startOf(engine: Engine, service: Service): number | null {
  const start = engine.day(service.start);
  let latest = start;
  for (const node of service.not_before ?? []) {
    const day = engine.day(node);
    latest = day !== null && latest !== null && day > latest ? day : latest;
  }
  return start === null ? null : latest;
}

function statusOf(engine: Engine, service: Service, days: Days): Status {
  const { today } = engine;
  if (days.done !== null) {
    return "done";
  }
  if (days.start === null) {
    return "not_applicable";
  }
  if (isClosed(days, today)) {
    return "closed";
  }
  if (today < days.start) {
    return "waiting";
  }
  if (days.overdue !== null && today >= days.overdue) {
    return "overdue";
  }
  const when = service.overdue_when;
  return when !== undefined && engine.value(when) === true ? "overdue" : "due";
}

/** Past its last day, or bound to start only after it. */
function isClosed({ start, closes }: Days, today: number): boolean {
  return closes !== null && start !== null && (today >= closes || start >= closes);
}

function colourOf(today: number, days: Days): Colour | null {
  if (days.start === null) {
    return null;
  }
  if (today < days.start || isClosed(days, today)) {
    return "grey";
  }
  if (days.overdue !== null && today >= days.overdue) {
    return "orange";
  }
  return days.late !== null && today >= days.late ? "yellow" : "white";
}

/** The first class that holds. An unknown before any yes leaves the finding undecided. */
export function findingState(engine: Engine, finding: Finding): FindingState {
  const nothing = { finding, found: null, unknown: false, applies: true };
  if (engine.value(finding.eligible) !== true) {
    return { ...nothing, applies: false };
  }
  for (const candidate of finding.classes) {
    const holds = engine.value(candidate.when);
    if (holds === null) {
      return { ...nothing, unknown: true };
    }
    if (holds === true) {
      return { ...nothing, found: candidate };
    }
  }
  return nothing;
}

/** Met if every part holds; a part that is unknown is missing: what was not recorded was not given. */
export function indicatorState(engine: Engine, indicator: Indicator): IndicatorState {
  if (engine.value(indicator.among) !== true) {
    return { indicator, status: "not_applicable", missing: [], value: null };
  }
  const missing = indicator.parts.filter(({ node }) => engine.value(node) !== true);
  const value = indicator.mean_of === undefined ? null : engine.value(indicator.mean_of);
  const status = missing.length > 0 ? "missed" : "met";
  return { indicator, status, missing, value: typeof value === "number" ? value : null };
}
