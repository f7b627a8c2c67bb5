/** What a desk may ask about people on a phone: names, doubles, search. */

import type { Engine } from "../core/engine/engine.ts";
import { factsOfSubjects } from "../core/journal/facts.ts";
import { fold } from "../core/journal/fold.ts";
import { storedEntry, type WrittenEntry } from "../core/journal/wire.ts";
import type { FindingState } from "../core/outcome.ts";
import { CoverageCount, indicatorsForKader } from "../core/people/coverage.ts";
import {
  AGAINST,
  ASK_FROM,
  type Described,
  doublesOf,
  likeness,
  OFFER_FROM,
  POINTS,
} from "../core/people/doubles.ts";
import type { Listed } from "../core/people/listing.ts";
import { addressWords, nameKey, skeleton } from "../core/people/names.ts";
import { rowsOf, SessionRecap } from "../core/people/recap.ts";
import { PeopleSearch } from "../core/people/search.ts";
import { standingOf } from "../core/people/standing.ts";
import { parseFacts, type WrittenFacts } from "./facts.ts";

/** One person as the desk's journal has them. */
interface Told {
  readonly id: string;
  readonly entries: readonly WrittenEntry[];
}

export type PeopleRequest =
  | {
      readonly ask: "coverage";
      readonly indicators: readonly string[];
      readonly people: readonly Told[];
      readonly day: number;
      readonly today: number;
      readonly areas: readonly string[];
    }
  | {
      readonly ask: "standing";
      readonly facts: WrittenFacts;
      readonly today: number;
      readonly hidden: readonly string[];
    }
  | {
      readonly ask: "recap";
      readonly day: number;
      readonly session: string;
      readonly people: readonly (Told & { readonly target: boolean })[];
    }
  | { readonly ask: "for_kader"; readonly today: number; readonly hidden: readonly string[] }
  | { readonly ask: "names"; readonly texts: readonly string[] }
  | { readonly ask: "points" }
  | { readonly ask: "likeness"; readonly pairs: readonly (readonly [Described, Described])[] }
  | { readonly ask: "doubles"; readonly described: Described; readonly people: readonly Listed[] }
  | {
      readonly ask: "search";
      readonly people: readonly Listed[];
      readonly typed: readonly string[];
    };

/** The answer to one request; `engineInUse` is asked for only where rules are. */
export function peopleAnswer(engineInUse: () => Engine, request: PeopleRequest): unknown {
  switch (request.ask) {
    case "coverage":
      return coverageAnswer(engineInUse(), request);
    case "standing": {
      const made = engineInUse().person(parseFacts(request.facts));
      const text = JSON.stringify(engineInUse().written(made)); // as phones keep people ready
      const person = engineInUse().read(JSON.parse(text));
      return standingOf(engineInUse(), person, [], request.today, new Set(request.hidden));
    }
    case "for_kader":
      return indicatorsForKader(engineInUse(), request.today, new Set(request.hidden)).map(
        ({ id }) => id,
      );
    case "recap":
      return recapAnswer(engineInUse(), request);
    case "names":
      return request.texts.map((text) => {
        const key = nameKey(text);
        return [key, key.split(" ").map(skeleton), addressWords(text)];
      });
    case "points":
      return { points: POINTS, against: AGAINST, offer_from: OFFER_FROM, ask_from: ASK_FROM };
    case "likeness":
      return request.pairs.map(([one, other]) => {
        const { score, because } = likeness(one, other);
        return [score, because];
      });
    case "doubles":
      return doublesOf(request.described, request.people, 1000).map(({ id, score, because }) => [
        id,
        score,
        because,
      ]);
    default: {
      const search = new PeopleSearch(new Map());
      for (const person of request.people) {
        search.put(person);
      }
      return request.typed.map((text) => search.find(text).map(({ id }) => id));
    }
  }
}

/** By indicator: who is met, who is missed for want of what, who is not known to belong; in the order of ids. */
function coverageAnswer(
  engine: Engine,
  request: Extract<PeopleRequest, { ask: "coverage" }>,
): unknown {
  const { day, today, areas } = request;
  const wanted = new Set(request.indicators);
  const indicators = (engine.bundle.indicators ?? []).filter(({ id }) => wanted.has(id));
  const isIn = (area: string) => areas.some((one) => area === one || area.startsWith(`${one}-`));
  const asked = { indicators, day, today };
  const count = new CoverageCount(engine, areas.length > 0 ? { ...asked, within: isIn } : asked);
  for (const { id, entries } of request.people) {
    const facts = factsOfSubjects(fold(entries.map(storedEntry)).values(), engine.words, id);
    count.add([{ id, facts, person: engine.person(facts) }]);
  }
  return Object.fromEntries(
    count.result().map(({ indicator, goal, met, missed, unknown }) => [
      indicator.id,
      {
        goal,
        met: [...met].sort(),
        missed: missed.map(({ id, missing }) => [id, missing]).sort(),
        unknown: [...unknown].sort(),
      },
    ]),
  );
}

/** The rows of a session's recap, and of whoever had a problem the findings with their classes. */
function recapAnswer(
  engine: Engine,
  { day, session, people }: Extract<PeopleRequest, { ask: "recap" }>,
): unknown {
  const recap = new SessionRecap(engine, day);
  const targets = new Map<string, string>();
  const outcomes = people.flatMap(({ id, entries, target }) => {
    const told = { about: id, subjects: [...fold(entries.map(storedEntry)).values()] };
    if (target) {
      targets.set(id, recap.groupOf(told));
    }
    const contacts = told.subjects.filter(
      ({ kind, retracted, fields }) =>
        kind === "contact" && !retracted && fields["session"] === session,
    );
    const tell = ({ finding, found }: FindingState) => [finding.id, found?.id];
    return contacts.length > 0 ? [recap.outcome(told, contacts, tell)] : [];
  });
  const codes = recap.groups.map(({ code }) => code);
  return {
    rows: rowsOf(codes, targets, outcomes),
    reasons: Object.fromEntries(outcomes.map(({ about, reasons }) => [about, reasons])),
  };
}
