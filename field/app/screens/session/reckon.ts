/** The recap of a session from the data of this phone, a few people at a time so that the screen stays awake. */

import type { Engine } from "../../../core/engine/engine.ts";
import {
  type Outcome as CoreOutcome,
  type RecapRow,
  rowsOf,
  SessionRecap,
} from "../../../core/people/recap.ts";
import { Speaker } from "../../../core/text.ts";
import type { Desk } from "../../../store/types.ts";
import { language } from "../../language.svelte.ts";
import type { Book } from "./book.svelte.ts";
import { type Expected, servicesThere, targets } from "./expected.ts";
import { servedAreas } from "./places.ts";
import { type Reason, reasonOf } from "./recap.ts";

export type Outcome = CoreOutcome<Reason>;

export interface Reckoned {
  /** One for each group of the rulebook's recap. */
  readonly rows: readonly RecapRow[];
  readonly targets: readonly Expected[];
  readonly outcomes: readonly Outcome[];
  /** People of the area, and guests, whom the rulebook puts in no row. */
  readonly ungrouped: readonly string[];
}

const AT_ONCE = 4;
const GROUP = "recap-";

export async function reckon(desk: Desk, engine: Engine, book: Book): Promise<Reckoned> {
  const recap = new SessionRecap(engine, book.day);
  const known = { people: desk.people.get(), standings: desk.standings.get() };
  const served = servedAreas(book.facility, desk.setup.get().places);
  const all = targets(known, served, servicesThere(engine), book.day);
  const role = desk.setup.get().worker.form_role;
  const speaker = new Speaker(engine, language.now);
  const told = async (about: string) => {
    const { subjects } = await desk.file(about);
    return { about, subjects: [...subjects.values()] };
  };
  const outcomes = await inSlices(book.rows, async ({ about, contacts }) =>
    recap.outcome(await told(about), contacts, (state) => reasonOf(engine, state, speaker, role)),
  );
  const codes = recap.groups.map(({ code }) => code);
  const groups = await inSlices(all, async ({ person: { id }, standing }) => {
    // A standing knows the groups of its own day; for another day the recap asks the rulebook again.
    const code =
      standing?.day === book.day && standing.rulebook === engine.bundle.rulebook
        ? codes.find((one) => standing.groups.includes(GROUP + one))
        : recap.groupOf(await told(id));
    return [id, code ?? ""] as const;
  });
  const rows = rowsOf(codes, new Map(groups), outcomes);
  const others = rows.find(({ code }) => code === "");
  return {
    rows: rows.filter(({ code }) => code !== ""),
    targets: all,
    outcomes,
    ungrouped: [...new Set([...(others?.target ?? []), ...(others?.came ?? [])])],
  };
}

async function inSlices<One, Answer>(
  all: readonly One[],
  ask: (one: One) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [place, one] of all.entries()) {
    answers.push(await ask(one));
    if (place % AT_ONCE === AT_ONCE - 1) {
      await new Promise((resume) => setTimeout(resume));
    }
  }
  return answers;
}
