/**
 * Identities that every phone of a session finds by itself. The contact of somebody in a session is one of them: two
 * phones without network that serve the same child write to one contact, each its own values; where both recorded the
 * same line differently, both values are kept and shown.
 */

import type { Subject } from "../../../core/journal/fold.ts";
import { uuid5 } from "../../../core/journal/ids.ts";

/** The contact of a person with this form; another one where the first was taken back. */
export async function contactId(
  session: string,
  about: string,
  form: string,
  subjects: ReadonlyMap<string, Subject>,
): Promise<string> {
  for (let round = 1; ; round += 1) {
    const name = round === 1 ? `${about} ${form}` : `${about} ${form} ${round}`;
    const id = await uuid5(session, name, crypto.subtle);
    if (!subjects.get(id)?.retracted) {
      return id;
    }
  }
}

/** The assessment of the session by one form, and of the recap by one group. */
export function assessmentId(session: string, form: string, part = ""): Promise<string> {
  return uuid5(session, part ? `${form} ${part}` : form, crypto.subtle);
}
