/** From a name to the danger signs that are asked of this person: one tap, nothing to choose. */

import type { Desk } from "../../../store/types.ts";
import { openForm, openPerson } from "../../ways.ts";
import { homeForms } from "./forms.ts";

/** Open the danger signs of a person; where the rulebook has none for them, their card. */
export async function openDangerSigns(desk: Desk, id: string): Promise<void> {
  const engine = desk.engine.get();
  const { facts } = await desk.file(id);
  const { worker, hidden } = desk.setup.get();
  const form =
    engine &&
    homeForms(engine, {
      facts,
      today: desk.today(),
      role: worker.form_role,
      hidden: new Set(hidden),
    }).dangers[0];
  if (form) {
    openForm(id, form.form);
  } else {
    openPerson(id);
  }
}
