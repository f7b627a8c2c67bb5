/** The recap of a session from the data of this phone, a few people at a time so that the screen stays awake. */

import type { Engine } from "../../../core/engine/engine.ts";
import { factsOfSubjects } from "../../../core/journal/facts.ts";
import type { Desk } from "../../../store/types.ts";
import type { Book } from "./book.svelte.ts";
import { type Expected, servicesThere, targets } from "./expected.ts";
import { servedAreas } from "./places.ts";
import type { Row } from "./queue.ts";
import {
  type Outcome,
  outcomeOf,
  type RecapRow,
  recapGroupOf,
  recapGroups,
  recapOf,
} from "./recap.ts";

export interface Reckoned {
  readonly rows: readonly RecapRow[];
  readonly targets: readonly Expected[];
  readonly outcomes: readonly Outcome[];
  /** People of the area, and guests, whom the rulebook puts in no row. */
  readonly ungrouped: readonly string[];
}

const AT_ONCE = 4;

export async function reckon(desk: Desk, engine: Engine, book: Book): Promise<Reckoned> {
  const rows = recapGroups(engine);
  const known = { people: desk.people.get(), standings: desk.standings.get() };
  const served = servedAreas(book.facility, desk.setup.get().places);
  const all = targets(known, served, servicesThere(engine), book.day);
  const groupOf = (about: string) => recapGroupOf(known.standings.get(about)?.groups ?? [], rows);
  const outcomes: Outcome[] = [];
  for (const [place, row] of book.rows.entries()) {
    outcomes.push({
      about: row.about,
      group: groupOf(row.about),
      ...(await outcomeOfRow(desk, engine, book, row)),
    });
    if (place % AT_ONCE === AT_ONCE - 1) {
      await new Promise((resume) => setTimeout(resume));
    }
  }
  const persons = all.map(({ person }) => ({ about: person.id, group: groupOf(person.id) }));
  const everybody = [...persons, ...outcomes];
  const ungrouped = everybody.filter(({ group }) => group === null).map(({ about }) => about);
  return {
    rows: recapOf(rows, persons, outcomes),
    targets: all,
    outcomes,
    ungrouped: [...new Set(ungrouped)],
  };
}

/** One person may have several contacts: a problem or a referral of any of them counts. */
async function outcomeOfRow(
  desk: Desk,
  engine: Engine,
  { day }: Book,
  { about, contacts }: Row,
): Promise<Pick<Outcome, "hasProblem" | "isReferred">> {
  const { subjects } = await desk.file(about);
  const on = { today: day, hidden: new Set(desk.setup.get().hidden) };
  const found = contacts.map((contact) => {
    const others = [...subjects.values()].filter(({ id }) => id !== contact.id);
    return outcomeOf(engine, contact, factsOfSubjects(others, engine.words, about), on);
  });
  const ids = new Set(contacts.map(({ id }) => id));
  const hasReferral = [...subjects.values()].some(
    ({ kind, retracted, fields }) =>
      kind === "referral" && !retracted && ids.has(String(fields["contact"] ?? "")),
  );
  return {
    hasProblem: found.some(({ hasProblem }) => hasProblem),
    isReferred: hasReferral || found.some(({ isReferred }) => isReferred),
  };
}
