/**
 * The houses to visit as screens show them: in core's order (danger, gravity, lateness, the longest without a visit),
 * with the name of the house and what draws the visit. A house where everybody was met today has had its visit.
 */

import type { Bundle } from "../../../core/bundle.ts";
import { type PersonToVisit, visitList } from "../../../core/people/visits.ts";
import type { Listed, ListedHousehold, Standing } from "../../../store/types.ts";

/** What draws a visit, the most urgent first. */
export const URGENCIES = [
  "danger",
  "promised",
  "overdue",
  "found",
  "due",
  "later",
  "visited",
  "none",
] as const;
export type Urgency = (typeof URGENCIES)[number];

/** What screens know of people. */
export interface Neighbourhood {
  readonly people: ReadonlyMap<string, Listed>;
  readonly households: ReadonlyMap<string, ListedHousehold>;
  readonly standings: ReadonlyMap<string, Standing>;
}

/** A house with somebody to be seen, the most urgent first. */
export interface House {
  readonly key: string;
  readonly title: string;
  readonly area: string;
  readonly address: string;
  readonly visits: readonly Visit[];
  readonly urgency: Urgency;
  /** Days since the latest visit to one of those to be seen; null: never. */
  readonly sinceVisit: number | null;
}

/** One person to be seen. */
export interface Visit extends PersonToVisit {
  readonly person: Listed;
  readonly urgency: Urgency;
}

/** Every house with a reason to go. */
export function housesToVisit(of: Neighbourhood, bundle: Bundle): House[] {
  const areas = visitList(of.people.values(), of.standings, bundle);
  return areas.flatMap(({ area, houses }) =>
    houses.map(({ household, people }) => {
      const visits = people.map((visit) => visitOf(visit, of));
      return houseFrom(household ?? (visits[0] as Visit).id, area, visits, of);
    }),
  );
}

function visitOf(visit: PersonToVisit, { people }: Neighbourhood): Visit {
  return { ...visit, person: people.get(visit.id) as Listed, urgency: urgencyOf(visit) };
}

/** Danger waits for nothing; who was met today has been seen; an agreed day is kept. */
export function urgencyOf(visit: PersonToVisit): Urgency {
  if (visit.danger) {
    return "danger";
  }
  if (visit.sinceVisit === 0) {
    return "visited";
  }
  if (visit.notYet) {
    return "later";
  }
  return visit.again !== null ? "promised" : byReason(visit);
}

function byReason({ late, findings, here }: PersonToVisit): Urgency {
  return late > 0 ? "overdue" : findings.length > 0 ? "found" : here.length > 0 ? "due" : "none";
}

function houseFrom(
  key: string,
  area: string,
  visits: readonly Visit[],
  { households }: Neighbourhood,
): House {
  const { person } = visits[0] as Visit;
  const household = households.get(key);
  const since = visits.flatMap(({ sinceVisit }) => sinceVisit ?? []);
  const ranks = visits.map(({ urgency }) => URGENCIES.indexOf(urgency));
  return {
    key,
    title: household?.headName || person.name,
    area,
    address: household?.address || person.address,
    visits,
    urgency: URGENCIES[Math.min(...ranks)] as Urgency,
    sinceVisit: since.length > 0 ? Math.min(...since) : null,
  };
}

/** Whether somebody is to be seen there now. */
export function isOpen({ urgency }: House): boolean {
  return URGENCIES.indexOf(urgency) < URGENCIES.indexOf("later");
}

/** The key of the house somebody lives in. */
export function houseOf({ household, id }: Listed): string {
  return household ?? id;
}

/** Everybody who lives in a house now, the oldest first: first whom `order` names, in its order. */
export function residents(
  key: string,
  people: ReadonlyMap<string, Listed>,
  order: readonly string[] = [],
): Listed[] {
  const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [...people.values()]
    .filter((person) => houseOf(person) === key && livesHere(person))
    .sort(
      (one, other) =>
        place(one.id) - place(other.id) || ((one.born ?? "") < (other.born ?? "") ? -1 : 1),
    );
}

export function livesHere({ died, movedOut, retracted }: Listed): boolean {
  return died === null && movedOut === null && !retracted;
}
