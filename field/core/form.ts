/**
 * The state of a form: which lines stand open for this person, and what the values typed so far mean. The twin of
 * `nyelik.rules.form`. Lines are walked in order; a value counts only while its line is shown; a condition sees what
 * was recorded before and what was typed above it. Whether a service is due is asked of what was recorded before, so
 * that ticking it does not make its line vanish.
 */

import type { Service } from "./bundle.ts";
import { byGravity, type Hidden, holdsOn } from "./card.ts";
import type { Engine } from "./engine/engine.ts";
import type { Person } from "./engine/person.ts";
import { type Facts, type Sex, UNKNOWN_MINUTE, type Value } from "./facts.ts";
import { type FindingState, findingState, serviceState } from "./outcome.ts";
import { enteredKind, type FormField, type FormSection, type Package } from "./package.ts";
import {
  accepted,
  dayTyped,
  isRefused,
  type Judged,
  judge,
  refused,
  type TypedProblem,
  type TypedValue,
} from "./typed.ts";

/** Why a form is not offered, or a line or section is not shown. */
export type WhyNot =
  | "not_in_force"
  | "place"
  | "role"
  | "sensitive"
  | "not_for"
  | "condition"
  | "undecided"
  | "not_due";

/** What a form is opened with. `typed` holds values by the key of their line; role and place null ask nothing. */
export interface Filling {
  readonly facts: Facts;
  readonly today: number;
  readonly minute?: number;
  readonly typed: Readonly<Record<string, TypedValue>>;
  readonly place: string | null;
  readonly role: string | null;
  readonly hidden: Hidden;
}

/** One line. `value` is what rules see, `typed` what is recorded. */
export interface FieldState {
  readonly field: FormField;
  readonly shown: boolean;
  readonly why: WhyNot | null;
  readonly value: Value;
  readonly typed: TypedValue;
  readonly problem: TypedProblem | null;
  readonly missing: boolean;
  readonly default: Value;
  readonly dose: number | null;
  readonly shownValue: Value;
  readonly finding: FindingState | null;
}

/** One section with its lines; not shown when all its lines are not. */
export interface SectionState {
  readonly section: FormSection;
  readonly shown: boolean;
  readonly why: WhyNot | null;
  readonly fields: readonly FieldState[];
}

/** A form for one person on one day. `complete`: nothing needed is missing, no value is refused. */
export interface FormState {
  readonly package: Package;
  readonly offered: boolean;
  readonly why: WhyNot | null;
  readonly sections: readonly SectionState[];
  readonly complete: boolean;
}

const NOTHING = {
  why: null,
  value: null,
  typed: null,
  problem: null,
  missing: false,
  default: null,
  dose: null,
  shownValue: null,
  finding: null,
} as const;

/** Who may fill what: a doctor fills whatever a health worker fills. */
const ALSO: Readonly<Record<string, readonly string[]>> = { doctor: ["doctor", "nakes"] };

/** The form as it stands. The engine keeps the person in hand, as recorded and typed together. */
export function formState(engine: Engine, form: Package, filling: Filling): FormState {
  const walk = new Walk(engine, filling);
  const why = walk.whyNotOffered(form);
  const walked = form.sections.map((section) => walk.section(section));
  const sections = walked.map((section) => walk.withShows(section));
  walk.finish();
  const complete = shownLines(sections).every(
    ({ missing, problem }) => !missing && !isRefused(problem),
  );
  return { package: form, offered: why === null, why, sections, complete };
}

/** The shown lines of a form, in order. */
export function shownLines(sections: readonly SectionState[]): readonly FieldState[] {
  return sections.flatMap(({ fields }) => fields.filter(({ shown }) => shown));
}

/** The findings shown that hold, gravest first. */
export function foundIn({ sections }: FormState): FindingState[] {
  const states = shownLines(sections).flatMap(({ finding }) => finding ?? []);
  return states.filter(({ found }) => found !== null).sort(byGravity);
}

/** One walk over a form. Accepted values become events that later conditions see. */
class Walk {
  readonly #engine: Engine;
  readonly #filling: Filling;
  readonly #services: ReadonlyMap<string, Service>;
  readonly #before: Person;
  readonly #isDue = new Map<string, boolean>();
  #facts: Facts;
  #now: Person | null;
  #inHand: Person | null = null;
  readonly #recorded: number;
  #seq: number;

