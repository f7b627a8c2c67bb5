/** Finding people of the open desk: one index for each desk, kept up with the listing, made in slices. */

import { PeopleSearch } from "../core/people/search.ts";
import type { Desk, Listed, ListedHousehold } from "../store/types.ts";

const AT_ONCE = 50; // people between two looks at the clock
const SLICE_MS = 12;

/** Everybody of one desk, searchable by what is typed. */
export class Directory {
  readonly search: PeopleSearch;
  readonly #desk: Desk;
  readonly #put = new Map<string, Listed>();
  readonly #houses = new Map<string, ListedHousehold>();
  #catchingUp: Promise<void> | null = null;
  /** The listings that were taken in whole: the same ones need no second look, at every letter. */
  #taken: readonly unknown[] = [];

  constructor(desk: Desk) {
    const { places, areas } = desk.setup.get();
    this.search = new PeopleSearch(
      new Map([...areas, ...places].map(({ code, name }) => [code, name])),
    );
    this.#desk = desk;
  }

  /** Take in whoever came, changed or left since the last time. Quick where nobody did. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#takeIn().finally(() => {
      this.#catchingUp = null;
    });
    return this.#catchingUp;
  }

  async #takeIn(): Promise<void> {
    const people = this.#desk.people.get();
    const households = this.#desk.households.get();
    if (this.#taken[0] === people && this.#taken[1] === households) {
      return;
    }
    let since = performance.now();
    let count = 0;
    for (const person of people.values()) {
      this.#takeInOne(person, people, households);
      count += 1;
      if (count % AT_ONCE === 0 && performance.now() - since > SLICE_MS) {
        await new Promise((resume) => setTimeout(resume));
        since = performance.now();
      }
    }
    for (const id of this.#put.keys()) {
      if (!people.has(id)) {
        this.search.remove(id);
        this.#put.delete(id);
      }
    }
    this.#taken = [people, households];
    await this.#takeIn(); // a page may have come meanwhile
  }

  #takeInOne(
    person: Listed,
    people: ReadonlyMap<string, Listed>,
    households: ReadonlyMap<string, ListedHousehold>,
  ): void {
    const house = households.get(person.household ?? "") ?? null;
    const isKnown = this.#put.get(person.id) === person;
    if (isKnown && (house === null || this.#houses.get(house.id) === house)) {
      return;
    }
    this.search.put(person, house, people.get(person.mother ?? "") ?? null);
    this.#put.set(person.id, person);
    if (house !== null) {
      this.#houses.set(house.id, house);
    }
  }
}

const DIRECTORIES = new WeakMap<Desk, Directory>();

/** The directory of a desk; it goes when the desk is locked and forgotten. */
export function directoryOf(desk: Desk): Directory {
  let directory = DIRECTORIES.get(desk);
  if (directory === undefined) {
    directory = new Directory(desk);
    DIRECTORIES.set(desk, directory);
  }
  return directory;
}
