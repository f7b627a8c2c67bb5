/** What a new referral proposes: where to, how soon and why, as the rulebook's next steps say for what was found. */

import type { Step } from "../../../core/bundle.ts";
import { addMonths } from "../../../core/dates.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Language } from "../../../core/index.ts";
import type { Facility, Standing } from "../../../store/types.ts";
import { receivers } from "../../callees.ts";
import { findingText, stepsOf } from "../visits/reasons.ts";

/** Where nothing was found that asks for it; the worker may say otherwise. */
const UNLESS_SAID = 7;

export interface Proposal {
  /** Code of a facility, or a level where no facility of it is known here. Empty: to be chosen. */
  readonly to: string;
  readonly reason: string;
  readonly urgent: boolean;
  readonly withinDays: number;
  readonly findings: Readonly<Record<string, string>>;
}

export interface Referred {
  readonly standing: Standing;
  readonly role: string;
  readonly area: string;
  readonly facilities: readonly Facility[];
  readonly language: Language;
}

/** The proposal for one person; the most pressing step decides where to and how soon. */
export function proposalFor(engine: Engine, of: Referred): Proposal {
  const { standing, role, language } = of;
  const steps = stepsOf(engine, standing)
    .filter(({ step }) => step.action === "refer")
    .map(({ finding, step }) => ({ finding, step, days: daysWithin(step, standing.day) }))
    .sort((one, other) => one.days - other.days);
  const [first] = steps;
  const named = new Set(steps.map(({ finding }) => finding));
  const findings = standing.findings.filter(({ id }) => named.has(id));
  const reasons = findings.map((one) => findingText(engine, one.id, one.class, role, language));
  return {
    to: first ? receiver(first.step.what, of) : (receivers(of.facilities, of.area)[0]?.code ?? ""),
    reason: reasons.filter((one) => one !== null).join("; "),
    urgent: first?.days === 0,
    withinDays: first?.days ?? UNLESS_SAID,
    findings: Object.fromEntries(findings.map((one) => [one.id, one.class])),
  };
}

function receiver(level: string, { facilities, area }: Referred): string {
  return receivers(facilities, area).find(({ type }) => type === level)?.code ?? level;
}

/** Days in which a step is to be done, from `day`: "7 days", "2 weeks", "1 months". */
export function daysWithin({ within }: Pick<Step, "within">, day: number): number {
  const [, count, unit] = /^(\d+) (day|week|month)s?$/.exec(within ?? "") ?? [];
  const number = Number(count);
  if (count === undefined) {
    return UNLESS_SAID;
  }
  return unit === "month" ? addMonths(day, number) - day : unit === "week" ? number * 7 : number;
}
