/** What a desk may ask: values of expressions, answers of rules, cards, classification while typing. */

import type { Bundle, Finding, Indicator, Language, Service } from "../core/bundle.ts";
import { buildCard, dueList } from "../core/card.ts";
import { cardAsData } from "../core/card-text.ts";
import { type ContactBody, readContact } from "../core/contact.ts";
import { OPERATIONS } from "../core/engine/compile.ts";
import { Engine } from "../core/engine/engine.ts";
import { NO_BEGINNING } from "../core/engine/situation.ts";
import { type Facts, inOrder } from "../core/facts.ts";
import { type FieldState, type FormState, formState } from "../core/form.ts";
import { filled, formAsData } from "../core/form-text.ts";
import { growthChart } from "../core/growth/chart.ts";
import { derive } from "../core/growth/derive.ts";
import type { GrowthTables } from "../core/growth/tables.ts";
import { type Measured, zScore } from "../core/growth/zscore.ts";
import { findingState, indicatorState, serviceState } from "../core/outcome.ts";
import { Speaker } from "../core/text.ts";
import type { TypedValue } from "../core/typed.ts";
import { type Typed, whileTyping } from "../core/typing.ts";
import { parseFacts, type WrittenFacts } from "./facts.ts";
import { factsAnswer, foldAnswer, type JournalRequest } from "./journal.ts";
import { type PeopleRequest, peopleAnswer } from "./people.ts";

type Span = readonly [start: number, end: number] | null;

/** A rule, and the person, day and period that it is asked about. */
export interface Question {
  readonly rule: string;
  readonly facts: WrittenFacts;
  readonly today: number;
  readonly period: Span;
}

export type Request =
  | JournalRequest
  | PeopleRequest
  | { readonly ask: "load"; readonly bundle: Bundle }
  | {
      readonly ask: "values";
      readonly nodes: readonly number[];
      readonly people: readonly WrittenFacts[];
      readonly today: number;
      readonly period: Span;
    }
  | { readonly ask: "rules"; readonly questions: readonly Question[] }
  | {
      readonly ask: "card";
      readonly facts: WrittenFacts;
      readonly today: number;
      readonly language: Language;
      readonly hidden: readonly string[];
    }
  | {
      readonly ask: "form";
      readonly package: string;
      readonly facts: WrittenFacts;
      readonly today: number;
      readonly minute: number;
      readonly typed: Readonly<Record<string, TypedValue>>;
      readonly place: string | null;
      readonly role: string | null;
      readonly hidden: readonly string[];
      readonly language: Language;
    }
  | {
      readonly ask: "typing";
      readonly facts: WrittenFacts;
      readonly typed: Typed;
      readonly today: number;
      readonly hidden: readonly string[];
    }
  | { readonly ask: "vocabulary" }
  | { readonly ask: "contact"; readonly body: ContactBody; readonly hidden: readonly string[] }
  | { readonly ask: "derived"; readonly people: readonly WrittenFacts[] }
  | {
      readonly ask: "chart";
      readonly facts: WrittenFacts;
      readonly index: string;
      readonly today: number;
      readonly kms: boolean;
    }
  | { readonly ask: "score"; readonly index: string; readonly child: Measured }
  | {
      readonly ask: "due";
      readonly people: readonly WrittenFacts[];
      readonly today: number;
    };

/** What the desk has in hand: the engine of the bundle that was loaded last. */
export class Desk {
  #engine: Engine | null = null;
  #rules = new Map<string, (question: Question) => unknown>();

  get engine(): Engine {
    if (this.#engine === null) {
      throw new Error("load a bundle first");
    }
    return this.#engine;
  }

