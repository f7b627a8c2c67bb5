/** Who is to be visited at home after a session: who had a problem, then who did not come though something is due. */

import type { Reckoned } from "./reckon.ts";

export interface ToVisit {
  readonly about: string;
  readonly hadProblem: boolean;
  readonly didNotCome: boolean;
}

export function toVisit({
  outcomes,
  targets,
}: Pick<Reckoned, "outcomes" | "targets">): readonly ToVisit[] {
  const came = new Set(outcomes.map(({ about }) => about));
  const problems = outcomes
    .filter(({ reasons }) => reasons.length > 0)
    .map(({ about }) => ({ about, hadProblem: true, didNotCome: false }));
  const absent = targets
    .filter(({ person, due }) => due.length > 0 && !came.has(person.id))
    .sort((one, other) => overdue(other) - overdue(one))
    .map(({ person }) => ({ about: person.id, hadProblem: false, didNotCome: true }));
  return [...problems, ...absent];
}

function overdue({ due }: Reckoned["targets"][number]): number {
  return due.filter(({ status }) => status === "overdue").length;
}
