/**
 * From the table of nodes to functions: every node becomes one closure over those of its arguments. No code is
 * generated (a page's security policy would refuse it). A node that several others share keeps its answer: for the
 * person, or, where nothing of the person enters, for the day.
 */

import { BundleRefused, type NodeRow } from "../bundle.ts";
import type { Value } from "../facts.ts";
import { DAYS, MOMENTS } from "./days.ts";
import { EVENTS } from "./events.ts";
import type { Codes } from "./person.ts";
import type { Answer, Look, Situation, Window } from "./situation.ts";
import { VALUES } from "./values.ts";
import { WINDOWS } from "./windows.ts";

/** So many hours, days, weeks, months or years. */
export interface Duration {
  readonly unit: string;
  readonly count: number;
}

/** A moment of birth or of an event: day and minute. */
export type Moment = (now: Situation) => { readonly day: number; readonly minute: number } | null;

/** How an operation is made from the arguments of its node. */
export type Operation<Made> = (args: readonly unknown[], compile: Compiler) => Made;

/** Every operation that this engine knows: exactly the vocabulary, and the two nodes of their own. */
export const OPERATIONS: ReadonlySet<string> = new Set([
  ...Object.keys(VALUES),
  ...Object.keys(DAYS),
  ...Object.keys(EVENTS),
  ...Object.keys(WINDOWS),
]);

const ANSWERS: Readonly<Record<string, Operation<Answer>>> = { ...VALUES, ...DAYS, ...EVENTS };
const CHEAP = new Set(["constant", "today", "born", "is_female", "is_male"]);
const READS_BIRTH = new Set(["born", "is_female", "is_male", "aged", "age_step", "hours_after"]);

/** Compiles the nodes of one bundle, each once. */
export class Compiler {
  readonly codes: Codes;
  readonly #nodes: readonly NodeRow[];
  readonly #answers: (Answer | undefined)[] = [];
  readonly #looks: (Look | undefined)[] = [];
  readonly #isShared: readonly boolean[];
  readonly #isFixed: readonly boolean[];

  /** `roots` are the nodes that rules name; a node named twice is worth keeping. Throws BundleRefused. */
  constructor(nodes: readonly NodeRow[], roots: Iterable<number>, codes: Codes) {
    this.codes = codes;
    this.#nodes = nodes;
    for (const [operation, first] of nodes) {
      if (!OPERATIONS.has(operation)) {
        throw new BundleRefused(
          `the rulebook uses “${operation}”, which this app does not know: update it`,
        );
      }
      if (operation in EVENTS) {
        codes.place(first as string); // all of them now: people are made before rules are asked
      }
    }
    this.#isShared = sharedNodes(nodes, roots);
    this.#isFixed = fixedNodes(nodes);
  }

  /** The answer of the node at a place. */
  answer(place: unknown): Answer {
    const at = place as number;
    let answer = this.#answers[at];
    if (answer === undefined) {
      answer = this.#keep(at, this.#answerOf(at));
      this.#answers[at] = answer;
    }
    return answer;
  }

  /** The window of the node at a place; it ends today at the latest. */
  look(place: unknown): Look {
    const at = place as number;
    let look = this.#looks[at];
    if (look === undefined) {
      look = this.#keep(at, this.#lookOf(at));
      this.#looks[at] = look;
    }
    return look;
  }

  /** The duration that a node stands for: itself, or the setting's. */
  duration(place: unknown): Duration {
    const [unit, count] = this.#inner(place as number)[2] as [string, number];
    return { unit, count };
  }

  /** The moment of a birth or an event. */
  moment(place: unknown): Moment {
    const [operation, ...args] = this.#inner(place as number);
    const made = MOMENTS[operation];
    if (made === undefined) {
      throw new BundleRefused(`hours cannot be counted from “${operation}”`);
    }
    return made(args, this);
  }

  /** Whether a window is everything up to today. */
  isEver(place: unknown): boolean {
    return this.#row(place as number)[0] === "ever";
  }

  /** Whether the node at a place is a window, perhaps behind a name. */
  isWindow(place: number): boolean {
    return this.#inner(place)[0] in WINDOWS;
  }

  /** Whether the node at a place looks at the events of a word. */
  isOverEvents(place: number): boolean {
    return this.#row(place)[0] in EVENTS;
  }

  #answerOf(place: number): Answer {
    const [operation, ...args] = this.#row(place);
    const made = ANSWERS[operation];
    if (made === undefined) {
      throw new BundleRefused(`“${operation}” gives no value`);
    }
    return made(args, this);
  }

  #lookOf(place: number): Look {
    const [operation, ...args] = this.#inner(place);
    const made = WINDOWS[operation];
    if (made === undefined) {
      throw new BundleRefused(`“${operation}” is no window`);
    }
    const look = made(args, this);
    return (now) => {
      const window = look(now);
      return window === null || window.high <= now.today ? window : { ...window, high: now.today };
    };
  }

  /** The node behind the names of definitions and settings. */
  #inner(place: number): NodeRow {
    let row = this.#row(place);
    while (row[0] === "named") {
      row = this.#row(row[2] as number);
    }
    return row;
  }

  #row(place: number): NodeRow {
    return this.#nodes[place] as NodeRow;
  }

  #keep<Made extends Value | Window | null>(
    place: number,
    fresh: (now: Situation) => Made,
  ): (now: Situation) => Made {
    if (!this.#isShared[place] || CHEAP.has(this.#row(place)[0])) {
      return fresh;
    }
    if (this.#isFixed[place]) {
      return (now) => {
        if (now.turns[place] !== now.dayTurn) {
          now.answers[place] = fresh(now);
          now.turns[place] = now.dayTurn;
        }
        return now.answers[place] as Made;
      };
    }
    return (now) => {
      if (now.turns[place] !== now.personTurn) {
        now.answers[place] = fresh(now);
        now.turns[place] = now.personTurn;
      }
      return now.answers[place] as Made;
    };
  }
}

/** The arguments of a node that are nodes themselves. */
export function nodesOf([operation, ...args]: NodeRow): number[] {
  if (operation === "constant") {
    return [];
  }
  const first = operation === "named" ? 1 : operation === "dose" ? 2 : operation in EVENTS ? 1 : 0;
  return args.slice(first) as number[];
}

function sharedNodes(nodes: readonly NodeRow[], roots: Iterable<number>): boolean[] {
  const times = new Array<number>(nodes.length).fill(0);
  for (const place of [...roots, ...nodes.flatMap(nodesOf)]) {
    times[place] = (times[place] as number) + 1;
  }
  return times.map((count) => count > 1);
}

/** Which nodes depend on nothing of the person. Arguments stand before the node that uses them. */
function fixedNodes(nodes: readonly NodeRow[]): boolean[] {
  const isFixed: boolean[] = [];
  nodes.forEach((row, place) => {
    const operation = row[0];
    const reads = operation in EVENTS || READS_BIRTH.has(operation) || operation.startsWith("age_");
    isFixed[place] = !reads && nodesOf(row).every((part) => isFixed[part]);
  });
  return isFixed;
}
