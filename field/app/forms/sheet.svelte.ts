/**
 * A form on the screen: what was typed, which line the number pad writes to, what is asked back. Clinical judgement
 * comes from the rulebook through core; this keeps the pen.
 */

import type { Engine } from "../../core/engine/engine.ts";
import type { Facts } from "../../core/facts.ts";
import type { Package } from "../../core/package.ts";
import type { Speaker } from "../../core/text.ts";
import { isRefused, type TypedProblem, type TypedValue } from "../../core/typed.ts";
import type { FormDraft } from "./draft.ts";
import {
  type FormNow,
  formNow,
  isNumber,
  type Line,
  neighbour,
  newFindings,
  nextEmpty,
  rangeOf,
  type ShownSection,
  sectionsOf,
  settledValues,
} from "./lines.ts";
import { isComplete, numberOf, padText, press } from "./pad.ts";
import { problemOf } from "./problem-of.ts";

/** What the form is about, for as long as it is open. */
export interface Ground {
  readonly engine: Engine;
  readonly form: Package;
  readonly facts: Facts;
  readonly before: Readonly<Record<string, TypedValue>>;
  readonly today: number;
  readonly minute: number;
  readonly role: string;
  readonly hidden: ReadonlySet<string>;
  readonly speaker: () => Speaker;
}

/** A press of "next" this soon after a line opened itself was meant for the line before. */
const HASTY_MS = 600;

export class Sheet {
  draft = $state.raw() as FormDraft;
  /** The line that the pad writes to. */
  active = $state<string | null>(null);
  /** The line whose unlikely value waits for an answer. */
  asking = $state<string | null>(null);
  /** The line whose impossible value is being explained at the pad. */
  explaining = $state<string | null>(null);
  /** The line at which typing arrived, where it is none of the pad's: the screen rolls there. */
  arrived = $state<string | null>(null);
  #typing = $state.raw<{ line: Line; text: string } | null>(null);
  #openedItself = 0;
  readonly ground: Ground;
  readonly #keep: (draft: FormDraft) => void;

  constructor(ground: Ground, draft: FormDraft, keep: (draft: FormDraft) => void) {
    this.ground = ground;
    this.draft = draft;
    this.#keep = keep;
    this.#untouched = this.#reckoned({});
    this.#opened = this.#reckoned(ground.before);
  }

  /** Every value: recorded by this contact before, then what was typed now. */
  readonly values = $derived.by(
    (): Readonly<Record<string, TypedValue>> => ({ ...this.ground.before, ...this.draft.typed }),
  );

  /** The values without a number that is still being typed and not usual yet. */
  readonly settled: Readonly<Record<string, TypedValue>> = $derived.by(() =>
    settledValues(this.ground.engine, this.values, this.#typing),
  );

  readonly now: FormNow = $derived.by(() => this.#reckoned(this.settled));

  /** The form without anything of this contact, and as it stood when it was opened. */
  readonly #untouched: FormNow;
  readonly #opened: FormNow;

  /** What this contact's values mean by now; what was known before it does not stand here. */
  readonly found: readonly Line[] = $derived.by(() => newFindings(this.now, this.#untouched));

  /** What was found since the form was opened. */
  foundNow(now: FormNow): readonly Line[] {
    return newFindings(now, this.#opened);
  }

  readonly sections: readonly ShownSection[] = $derived.by(() =>
    sectionsOf(this.now, this.draft.step),
  );

  readonly line: Line | null = $derived.by(() => this.find(this.active));

  /** The form with everything that was typed, whether usual or not: what saving goes by. */
  whole(): FormNow {
    return this.#reckoned(this.values);
  }

  #reckoned(typed: Readonly<Record<string, TypedValue>>): FormNow {
    const { engine, form, facts, today, minute, role, hidden, speaker } = this.ground;
    const { place } = this.draft;
    return formNow(engine, form, { facts, today, minute, typed, place, role, hidden }, speaker());
  }

  find(of: string | null): Line | null {
    return this.sections.flatMap(({ lines }) => lines).find((line) => line.of === of) ?? null;
  }

  textOf(line: Line): string {
    const value = this.values[line.of];
    return this.draft.texts[line.of] ?? (typeof value === "number" ? padText(value) : "");
  }

  isUnknown(of: string): boolean {
    return this.draft.unknown.includes(of);
  }

  isEmpty(line: Line): boolean {
    const value = this.values[line.of] ?? null;
    return value === null && !this.isUnknown(line.of) && this.textOf(line) === "";
  }

  /** What is wrong with a line's value as it stands; null while it is still being typed. */
  problem(line: Line): TypedProblem | null {
    return line.of === this.active
      ? null
      : problemOf(this.ground.engine, line, this.values[line.of]);
  }

  /** Whether no empty line waits after the open one. */
  readonly isLast: boolean = $derived.by(
    () =>
      this.active === null ||
      nextEmpty(this.sections, this.active, (line) => this.isEmpty(line)) === null,
  );

  isConfirmed(of: string): boolean {
    const value = this.values[of];
    return value === this.draft.confirmed[of] || value === this.ground.before[of];
  }

  /** An answer by a button, a list or letters. */
  answer(line: Line, value: TypedValue): void {
    const { draft } = this;
    this.#change({
      ...draft,
      typed: { ...draft.typed, [line.of]: value },
      texts: without(draft.texts, line.of),
      unknown: draft.unknown.filter((of) => of !== line.of),
    });
  }

  toggleUnknown(line: Line): void {
    const { draft } = this;
    const unknown = draft.unknown.filter((of) => of !== line.of);
    this.#change({
      ...draft,
      typed: { ...draft.typed, [line.of]: null },
      texts: without(draft.texts, line.of),
      unknown: this.isUnknown(line.of) ? unknown : [...unknown, line.of],
    });
  }

