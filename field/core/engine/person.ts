/** One person made ready for the engine: events in order, grouped by code, in flat arrays. */

import { type FactEvent, type Facts, inOrder, PERSON, type Sex, type Value } from "../facts.ts";

/** The codes that a rulebook knows, as small numbers. */
export class Codes {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  /** The place of a code, given to it the first time it is asked for. */
  place(code: string): number {
    const known = this.#places.get(code);
    if (known !== undefined) {
      return known;
    }
    this.#places.set(code, this.names.length);
    return this.names.push(code) - 1;
  }

  /** The place of a code, or undefined where the rulebook does not know it. */
  find(code: string): number | undefined {
    return this.#places.get(code);
  }
}

/**
 * The events of one person. `days`, `minutes`, `values` and `ranks` run over the events sorted by code and time;
 * `codes[i]` has its events from `starts[i]` up to `starts[i + 1]`. A rank is an event's place in order of time.
 * Events whose code the rulebook does not know are left out: no rule can ask for them.
 */
export interface Person {
  readonly subject: string;
  readonly sex: Sex | null;
  readonly born: number | null;
  readonly bornMinute: number;
  readonly codes: Int32Array;
  readonly starts: Int32Array;
  readonly days: Int32Array;
  readonly minutes: Int32Array;
  readonly values: readonly Value[];
  readonly ranks: Int32Array;
}

/**
 * A person made ready as JSON holds it, so that it need not be made again from what was recorded. Codes stand by name,
 * for a code's number is of one engine alone. It holds under one rulebook: growth is in it.
 */
export interface WrittenPerson {
  readonly subject: string;
  readonly sex: Sex | null;
  readonly born: number | null;
  readonly bornMinute: number;
  readonly codes: readonly string[];
  readonly starts: readonly number[];
  readonly days: readonly number[];
  readonly minutes: readonly number[];
  readonly values: readonly Value[];
  readonly ranks: readonly number[];
}

/** The person as JSON can hold it. */
export function writtenPerson(person: Person, { names }: Codes): WrittenPerson {
  return {
    ...person,
    codes: Array.from(person.codes, (code) => names[code] as string),
    starts: [...person.starts],
    days: [...person.days],
    minutes: [...person.minutes],
    ranks: [...person.ranks],
  };
}

/** The person that was written. Throws RangeError where the rulebook does not know one of its codes. */
export function readPerson(written: WrittenPerson, codes: Codes): Person {
  const places = written.codes.map((name) => {
    const place = codes.find(name);
    if (place === undefined) {
      throw new RangeError(`no code of this rulebook: ${name}`);
    }
    return place;
  });
  return {
    ...written,
    codes: Int32Array.from(places),
    starts: Int32Array.from(written.starts),
    days: Int32Array.from(written.days),
    minutes: Int32Array.from(written.minutes),
    ranks: Int32Array.from(written.ranks),
  };
}

/** Adds the events that follow from others (growth) to events that are in order. */
export type Derive = (
  facts: Pick<Facts, "sex" | "born">,
  ordered: readonly FactEvent[],
) => readonly FactEvent[];

/** The person of some facts. */
export function makePerson(facts: Facts, codes: Codes, derive: Derive): Person {
  const recorded = ordered(facts.events);
  const derived = derive(facts, recorded);
  const all = derived.length > 0 ? ordered([...recorded, ...derived]) : recorded;
  const { subject = PERSON, sex, born, bornMinute } = facts;
  return { subject, sex, born, bornMinute, ...columns(all, codes) };
}

function ordered(events: readonly FactEvent[]): readonly FactEvent[] {
  for (let place = 1; place < events.length; place++) {
    if (inOrder(events[place - 1] as FactEvent, events[place] as FactEvent) > 0) {
      return [...events].sort(inOrder);
    }
  }
  return events;
}

/** The events by code, each code's in order of time: counted first, then put in their places. */
function columns(all: readonly FactEvent[], codes: Codes) {
  const { groupOf, found, counts } = grouped(all, codes);
  const starts = new Int32Array(found.length + 1);
  for (let group = 0; group < found.length; group++) {
    starts[group + 1] = (starts[group] as number) + (counts[group] as number);
  }
  const next = starts.slice();
  const size = starts[found.length] as number;
  const days = new Int32Array(size);
  const minutes = new Int32Array(size);
  const ranks = new Int32Array(size);
  const values = new Array<Value>(size).fill(null);
  for (let rank = 0; rank < all.length; rank++) {
    const group = groupOf[rank] as number;
    if (group !== UNKNOWN_CODE) {
      const event = all[rank] as FactEvent;
      const place = next[group] as number;
      next[group] = place + 1;
      days[place] = event.day;
      minutes[place] = event.minute;
      ranks[place] = rank;
      values[place] = event.value;
    }
  }
  return { codes: Int32Array.from(found), starts, days, minutes, values, ranks };
}

const UNKNOWN_CODE = -1;

/** For each event the group of its code, in the order in which codes are met; and how many events each group has. */
function grouped(all: readonly FactEvent[], codes: Codes) {
  const groupOf = new Int32Array(all.length);
  const groups = new Map<number, number>();
  const found: number[] = [];
  const counts: number[] = [];
  all.forEach(({ code: name }, rank) => {
    const code = codes.find(name);
    if (code === undefined) {
      groupOf[rank] = UNKNOWN_CODE;
      return;
    }
    let group = groups.get(code);
    if (group === undefined) {
      group = found.push(code) - 1;
      groups.set(code, group);
      counts.push(0);
    }
    groupOf[rank] = group;
    counts[group] = (counts[group] as number) + 1;
  });
  return { groupOf, found, counts };
}

/** An event of a person as it was used in an answer. */
export interface UsedEvent {
  readonly day: number;
  readonly minute: number;
  readonly code: string;
  readonly value: Value;
}

/** The events at places of the person's arrays, each once, in order of time; then in order of use. */
export function usedEvents(person: Person, places: Iterable<number>, codes: Codes): UsedEvent[] {
  const events = [...new Set(places)].map((place) => ({
    day: person.days[place] as number,
    minute: person.minutes[place] as number,
    code: codes.names[codeAt(person, place)] as string,
    value: person.values[place] as Value,
  }));
  return events.sort((first, second) => first.day - second.day || first.minute - second.minute);
}

/** The code's number of the event at a place. */
export function codeAt(person: Person, place: number): number {
  let group = 0;
  while ((person.starts[group + 1] as number) <= place) {
    group += 1;
  }
  return person.codes[group] as number;
}
