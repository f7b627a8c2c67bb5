/** Packages of the bundle: forms as data, the twin of `nyelik.rules.package`. */

import type { Label, NodeAt, Rule } from "./bundle.ts";
import type { Limits } from "./typed.ts";

export type Action = "ask" | "give" | "show" | "counsel" | "enter";

/** One line of a form; see the desk's `FormField` for what each action does with `of`. */
export interface FormField {
  readonly action: Action;
  readonly of: string;
  readonly label: Label;
  readonly hint?: Label;
  readonly required?: boolean;
  readonly by?: readonly string[];
  readonly when?: NodeAt;
  readonly due?: readonly string[];
  /** For each service in `due` of a `give` line: the dose it gives, 0 for whichever is next. */
  readonly doses?: Readonly<Record<string, number>>;
  readonly default?: NodeAt;
  readonly plausible?: Limits;
  readonly node?: NodeAt;
  /** Of the shown expression: its type, and the word whose labels say it. */
  readonly type?: string;
  readonly word?: string;
  readonly sensitive?: string;
  readonly write_only?: boolean;
}

/** Lines that belong together. Empty `by` means whoever may fill the package. */
export interface FormSection {
  readonly id: string;
  readonly label: Label;
  readonly fields: readonly FormField[];
  readonly step?: number;
  readonly by?: readonly string[];
  readonly when?: NodeAt;
  readonly hint?: Label;
}

/** A form: who gets it, where, filled by whom, in which version, with its sections in order. */
export interface Package extends Rule {
  readonly kind: string;
  readonly form: string;
  readonly version: string;
  readonly eligible: NodeAt;
  readonly at: readonly string[];
  readonly by: readonly string[];
  readonly sections: readonly FormSection[];
}

/** What a form may enter about the person itself, with its kind. */
export const PERSON_FIELDS: Readonly<Record<string, string>> = {
  name: "text",
  sex: "sex",
  born: "day",
  nik: "text",
  kk: "text",
  bpjs: "text",
  phone: "text",
  address: "text",
  mother_name: "text",
  father_name: "text",
  birth_order: "count",
  moved_in: "day",
  moved_out: "day",
  died: "day",
};

/** The part of an episode that happens at an hour: visits within 6 to 48 hours of a birth are reckoned from it. */
const AT_AN_HOUR = ".delivered";

/** Whether a day that a line enters may have an hour, as 2026-06-30T08:30. */
export function mayHaveHour({ action, of }: Pick<FormField, "action" | "of">): boolean {
  return action === "enter" && of.endsWith(AT_AN_HOUR);
}

/** What a form may enter about a household. */
export const HOUSEHOLD_FIELDS: Readonly<Record<string, string>> = {
  kk: "text",
  head_name: "text",
  address: "text",
};

/** The kind of what an `enter` line enters; a day of an episode where it names none of the above. */
export function enteredKind(name: string): string {
  return PERSON_FIELDS[name] ?? HOUSEHOLD_FIELDS[name] ?? "day";
}
