/** A form in the middle of being filled, as it is kept: everything typed, and the identities that it will be saved under. */

import type { TypedValue } from "../../core/typed.ts";
import type { Draft } from "../../store/types.ts";
import type { FormScreen } from "../screens.ts";

/** `form` says which screen opens it again. */
export interface FormDraft {
  readonly kind: "form";
  readonly about: string;
  readonly form: string;
  readonly place: string;
  readonly at: string | null;
  readonly step: number | null;
  readonly session: string | null;
  readonly queue: string | null;
  /** Code of the facility that an assessment is about. */
  readonly facility: string | null;
  /** The contact or assessment: the same whenever saving is tried again. */
  readonly subject: string;
  /** Local moment at which the form was opened. */
  readonly started: string;
  /** Fresh identities of episodes that this form begins, by type. */
  readonly episodes: Readonly<Record<string, string>>;
  readonly typed: Readonly<Record<string, TypedValue>>;
  /** Numbers as they were typed, also those that cannot be. */
  readonly texts: Readonly<Record<string, string>>;
  /** Lines whose answer nobody knew. */
  readonly unknown: readonly string[];
  /** Why the record is corrected; left out in drafts of before, empty for a new record. */
  readonly reason?: string;
  /** Unlikely values that somebody said are right. */
  readonly confirmed: Readonly<Record<string, TypedValue>>;
}

/** One form about one person at a time; a contact that is gone on with has its own. */
export function draftKey(about: string, form: string, subject?: string | null): string {
  return subject ? `contact ${about} ${form} ${subject}` : `contact ${about} ${form}`;
}

/** The content of a draft, if it is a form's. */
export function readDraft(draft: Draft | null): FormDraft | null {
  const content = draft?.content as FormDraft | undefined;
  return content?.kind === "form" ? content : null;
}

/** Whether anything was typed that would be lost. */
export function isWorthKeeping({ typed, texts, unknown }: FormDraft): boolean {
  return Object.keys(typed).length + Object.keys(texts).length + unknown.length > 0;
}

/** The screen that opens a form's draft again; null for drafts of other screens. */
export function screenOfDraft(draft: Draft): FormScreen | null {
  const content = readDraft(draft);
  if (content === null) {
    return null;
  }
  const { about, form, place, at, step, session, queue, facility, reason = "" } = content;
  const subject = draft.key.endsWith(` ${content.subject}`) ? content.subject : null;
  return { name: "form", about, form, place, at, step, session, queue, subject, facility, reason };
}
