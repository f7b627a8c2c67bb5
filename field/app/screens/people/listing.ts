/** Whom the list of people shows: those found by what was typed, or everybody in the order of their houses. */

import type { Hit } from "../../../core/people/search.ts";
import type { Listed, ListedHousehold } from "../../../store/types.ts";

/** Whether somebody lives in an area or one inside it; codes of RT end with "-003". */
export function livesIn(person: Pick<Listed, "area">, area: string): boolean {
  return (
    area === "" ||
    person.area === area ||
    person.area.startsWith(`${area}-`) ||
    person.area.startsWith(`${area}.`)
  );
}

/** Everybody, by area, then household, the head first by name; who died or left comes last. */
export function inHouses(
  people: Iterable<Listed>,
  households: ReadonlyMap<string, ListedHousehold>,
  area: string,
): Listed[] {
  const keyOf = (person: Listed) => {
    const house = households.get(person.household ?? "");
    const isGone = person.died !== null || person.movedOut !== null;
    return [
      isGone ? "1" : "0",
      person.area,
      house?.headName ?? "\uffff",
      person.household ?? "",
      person.born ?? "",
    ];
  };
  return [...people]
    .filter((person) => !person.retracted && livesIn(person, area))
    .map((person) => ({ person, key: keyOf(person).join("\u0000") }))
    .sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)))
    .map(({ person }) => person);
}

/** Those found, best first, who are still there and live in the area asked for. */
export function found(
  hits: readonly Hit[],
  people: ReadonlyMap<string, Listed>,
  area: string,
): Listed[] {
  return hits.flatMap(({ id }) => {
    const person = people.get(id);
    return person && livesIn(person, area) ? [person] : [];
  });
}
