/** What a worker shall do now, from what the phone knows: danger, referrals to follow up, what is late. */

import type { Engine } from "../../../core/engine/engine.ts";
import type { Language } from "../../../core/index.ts";
import type { Standing, Status } from "../../../store/types.ts";
import type { Waiting } from "../referrals/waiting.ts";
import { type House, isOpen, type Visit } from "../visits/houses.ts";
import { type Reason, reasonsOf } from "../visits/reasons.ts";

/** Somebody to see, with the house where they are seen. */
export interface ToSee {
  readonly visit: Visit;
  readonly house: House;
}

/** Everybody in danger, in the order of the houses. */
export function inDanger(houses: readonly House[]): ToSee[] {
  return toSee(houses).filter(({ visit }) => visit.danger);
}

/** Whom to see next: promised for today, then late; one for each house, as one visit serves all in it. */
export function nextToSee(houses: readonly House[]): ToSee[] {
  const open = houses.filter((house) => isOpen(house) && house.urgency !== "danger");
  const first = open.flatMap((house) => {
    const visit = house.visits.find(({ urgency }) => urgency === house.urgency);
    return visit ? [{ visit, house }] : [];
  });
  const promised = first.filter(({ visit }) => visit.urgency === "promised");
  return [...promised, ...first.filter(({ visit }) => visit.urgency !== "promised")];
}

function toSee(houses: readonly House[]): ToSee[] {
  return houses.flatMap((house) => house.visits.map((visit) => ({ visit, house })));
}

/** Referrals whose answer asks this worker to act by a day: those of today and before, then the coming ones. */
export function toFollow(waiting: readonly Waiting[], isAnswerer: boolean): Waiting[] {
  const state = isAnswerer ? "sent" : "answered";
  return waiting.filter((one) => one.state === state);
}

/** The gravest reason to see somebody; null where there is none to read. */
export function firstReason(
  engine: Engine | null,
  standing: Standing | undefined,
  role: string,
  language: Language,
): Reason | null {
  return (engine && standing && reasonsOf(engine, standing, role, language)[0]) ?? null;
}

const YEAR = 365;

/** How late the reason is that stands beside it: its days, or that it is more than a year. Null: it is not late. */
export function lateBy(reason: Reason | null, today: number): number | "years" | null {
  if (reason?.severity !== "overdue" || reason.since === null || reason.since >= today) {
    return null;
  }
  const days = today - reason.since;
  return days > YEAR ? "years" : days;
}

/** From this share of the granted space on, the worker is warned: before anything cannot be saved. */
const NEARLY_FULL = 0.9;

/** Whether the phone's space is nearly used up. */
export function isNearlyFull({ storage }: Pick<Status, "storage">): boolean {
  return storage !== null && storage.quota > 0 && storage.used / storage.quota >= NEARLY_FULL;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in the largest whole unit: minutes, hours, days. */
export function ago(
  ms: number,
  now: number,
): { readonly unit: "now" | "minutes" | "hours" | "days"; readonly count: number } {
  const passed = Math.max(0, now - ms);
  if (passed < 2 * MINUTE_MS) {
    return { unit: "now", count: 0 };
  }
  if (passed < HOUR_MS) {
    return { unit: "minutes", count: Math.floor(passed / MINUTE_MS) };
  }
  return passed < DAY_MS
    ? { unit: "hours", count: Math.floor(passed / HOUR_MS) }
    : { unit: "days", count: Math.floor(passed / DAY_MS) };
}