  constructor(engine: Engine, filling: Filling) {
    this.#engine = engine.on(filling.today);
    this.#filling = filling;
    this.#services = new Map((engine.bundle.services ?? []).map((one) => [one.id, one]));
    this.#facts = filling.facts;
    this.#before = engine.person(filling.facts);
    this.#now = this.#before;
    this.#recorded = filling.facts.events.reduce((highest, { seq }) => Math.max(highest, seq), 0);
    this.#seq = this.#recorded;
  }

  /** The engine, asked about what was recorded before. */
  get #past(): Engine {
    return this.#about(this.#before);
  }

  /** The engine, asked about what is recorded and accepted so far; made ready anew when something was accepted. */
  get #present(): Engine {
    this.#now ??= this.#engine.person(this.#facts);
    return this.#about(this.#now);
  }

  /** The engine, asked without what was recorded before of matters that stay hidden. */
  get #own(): Engine {
    const events = this.#facts.events.filter(
      ({ seq, code }) => seq > this.#recorded || !this.#hides(code),
    );
    return this.#about(this.#engine.person({ ...this.#facts, events }));
  }

  #hides(code: string): boolean {
    const sensitive = this.#engine.words.get(code)?.sensitive;
    return sensitive !== undefined && this.#filling.hidden.has(sensitive);
  }

  #about(person: Person): Engine {
    if (this.#inHand !== person) {
      this.#engine.about(person);
      this.#inHand = person;
    }
    return this.#engine;
  }

  /** The first reason not to offer the form; null when it is offered. */
  whyNotOffered(form: Package): WhyNot | null {
    const { today, place, hidden } = this.#filling;
    if (!holdsOn(form, today)) {
      return "not_in_force";
    }
    if (place !== null && !form.at.includes(place)) {
      return "place";
    }
    if (!this.#mayFill(form.by)) {
      return "role";
    }
    if (form.sensitive !== undefined && hidden.has(form.sensitive)) {
      return "sensitive";
    }
    return this.#past.value(form.eligible) === true ? null : "not_for";
  }

  #mayFill(by: readonly string[] = []): boolean {
    const { role } = this.#filling;
    return (
      role === null || by.length === 0 || (ALSO[role] ?? [role]).some((one) => by.includes(one))
    );
  }

  /** The section's lines in order, all closed when the section is. */
  section(section: FormSection): SectionState {
    const why = this.#mayFill(section.by) ? this.#whyNot(section.when) : "role";
    const fields = section.fields.map((field) => this.#line(field, why));
    return { section, shown: fields.some(({ shown }) => shown), why, fields };
  }

  #whyNot(when: number | undefined): WhyNot | null {
    if (when === undefined) {
      return null;
    }
    const holds = this.#present.value(when);
    return holds === true ? null : holds === null ? "undecided" : "condition";
  }

  #line(field: FormField, closed: WhyNot | null): FieldState {
    const dose = field.action === "give" ? this.#dose(field) : null;
    const why = closed ?? this.#whyLine(field, dose);
    if (why !== null) {
      return { ...NOTHING, field, shown: false, why };
    }
    return field.action === "show"
      ? { ...NOTHING, field, shown: true }
      : this.#answered(field, dose);
  }

  #whyLine(field: FormField, dose: number | null): WhyNot | null {
    if (!this.#mayFill(field.by)) {
      return "role";
    }
    if (this.#isHidden(field) && !field.write_only) {
      return "sensitive";
    }
    const why = this.#whyNot(field.when);
    if (why !== null || !field.due?.length) {
      return why;
    }
    const isDue = field.action === "give" ? dose !== null : field.due.some((id) => this.#due(id));
    return isDue ? null : "not_due";
  }

  #isHidden({ sensitive }: FormField): boolean {
    return sensitive !== undefined && this.#filling.hidden.has(sensitive);
  }

  #due(id: string): boolean {
    let isDue = this.#isDue.get(id);
    if (isDue === undefined) {
      const { status } = serviceState(this.#past, this.#services.get(id) as Service);
      isDue = status === "due" || status === "overdue";
      this.#isDue.set(id, isDue);
    }
    return isDue;
  }

  /** The lowest dose that is due; null when none is. */
  #dose({ of, due = [], doses = {} }: FormField): number | null {
    const numbers = due
      .filter((id) => id in doses && this.#due(id))
      .map((id) => doses[id] || this.#nextDose(of));
    return numbers.length > 0 ? Math.min(...numbers) : null;
  }

  #nextDose(vaccine: string): number {
    const given = this.#filling.facts.events
      .filter(({ code }) => code === vaccine)
      .map(({ value }) => Math.trunc(Number(value ?? 0)));
    return Math.max(0, ...given) + 1;
  }

  #answered(field: FormField, dose: number | null): FieldState {
    const open = { ...NOTHING, field, shown: true, default: this.#default(field), dose };
    const typed = this.#filling.typed[field.of];
    if (typed === undefined || typed === null || typed === "") {
      return { ...open, missing: field.required ?? false };
    }
    const { value, problem } = this.#judge(field, typed, dose);
    if (value !== null) {
      this.#accept(field, value);
    }
    const kept = value === null ? null : field.action === "give" ? value : typed;
    return { ...open, value, typed: kept, problem };
  }

  #default(field: FormField): Value {
    return field.default === undefined || this.#isHidden(field)
      ? null
      : this.#present.value(field.default);
  }

  #judge(field: FormField, typed: TypedValue, dose: number | null): Judged {
    const word = this.#engine.words.get(field.of);
    switch (field.action) {
      case "ask":
        return word ? judge(word, typed, field.plausible) : refused("type");
      case "give":
        return judgeDose(typed, dose);
      case "counsel":
        return typeof typed === "boolean" ? accepted(typed) : refused("type");
      default:
        return judgeEntered(field.of, typed, this.#filling.today);
    }
  }

  /** What was typed is seen by everything after it, as if it had been recorded. */
  #accept({ action, of }: FormField, value: Value): void {
    if (action === "ask" || action === "give") {
      this.#happen(of, value, this.#filling.today);
    } else if (action === "enter") {
      this.#entered(of, value);
    }
  }

  #entered(name: string, value: Value): void {
    const [episode, part] = name.split(".") as [string, string?];
    const day = dayTyped(value);
    if (part !== undefined) {
      for (const code of codesOf(episode, part)) {
        this.#happenIfKnown(code, day);
      }
    } else if (name === "sex") {
      this.#become({ ...this.#facts, sex: value as Sex });
    } else if (name === "born") {
      this.#become({ ...this.#facts, born: day });
    } else {
      this.#happenIfKnown(name, day);
    }
  }

  #happenIfKnown(code: string, day: number | null): void {
    if (this.#engine.words.has(code)) {
      this.#happen(code, null, day ?? this.#filling.today);
    }
  }

  #happen(code: string, value: Value, day: number): void {
    this.#seq += 1;
    const { today, minute: clock = UNKNOWN_MINUTE } = this.#filling;
    const minute = day === today ? clock : UNKNOWN_MINUTE;
    const event = { day, minute, seq: this.#seq, code, value };
    this.#become({ ...this.#facts, events: [...this.#facts.events, event] });
  }

  #become(facts: Facts): void {
    this.#facts = facts;
    this.#now = null;
  }

  /** Leave the person in hand as recorded and typed together. */
  finish(): void {
    this.#now ??= this.#engine.person(this.#facts);
    this.#about(this.#now);
  }

  /** The section with its findings and values, once everything typed has been accepted. */
  withShows(section: SectionState): SectionState {
    return { ...section, fields: section.fields.map((state) => this.#show(state)) };
  }

  #show(state: FieldState): FieldState {
    const { field, shown } = state;
    if (!shown || field.action !== "show") {
      return state;
    }
    const engine = this.#isHidden(field) ? this.#own : this.#present;
    if (field.node !== undefined) {
      return { ...state, shownValue: engine.value(field.node) };
    }
    const finding = engine.bundle.findings?.find(({ id }) => id === field.of);
    return finding ? { ...state, finding: findingState(engine, finding) } : state;
  }
}

/** Ticked: the dose that is due; else the number that was given. */
function judgeDose(typed: TypedValue, dose: number | null): Judged {
  if (typeof typed === "boolean") {
    return accepted(typed ? (dose ?? 1) : null);
  }
  const isNumber = typeof typed === "number" && Number.isInteger(typed) && typed > 0;
  return isNumber ? accepted(typed) : refused("whole");
}

function judgeEntered(name: string, typed: TypedValue, today: number): Judged {
  const kind = enteredKind(name);
  if (kind === "day") {
    const day = dayTyped(typed);
    return day === null ? refused("day") : day > today ? refused("future") : accepted(typed);
  }
  if (kind === "count") {
    return Number.isInteger(typed) ? accepted(typed) : refused("whole");
  }
  const isKnown =
    kind === "sex" ? typed === "female" || typed === "male" : typeof typed === "string";
  return isKnown ? accepted(typed) : refused("type");
}

/** The events that an episode's day stands for. */
function codesOf(episode: string, part: string): readonly string[] {
  return part === "start" || part === "end"
    ? [`${episode}_${part}`]
    : [`${episode}_end`, "delivery"];
}
