/** Who a session is for: everybody whom the Posyandu serves, what is due of them there, and who did not come of late. */

import type { Service } from "../../../core/bundle.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { DueService, Listed, Standing } from "../../../store/types.ts";
import { POSYANDU } from "./places.ts";

/** One person of the Posyandu's area. */
export interface Expected {
  readonly person: Listed;
  readonly standing: Standing | undefined;
  /** What can be done at the Posyandu, overdue first. */
  readonly due: readonly DueService[];
  /** Recorded by nobody since the session before. */
  readonly missed: boolean;
}

/** What is known of a phone's people. */
export interface Known {
  readonly people: ReadonlyMap<string, Listed>;
  readonly standings: ReadonlyMap<string, Standing>;
}

/** The services that the rulebook lets be done at a Posyandu. */
export function servicesThere({ bundle }: Engine): ReadonlyMap<string, Service> {
  const there = (bundle.services ?? []).filter(({ at }) => at?.includes(POSYANDU));
  return new Map(there.map((service) => [service.id, service]));
}

/** Everybody alive and living in the served areas. `since`: day number of the session before. */
export function targets(
  { people, standings }: Known,
  served: ReadonlySet<string>,
  services: ReadonlyMap<string, Service>,
  since: number,
): readonly Expected[] {
  const here = [...people.values()].filter(
    ({ area, died, movedOut, retracted }) =>
      served.has(area) && died === null && movedOut === null && !retracted,
  );
  return here.map((person) => {
    const standing = standings.get(person.id);
    const due = (standing?.due ?? []).filter(({ service }) => services.has(service));
    const missed = standing !== undefined && (standing.lastContact ?? since - 1) < since;
    return { person, standing, due, missed };
  });
}

/** Those with something to do at the Posyandu: overdue first, then who missed the session before, then by name. */
export function expectedFirst(all: readonly Expected[]): readonly Expected[] {
  return all
    .filter(({ due }) => due.length > 0)
    .sort(
      (one, other) => rank(one) - rank(other) || one.person.key.localeCompare(other.person.key),
    );
}

function rank({ due, missed }: Expected): number {
  const isOverdue = due.some(({ status }) => status === "overdue");
  return (isOverdue ? 0 : 2) + (missed ? 0 : 1);
}

/** How many are due each service, the most first. */
export function dueByService(all: readonly Expected[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { service } of all.flatMap(({ due }) => due)) {
    counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one);
}
