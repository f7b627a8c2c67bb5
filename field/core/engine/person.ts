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
  const byCode = new Map<number, number[]>();
  all.forEach((event, rank) => {
    const code = codes.find(event.code);
    if (code !== undefined) {
      const ranks = byCode.get(code);
      ranks ? ranks.push(rank) : byCode.set(code, [rank]);
    }
  });
  const { subject = PERSON, sex, born, bornMinute } = facts;
  return { subject, sex, born, bornMinute, ...columns(all, byCode) };
}

function ordered(events: readonly FactEvent[]): readonly FactEvent[] {
  const isOrdered = events.every(
    (event, i) => i === 0 || inOrder(events[i - 1] as FactEvent, event) <= 0,
  );
  return isOrdered ? events : [...events].sort(inOrder);
}

function columns(all: readonly FactEvent[], byCode: ReadonlyMap<number, readonly number[]>) {
  const ranks = Int32Array.from([...byCode.values()].flat());
  const starts = new Int32Array(byCode.size + 1);
  let place = 0;
  for (const part of byCode.values()) {
    starts[place + 1] = (starts[place] as number) + part.length;
    place += 1;
  }
  const events = Array.from(ranks, (rank) => all[rank] as FactEvent);
  return {
    codes: Int32Array.from(byCode.keys()),
    starts,
    ranks,
    days: Int32Array.from(events, (event) => event.day),
    minutes: Int32Array.from(events, (event) => event.minute),
    values: events.map((event) => event.value),
  };
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
