/**
 * Home visits to make, the most urgent house first. The order has no thresholds of its own: severities come from the
 * rulebook's findings, lateness from its schedules. Danger first, then what is graver, then what is later, then whom
 * nobody has visited for longest. One visit serves everyone in the house, so houses are ranked by their most urgent
 * member and name all that can be done there.
 */

import type { Bundle, Service } from "../bundle.ts";
import { gravityOf } from "../card.ts";
import type { Listed } from "./listing.ts";
import type { DueService, Standing } from "./standing.ts";

/** Why one person is to be visited, and what the visit can do. */
export interface PersonToVisit {
  readonly id: string;
  /** Holds a finding of the gravest class: say now what to do now. */
  readonly danger: boolean;
  /** Gravest first; nothing that is well, and no danger that was followed up. */
  readonly findings: Standing["findings"];
  /** Services that may be given at home. */
  readonly here: readonly DueService[];
  /** Overdue services that are given elsewhere: bring, remind, find out why. */
  readonly elsewhere: readonly DueService[];
  /** Answered referrals to follow up. */
  readonly referrals: Standing["referrals"];
  /** Days since the last home visit; null: never. */
  readonly sinceVisit: number | null;
  /** Days that the latest thing is late; 0: nothing is. */
  readonly late: number;
  readonly lastTry: Standing["lastTry"];
  /** The day that was agreed for coming again; null: none. */
  readonly again: number | null;
  /** Agreed to come again on a later day. */
  readonly notYet: boolean;
}

/** One house; a person of no household is one alone. */
export interface HouseToVisit {
  readonly household: string | null;
  readonly area: string;
  /** Whoever has a reason, the most urgent first. */
  readonly people: readonly PersonToVisit[];
}

/** The houses of one RT (or of the deepest area known), the most urgent first. */
export interface AreaToVisit {
  readonly area: string;
  readonly houses: readonly HouseToVisit[];
}

const DANGER = "danger";
const WELL = gravityOf("green");
const HOME = "home";

/** Everybody who lives here and has a reason, by RT and house; the RT with the most urgent house first. */
export function visitList(
  people: Iterable<Listed>,
  standings: ReadonlyMap<string, Standing>,
  bundle: Bundle,
): AreaToVisit[] {
  const services = new Map((bundle.services ?? []).map((service) => [service.id, service]));
  const houses = new Map<string, { area: string; household: string | null; people: Ranked[] }>();
  for (const listed of people) {
    const standing = standings.get(listed.id);
    const visit = isHere(listed) && standing ? toVisit(listed, standing, services) : null;
    if (visit !== null) {
      const { household, area } = listed;
      const key = household ?? listed.id;
      const house = houses.get(key) ?? { area, household, people: [] };
      house.people.push({ visit, name: listed.key });
      houses.set(key, house);
    }
  }
  const ranked = [...houses.values()];
  for (const house of ranked) {
    house.people.sort(byUrgency);
  }
  ranked.sort((one, other) => byUrgency(one.people[0] as Ranked, other.people[0] as Ranked));
  const areas = new Map<string, HouseToVisit[]>();
  for (const { area, household, people: within } of ranked) {
    const house = { household, area, people: within.map(({ visit }) => visit) };
    areas.set(area, [...(areas.get(area) ?? []), house]);
  }
  return [...areas].map(([area, found]) => ({ area, houses: found }));
}

function isHere({ died, movedOut, retracted }: Listed): boolean {
  return died === null && movedOut === null && !retracted;
}

/** The visit of one person, or null where there is no reason for one. */
function toVisit(
  { id }: Listed,
  standing: Standing,
  services: ReadonlyMap<string, Service>,
): PersonToVisit | null {
  const isAtHome = ({ service }: DueService) => services.get(service)?.at?.includes(HOME) === true;
  const findings = standing.findings.filter(
    ({ severity, followed }) => gravityOf(severity) > WELL && !followed,
  );
  const here = standing.due.filter(isAtHome);
  const elsewhere = standing.due.filter((due) => due.status === "overdue" && !isAtHome(due));
  const { day, lastTry, lastVisit } = standing;
  const referrals = standing.referrals.filter((one) => one.state === "answered" && one.day <= day);
  const again = standing.promised ?? lastTry?.again ?? null;
  if (findings.length + here.length + elsewhere.length + referrals.length === 0 && again === null) {
    return null;
  }
  return {
    id,
    danger: findings.some(({ severity }) => severity === DANGER),
    findings,
    here,
    elsewhere,
    referrals,
    sinceVisit: lastVisit === null ? null : day - lastVisit,
    late: Math.max(
      0,
      ...standing.due.map((due) => lateness(due, day, services.get(due.service))),
      ...referrals.map((one) => day - one.day),
    ),
    lastTry,
    again,
    notYet: again !== null && again > day,
  };
}

/** Nobody is late with what was not yet asked: an adult never screened is late since the rule, not since their birthday. */
function lateness(
  { overdue, status }: DueService,
  day: number,
  service: Service | undefined,
): number {
  if (status !== "overdue" || overdue === null) {
    return 0;
  }
  return Math.max(0, day - Math.max(overdue, service?.in_force.since ?? overdue));
}

interface Ranked {
  readonly visit: PersonToVisit;
  readonly name: string;
}

/** Danger waits for no agreed day; everything else does. */
function byUrgency(
  { visit: one, name }: Ranked,
  { visit: other, name: otherName }: Ranked,
): number {
  return (
    Number(other.danger) - Number(one.danger) ||
    Number(one.notYet) - Number(other.notYet) ||
    gravity(other) - gravity(one) ||
    other.late - one.late ||
    since(other) - since(one) ||
    compare(name, otherName) ||
    compare(one.id, other.id)
  );
}

function gravity({ findings }: PersonToVisit): number {
  return findings.reduce((worst, { severity }) => Math.max(worst, gravityOf(severity)), 0);
}

/** Whom nobody ever visited waits longest; a number, because two who never were are alike. */
function since({ sinceVisit }: PersonToVisit): number {
  return sinceVisit ?? Number.MAX_SAFE_INTEGER;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