  /** Take a bundle into use. */
  load(bundle: Bundle): void {
    const engine = new Engine(bundle);
    this.#engine = engine;
    this.#rules = new Map([
      ...each(bundle.definitions, (rule) => () => nodeAnswer(engine, rule.node)),
      ...each(bundle.groups, (rule) => () => nodeAnswer(engine, rule.when)),
      ...each(bundle.services, (rule) => () => serviceAnswer(engine, rule)),
      ...each(bundle.findings, (rule) => () => findingAnswer(engine, rule)),
      ...each(bundle.indicators, (rule) => () => indicatorAnswer(engine, rule)),
    ]);
  }

  /** What a rule says, in the form in which examples expect it. */
  rule(question: Question): unknown {
    const ask = this.#rules.get(question.rule);
    if (ask === undefined) {
      throw new Error(`the bundle has no rule ${question.rule}`);
    }
    this.about(question.facts, question.today, question.period);
    return ask(question);
  }

  /** Turn the engine to a person on a day. */
  about(facts: WrittenFacts, today: number, period: Span = null): Engine {
    const { engine } = this;
    const span = period === null ? null : { start: period[0], end: period[1] };
    return engine.on(today, span).about(engine.person(parseFacts(facts)));
  }
}

/** The answer to one request. Throws with what is wrong. */
export function answer(desk: Desk, request: Request): unknown {
  switch (request.ask) {
    case "load":
      desk.load(request.bundle);
      return { rulebook: request.bundle.rulebook, nodes: request.bundle.nodes.length };
    case "values":
      return request.people.map((facts) => {
        const engine = desk.about(facts, request.today, request.period);
        return request.nodes.map((node) => nodeAnswer(engine, node));
      });
    case "rules":
      return request.questions.map((question) => desk.rule(question));
    case "card": {
      const engine = desk.about(request.facts, request.today);
      const card = buildCard(engine, new Set(request.hidden));
      return cardAsData(engine, card, new Speaker(engine, request.language));
    }
    case "form":
      return formAnswer(desk.engine, request);
    case "typing":
      return typingAnswer(desk.engine, request);
    case "contact":
      return contactAnswer(desk.engine, request);
    case "vocabulary":
      return [...OPERATIONS];
    case "derived":
      return request.people.map((facts) => derivedAnswer(desk.engine, parseFacts(facts)));
    case "chart": {
      const { facts, index, today, kms } = request;
      return growthChart(parseFacts(facts), growthOf(desk.engine), index, today, kms);
    }
    case "score":
      return scoreAnswer(desk.engine, request.index, request.child);
    case "due":
      return dueAnswer(desk.engine, request);
    case "fold":
      return foldAnswer(request.entries);
    case "facts":
      return factsAnswer(request);
    case "names":
    case "points":
    case "likeness":
    case "doubles":
    case "search":
    case "coverage":
    case "for_kader":
    case "recap":
    case "standing":
      return peopleAnswer(() => desk.engine, request);
    default:
      throw new Error("no such request");
  }
}

function each<Kind extends { readonly id: string }>(
  rules: readonly Kind[] | undefined,
  ask: (rule: Kind) => () => unknown,
): [string, () => unknown][] {
  return (rules ?? []).map((rule) => [rule.id, ask(rule)]);
}

function nodeAnswer(engine: Engine, node: number): unknown {
  if (!engine.isWindow(node)) {
    return engine.value(node);
  }
  const window = engine.window(node);
  return window === null
    ? { from: null, to: null }
    : { from: window.low === NO_BEGINNING ? null : window.low, to: window.high };
}

function serviceAnswer(engine: Engine, rule: Service): unknown {
  const { status, colour, start, ...days } = serviceState(engine, rule);
  return {
    status,
    colour,
    done: days.done,
    from: start,
    late: days.late,
    overdue: days.overdue,
    closes: days.closes,
  };
}

function findingAnswer(engine: Engine, rule: Finding): string {
  const { finding, found, unknown, applies } = findingState(engine, rule);
  if (found !== null) {
    return found.id;
  }
  if (unknown) {
    return "unknown";
  }
  return finding.single && applies ? "no" : "none";
}

