/** What a desk may ask about people on a phone: names, doubles, search. */

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
import { PeopleSearch } from "../core/people/search.ts";

export type PeopleRequest =
  | { readonly ask: "names"; readonly texts: readonly string[] }
  | { readonly ask: "points" }
  | { readonly ask: "likeness"; readonly pairs: readonly (readonly [Described, Described])[] }
  | { readonly ask: "doubles"; readonly described: Described; readonly people: readonly Listed[] }
  | {
      readonly ask: "search";
      readonly people: readonly Listed[];
      readonly typed: readonly string[];
    };

export function peopleAnswer(request: PeopleRequest): unknown {
  switch (request.ask) {
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