  /** A key of the pad for the open line. */
  key(key: string): void {
    const { line } = this;
    if (line === null) {
      return;
    }
    const range = rangeOf(line, this.ground.engine.words);
    const text = press(this.textOf(line), key, range);
    this.#write(line, text);
    if (/^\d$/.test(key) && isComplete(text, range)) {
      this.#advance(line);
      this.#openedItself = this.active === null ? 0 : performance.now();
    }
  }

  #write(line: Line, text: string): void {
    const { draft } = this;
    const typed = { ...draft.typed, [line.of]: numberOf(text) };
    const texts = { ...draft.texts, [line.of]: text };
    this.explaining = null;
    this.#typing = { line, text };
    this.#change({ ...draft, typed, texts, unknown: draft.unknown.filter((of) => of !== line.of) });
  }

  #change(draft: FormDraft): void {
    this.draft = draft;
    this.#keep(draft);
  }

  /** "Next": ask back or explain what was typed, else go to the next empty line. */
  next(): void {
    const { line } = this;
    const isHasty = performance.now() - this.#openedItself < HASTY_MS;
    if (line !== null && !(isHasty && this.isEmpty(line)) && this.#mayLeave(line)) {
      this.#advance(line);
    }
  }

  previous(): void {
    this.open(this.line && neighbour(this.sections, this.line.of, -1));
  }

  /** Give the pad to another line, or close it. */
  open(line: Line | null): void {
    if (this.line === null || this.#mayLeave(this.line)) {
      this.#turnTo(line && isNumber(line) ? line : null);
    }
  }

  #advance(line: Line): void {
    this.#turnTo(null);
    const next = nextEmpty(this.sections, line.of, (one) => this.isEmpty(one));
    this.#turnTo(next !== null && isNumber(next) ? next : null);
    this.arrived = next?.of ?? null;
  }

  #turnTo(line: Line | null): void {
    this.explaining = null;
    this.#typing = line === null ? null : { line, text: this.textOf(line) };
    this.active = line?.of ?? null;
  }

  /** False while the value has to be confirmed, and the first time that it cannot be. */
  #mayLeave(line: Line): boolean {
    const problem = problemOf(this.ground.engine, line, this.values[line.of]);
    if (problem === null || this.isConfirmed(line.of)) {
      return true;
    }
    if (isRefused(problem)) {
      const wasTold = this.explaining === line.of;
      this.explaining = line.of;
      return wasTold;
    }
    this.asking = line.of;
    return false;
  }

  confirm(line: Line): void {
    const value = this.values[line.of] ?? null;
    this.#change({ ...this.draft, confirmed: { ...this.draft.confirmed, [line.of]: value } });
    this.asking = null;
    this.#advance(line);
  }

  typeAgain(line: Line): void {
    this.asking = null;
    this.#write(line, "");
    this.#turnTo(line);
  }
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}