function indicatorAnswer(engine: Engine, rule: Indicator): unknown {
  const { status, missing, value } = indicatorState(engine, rule);
  const answer = { status, missed: missing.map(({ id }) => id).sort() };
  return rule.mean_of === undefined ? answer : { ...answer, value: value ?? "unknown" };
}

function formAnswer(engine: Engine, request: Extract<Request, { ask: "form" }>): unknown {
  const form = engine.bundle.packages?.find(({ id }) => id === request.package);
  if (form === undefined) {
    throw new Error(`the bundle has no form ${request.package}`);
  }
  const { facts, hidden, language, ...rest } = request;
  const filling = { ...rest, facts: parseFacts(facts), hidden: new Set(hidden) };
  const state = formState(engine, form, filling);
  const shown = formAsData(engine, state, filling, new Speaker(engine, language));
  return { shown, state: stateAsData(state), records: filled(state) };
}

/** The whole state, each section and line in order, without what is empty: as the desk's vectors have it. */
function stateAsData({ offered, why, complete, sections }: FormState): unknown {
  return {
    offered,
    why,
    complete,
    sections: sections.map(({ section, shown, fields }) => ({
      id: section.id,
      shown,
      fields: fields.map(lineState),
    })),
  };
}

function lineState(line: FieldState): unknown {
  const key = line.field.of;
  if (!line.shown) {
    return { key, why: line.why };
  }
  const { problem, finding } = line;
  const [low = null, high = null] = problem?.limits ?? [];
  const values = {
    value: line.value,
    default: line.default,
    dose: line.dose,
    shown_value: line.shownValue,
  };
  const known = Object.entries(values).filter(([, value]) => value !== null);
  return {
    key,
    missing: line.missing,
    ...Object.fromEntries(known),
    ...(problem ? { problem: [problem.kind, low, high] } : {}),
    ...(finding ? { class: finding.found?.id ?? null, unknown: finding.unknown } : {}),
  };
}

function contactAnswer(engine: Engine, request: Extract<Request, { ask: "contact" }>): unknown {
  const read = readContact(engine, request.body, new Set(request.hidden));
  return {
    package: read.package?.id ?? null,
    exact: read.exact,
    sections: read.sections.map(({ section, lines }) => [
      section.id,
      lines.map(({ field, value }) => [field.of, value]),
    ]),
    others: read.others,
  };
}

function typingAnswer(engine: Engine, request: Extract<Request, { ask: "typing" }>): unknown {
  const { typed, today } = request;
  const facts = parseFacts(request.facts);
  const hidden = new Set(request.hidden);
  const { problems, findings, undecided } = whileTyping(
    engine,
    facts,
    typed,
    { day: today },
    hidden,
  );
  return {
    problems: Object.fromEntries(Object.entries(problems).map(([code, { kind }]) => [code, kind])),
    findings: Object.fromEntries(findings.map(({ finding, found }) => [finding.id, found?.id])),
    undecided: undecided.map(({ finding }) => finding.id),
  };
}

function derivedAnswer(engine: Engine, facts: Facts): unknown {
  const events = derive(growthOf(engine), facts, [...facts.events].sort(inOrder));
  return events.map(({ code, day, value }) => [code, day, value]);
}

function scoreAnswer(engine: Engine, name: string, child: Measured): unknown {
  const growth = growthOf(engine);
  const index = growth.indices.find((candidate) => candidate.name === name);
  if (index === undefined) {
    throw new Error(`there is no index ${name}`);
  }
  return zScore(growth, index, child);
}

function growthOf({ growth }: Engine): GrowthTables {
  if (growth === null) {
    throw new Error("the bundle has no growth tables");
  }
  return growth;
}

function dueAnswer(engine: Engine, request: Extract<Request, { ask: "due" }>): unknown {
  const people = request.people.map(
    (facts, place) => [place, engine.person(parseFacts(facts))] as const,
  );
  return dueList(engine, people, request.today).map(({ key, services }) => ({
    person: key,
    services: services.map(({ service, status }) => [service.id, status]),
  }));
}
