/** The engine of one bundle: makes people ready and answers expressions about one of them at a time. */

import type { Bundle, NodeAt, Word } from "../bundle.ts";
import type { Facts, Value } from "../facts.ts";
import { derive, isDerived, isSource } from "../growth/derive.ts";
import { type GrowthTables, readGrowth } from "../growth/tables.ts";
import type { FormField, Package } from "../package.ts";
import type { Period } from "../period.ts";
import { Compiler, nodesOf } from "./compile.ts";
import {
  Codes,
  codeAt,
  makePerson,
  type Person,
  readPerson,
  type UsedEvent,
  usedEvents,
  type WrittenPerson,
  writtenPerson,
} from "./person.ts";
import { Situation, type Window } from "./situation.ts";

/**
 * Answers the questions of one rulebook. Not to be shared between questions that overlap: it keeps what it has
 * answered about the person in hand.
 */
export class Engine {
  readonly bundle: Bundle;
  readonly words: ReadonlyMap<string, Word>;
  readonly growth: GrowthTables | null;
  readonly #codes = new Codes();
  readonly #compiler: Compiler;
  readonly #now: Situation;

  /** Throws BundleRefused where the bundle uses what this engine does not know. */
  constructor(bundle: Bundle) {
    this.bundle = bundle;
    this.words = new Map(bundle.words.map((word) => [word.code, word]));
    this.growth = bundle.growth ? readGrowth(bundle.growth) : null;
    this.#compiler = new Compiler(bundle.nodes, rootsOf(bundle), this.#codes);
    for (const word of bundle.words) {
      this.#codes.place(word.code);
    }
    this.#now = new Situation(this.#codes.names.length, bundle.nodes.length);
  }

  /** A person made ready: growth derived, events in order. Keep it while the facts stay the same. */
  person(facts: Facts): Person {
    const { growth } = this;
    return makePerson(facts, this.#codes, (child, events) =>
      growth === null ? [] : derive(growth, child, events),
    );
  }

  /** A person made ready, as JSON can hold it: to be read again under this rulebook. */
  written(person: Person): WrittenPerson {
    return writtenPerson(person, this.#codes);
  }

  /** The person that was written under this rulebook. Throws RangeError where it was another. */
  read(written: WrittenPerson): Person {
    return readPerson(written, this.#codes);
  }

  /** The day and period asked about from now on. */
  on(today: number, period: Period | null = null): this {
    this.#now.setDay(today, period);
    return this;
  }

  /** The person asked about from now on. */
  about(person: Person): this {
    this.#now.setPerson(person);
    return this;
  }

  /** What the facts in hand are of: "person", "household" … */
  get subject(): string {
    return this.#now.person.subject;
  }

  get today(): number {
    return this.#now.today;
  }

  /** The answer of an expression: a number, a day number, yes or no, a choice's code, or null for unknown. */
  value(node: NodeAt): Value {
    return this.#compiler.answer(node)(this.#now);
  }

  /** A day, or null: also where the expression is left out. */
  day(node: NodeAt | undefined): number | null {
    const value = node === undefined ? null : (this.value(node) as number | null);
    return value === null ? null : Math.trunc(value);
  }

  /** The span of days that a window means for the person. */
  window(node: NodeAt): Window | null {
    return this.#compiler.look(node)(this.#now);
  }

  /** Whether an expression is a window; asked of definitions, which may be of any type. */
  isWindow(node: NodeAt): boolean {
    return this.#compiler.isWindow(node);
  }

  /** Ask thoroughly, and collect the events that were looked at, with those that derived ones stand on. */
  because<Result>(ask: () => Result): { readonly result: Result; readonly used: UsedEvent[] } {
    const now = this.#now;
    now.forget();
    now.used = [];
    try {
      const result = ask();
      return { result, used: usedEvents(now.person, this.#withSources(now.used), this.#codes) };
    } finally {
      now.used = null;
      now.forget();
    }
  }

  /** The places of used events; then the measurements of the days on which derived ones among them stand. */
  #withSources(used: readonly number[]): number[] {
    const { person } = this.#now;
    const codeOf = (place: number) => this.#codes.names[codeAt(person, place)] as string;
    const days = new Set(
      used.filter((place) => isDerived(codeOf(place))).map((at) => person.days[at]),
    );
    if (days.size === 0) {
      return [...used];
    }
    const sources = Array.from(person.days.keys())
      .filter((place) => days.has(person.days[place]) && isSource(codeOf(place)))
      .sort((first, second) => (person.ranks[first] as number) - (person.ranks[second] as number));
    return [...used, ...sources];
  }

  /** The codes that an expression looks at, through every name. */
  codesOf(nodes: Iterable<NodeAt>): Set<string> {
    const found = new Set<string>();
    const seen = new Set<NodeAt>();
    const waiting = [...nodes];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const row = this.bundle.nodes[node];
      if (row === undefined || seen.has(node)) {
        continue;
      }
      seen.add(node);
      if (this.#compiler.isOverEvents(node)) {
        found.add(row[1] as string);
      }
      waiting.push(...nodesOf(row));
    }
    return found;
  }
}

/** Every node that a rule names, once for each time it is named. */
function rootsOf(bundle: Bundle): number[] {
  const isDefined = (node: NodeAt | undefined): node is NodeAt => node !== undefined;
  return [
    ...(bundle.definitions ?? []).map(({ node }) => node),
    ...(bundle.groups ?? []).map(({ when }) => when),
    ...(bundle.services ?? []).flatMap((s) =>
      [s.eligible, s.start, s.done, s.late, s.overdue, s.overdue_when, s.closes]
        .filter(isDefined)
        .concat(s.not_before ?? []),
    ),
    ...(bundle.findings ?? []).flatMap((f) => [f.eligible, ...f.classes.map(({ when }) => when)]),
    ...(bundle.packages ?? []).flatMap((form) =>
      [form, ...form.sections, ...form.sections.flatMap(({ fields }) => fields)].flatMap(
        rootsOfForm,
      ),
    ),
    ...(bundle.indicators ?? []).flatMap((i) => [i.among, ...i.parts.map(({ node }) => node)]),
  ];
}

/** The nodes of a form, a section or a line. */
function rootsOfForm(part: Partial<Package & FormField>): number[] {
  const nodes = [part.eligible, part.when, part.default, part.node];
  return nodes.filter((node) => node !== undefined);
}
