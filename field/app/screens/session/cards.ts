/** Which forms of the rulebook somebody may get at the Posyandu. */

import { type Hidden, holdsOn } from "../../../core/card.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import { type Facts, PERSON } from "../../../core/facts.ts";
import { formState } from "../../../core/form.ts";
import type { Package } from "../../../core/package.ts";
import { POSYANDU } from "./places.ts";

export const CARD = "card";

export interface Reader {
  readonly today: number;
  readonly role: string;
  readonly hidden: Hidden;
}

/** The Posyandu's own cards first, then every other form that is offered; in the rulebook's order. */
export function offeredForms(engine: Engine, facts: Facts, reader: Reader) {
  const asked = (engine.bundle.packages ?? []).filter(
    (form) =>
      form.at.includes(POSYANDU) &&
      (form.subject ?? PERSON) === PERSON &&
      holdsOn(form, reader.today),
  );
  const offered = asked.filter((form) => isOffered(engine, form, facts, reader));
  return {
    cards: offered.filter(({ kind }) => kind === CARD),
    others: offered.filter(({ kind }) => kind !== CARD),
  };
}

/** Asked of the form without its sections: whether it is offered hangs on none of them. */
function isOffered(engine: Engine, form: Package, facts: Facts, reader: Reader): boolean {
  const filling = { ...reader, facts, typed: {}, place: POSYANDU };
  return formState(engine, { ...form, sections: [] }, filling).offered;
}
