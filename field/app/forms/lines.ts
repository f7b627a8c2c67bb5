/** Lines of a form as a screen needs them: the state of each beside its words. */

import type { Word } from "../../core/bundle.ts";
import type { Engine } from "../../core/engine/engine.ts";
import { type FieldState, type Filling, type FormState, formState } from "../../core/form.ts";
import { formAsData } from "../../core/form-text.ts";
import { isSource } from "../../core/growth/derive.ts";
import type { Package } from "../../core/package.ts";
import type { Speaker } from "../../core/text.ts";
import { judge, type Limits, type TypedValue } from "../../core/typed.ts";
import { numberOf, type PadRange } from "./pad.ts";

/** The words of one line; which of them there are depends on what the line does. */
export interface LineData {
  readonly label: string;
  readonly hint: string | null;
  readonly kind?: string;
  readonly unit?: string | null;
  readonly choices?: Readonly<Record<string, string>>;
  readonly possible?: Limits | null;
  readonly plausible?: Limits | null;
  readonly required?: boolean;
  readonly missing?: boolean;
  readonly default?: TypedValue;
  readonly dose?: number | null;
  readonly problem?: string | null;
  readonly points?: readonly string[];
  readonly text?: string;
  readonly class?: string | null;
  readonly class_label?: string | null;
  readonly severity?: string;
  readonly say?: string | null;
  readonly then?: readonly string[];
  readonly unknown?: boolean;
}

/** One line that stands open. `of` is unique in a form. */
export interface Line {
  readonly of: string;
  readonly action: FieldState["field"]["action"];
  readonly state: FieldState;
  readonly data: LineData;
}

export interface ShownSection {
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  readonly step: number | null;
  readonly lines: readonly Line[];
}

/** A form at one moment: its state, its open sections, and the next steps as sentences. */
export interface FormNow {
  readonly state: FormState;
  readonly sections: readonly ShownSection[];
  readonly then: readonly string[];
}

/** The form as it stands with these values. */
export function formNow(
  engine: Engine,
  form: Package,
  filling: Filling,
  speaker: Speaker,
): FormNow {
  const state = formState(engine, form, filling);
  const data = formAsData(engine, state, filling, speaker);
  const open = state.sections.filter(({ shown }) => shown);
  const sections = open.map(({ fields }, place) => {
    const words = data.sections[place] as (typeof data.sections)[number];
    const shown = fields.filter((line) => line.shown);
    return { ...words, lines: shown.map((line, at) => lineOf(line, words.fields[at] as LineData)) };
  });
  return { state, sections, then: data.then };
}

function lineOf(state: FieldState, data: LineData): Line {
  const { action, of } = state.field;
  return { of, action, state, data };
}

/** The sections of one step of the session day; all of them without a step. */
export function sectionsOf(now: FormNow, step: number | null): readonly ShownSection[] {
  return step === null ? now.sections : now.sections.filter((one) => (one.step ?? step) === step);
}

/** The lines that show a finding that holds. */
export function findingsOf({ sections }: FormNow): readonly Line[] {
  return sections.flatMap(({ lines }) => lines).filter(({ data }) => data.severity);
}

/** Findings that did not hold, or not so, in a form as it stood before. */
export function newFindings(now: FormNow, before: FormNow): readonly Line[] {
  const known = new Set(findingsOf(before).map(saidOf));
  return findingsOf(now).filter((line) => !known.has(saidOf(line)));
}

function saidOf({ of, data: { class_label, severity, say } }: Line): string {
  return [of, severity, class_label, say].join("|");
}

/** Whether the line is typed with the number pad. */
export function isNumber({ data: { kind } }: Line): boolean {
  return kind === "number" || kind === "count";
}

/** Whether the line takes an answer at all. */
export function isAsked({ action }: Line): boolean {
  return action !== "show";
}

/** What the pad has to know of a line. */
export function rangeOf({ of, data }: Line, words: ReadonlyMap<string, Word>): PadRange {
  const { possible = null, plausible = null, kind } = data;
  const decimals = words.get(of)?.decimals ?? null;
  return { possible, plausible, decimals, whole: kind === "count", tenths: isSource(of) };
}

/** The values as rules shall see them now: of a number that is still being typed only once it is usual. */
export function settledValues(
  engine: Engine,
  typed: Readonly<Record<string, TypedValue>>,
  typing: { readonly line: Line; readonly text: string } | null,
): Readonly<Record<string, TypedValue>> {
  if (typing === null) {
    return typed;
  }
  const { of, state } = typing.line;
  const word = engine.words.get(of);
  const value = numberOf(typing.text);
  const isUsual = word === undefined || judge(word, value, state.field.plausible).problem === null;
  return { ...typed, [of]: isUsual ? value : null };
}

/** Where typing goes on: the next empty number of the section, else the next empty line after this one. */
export function nextEmpty(
  sections: readonly ShownSection[],
  of: string,
  isEmpty: (line: Line) => boolean,
): Line | null {
  const home = sections.find(({ lines }) => lines.some((line) => line.of === of));
  const inSection = after(home?.lines ?? [], of).find((line) => isNumber(line) && isEmpty(line));
  const all = sections.flatMap(({ lines }) => lines);
  return inSection ?? after(all, of).find((line) => isAsked(line) && isEmpty(line)) ?? null;
}

/** The number line before or after this one, filled or not. */
export function neighbour(sections: readonly ShownSection[], of: string, by: 1 | -1): Line | null {
  const numbers = sections.flatMap(({ lines }) => lines).filter(isNumber);
  return numbers[numbers.findIndex((line) => line.of === of) + by] ?? null;
}

function after(lines: readonly Line[], of: string): readonly Line[] {
  return lines.slice(lines.findIndex((line) => line.of === of) + 1);
}
