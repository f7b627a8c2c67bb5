/** What a person does at each step of the session, for one phone: which contact, under which form. */

import { packageOf } from "../../../core/contact.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { Package } from "../../../core/package.ts";
import type { Desk, File } from "../../../store/types.ts";
import type { Book } from "./book.svelte.ts";
import { CARD, offeredForms } from "./cards.ts";
import { contactId } from "./ids.ts";
import { nextNumber, type Row } from "./queue.ts";

/** What can be filled for somebody in this session. */
export interface Station {
  readonly file: File;
  readonly row: Row | undefined;
  readonly cards: readonly Package[];
  readonly others: readonly Package[];
}

export async function stationOf(
  desk: Desk,
  engine: Engine,
  book: Book,
  about: string,
): Promise<Station> {
  const file = await desk.file(about);
  const { worker, hidden } = desk.setup.get();
  const reader = { today: book.day, role: worker.form_role, hidden: new Set(hidden) };
  return { file, row: book.row(about), ...offeredForms(engine, file.facts, reader) };
}

/** The form that a contact was begun with, as the rulebook has it now. */
export function formOf(engine: Engine, { fields }: Subject): Package | undefined {
  const form = fields["package"];
  return typeof form === "string" ? packageOf(engine.bundle, form) : undefined;
}

/** The contacts of the Posyandu's own cards: more than one is one service written down twice, or two services. */
export function cardsOf(engine: Engine, { contacts }: Row): readonly Subject[] {
  return contacts.filter((contact) => formOf(engine, contact)?.kind === CARD);
}

/** Somebody came: they get a number and their contact begins under this form; without one it only says that they came. */
export async function arrive(
  desk: Desk,
  book: Book,
  { file }: Station,
  form: Package | null,
): Promise<void> {
  const name = form?.form ?? "";
  const subject = await contactId(book.session, file.about, name, file.subjects);
  const queue = book.row(file.about)?.queue || nextNumber(desk.device, book.rows);
  const head = form ? { package: form.form, package_version: form.version } : {};
  await book.begin(file.about, subject, { ...head, queue });
}

/** Whether a step asks anything of this form; showing alone takes no time at a table. */
export function asksAt(form: Package, step: number): boolean {
  return form.sections.some(
    (section) => section.step === step && section.fields.some(({ action }) => action !== "show"),
  );
}
