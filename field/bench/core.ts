/**
 * Measures the engine as a phone would use it: reads {bundle, people, today} as one JSON text from a file, answers with
 * one JSON line of figures in milliseconds and megabytes. Run it with --expose-gc; `nyelik bench field_core` does.
 */

import { readFileSync } from "node:fs";
import { parseFacts, type WrittenFacts } from "../answer/facts.ts";
import type { Bundle } from "../core/bundle.ts";
import { buildCard, dueList } from "../core/card.ts";
import { Engine } from "../core/engine/engine.ts";
import { whileTyping } from "../core/typing.ts";

interface Given {
  readonly bundle: Bundle;
  readonly people: readonly WrittenFacts[];
  readonly today: number;
}

const RUNS = 15;
const text = readFileSync(process.argv[2] as string, "utf-8");
const { bundle, people: written, today } = JSON.parse(text) as Given;
const factsText = JSON.stringify(written);
const facts = written.map(parseFacts);

function timed<Result>(work: () => Result): { ms: number; result: Result } {
  const began = performance.now();
  const result = work();
  return { ms: performance.now() - began, result };
}

/** The shortest of many runs: other work on the machine only ever adds. */
function best(work: () => unknown, runs = RUNS): number {
  return Math.min(...Array.from({ length: runs }, () => timed(work).ms));
}

/** Everything that happens between facts in memory and the list on the screen. */
function fromScratch(engine: Engine) {
  return dueList(
    engine,
    facts.map((one, place) => [place, engine.person(one)] as const),
    today,
  );
}

const first = timed(() => {
  const engine = new Engine(bundle);
  return { engine, due: fromScratch(engine) };
});
const { engine, due } = first.result;
const people = facts.map((one, place) => [place, engine.person(one)] as const);

/** The slowest of everybody: those that seem slow are asked again, as other work on the machine only ever adds. */
function slowest(work: (person: number) => unknown): number {
  const once = facts.map((_one, person) => ({ person, ms: best(() => work(person), 2) }));
  const slow = once.sort((first, second) => second.ms - first.ms).slice(0, 10);
  return Math.max(...slow.map(({ person }) => best(() => work(person), 30)));
}

/** After an entry the person is made ready anew and asked everything. */
const oneDue = (person: number) =>
  dueList(engine, [[person, engine.person(facts[person] as never)]], today);
const oneCard = (person: number) =>
  buildCard(engine.on(today).about(engine.person(facts[person] as never)));
const oneTyping = (person: number) =>
  whileTyping(engine, facts[person] as never, { weight_kg: 11.2, length_cm: 84 }, { day: today });

const figures = {
  events: facts.reduce((sum, { events }) => sum + events.length, 0),
  rules: (bundle.services?.length ?? 0) + (bundle.findings?.length ?? 0),
  services: bundle.services?.length,
  due: due.length,
  first: first.ms,
  scratch: best(() => fromScratch(engine)),
  again: best(() => dueList(engine, people, today)),
  parse: best(() => JSON.parse(factsText)),
  oneDueSlowest: slowest(oneDue),
  oneCardSlowest: slowest(oneCard),
  oneTypingSlowest: slowest(oneTyping),
  heap: heapMegabytes(),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);

function heapMegabytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1e6;
}
