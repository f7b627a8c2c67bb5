/** Which forms the rulebook offers for somebody at home: the checklist, the danger signs, what follows a visit. */

import type { Hidden } from "../../../core/card.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import type { Facts } from "../../../core/facts.ts";
import { type Filling, formState } from "../../../core/form.ts";
import type { Package } from "../../../core/package.ts";

export const AT_HOME = "home";

/** Who is asked about, by whom. */
export interface Visitor {
  readonly facts: Facts;
  readonly today: number;
  readonly role: string;
  readonly hidden: Hidden;
}

/** What can be filled for one person at home. */
export interface HomeForms {
  readonly checklists: readonly Package[];
  /** Forms that ask for danger signs and nothing else: the fastest way to "what now". */
  readonly dangers: readonly Package[];
  /** After the visit: recap, follow-up, plan of the next. */
  readonly after: readonly Package[];
}

/** The forms offered at home today, in the rulebook's order. */
export function homeForms(engine: Engine, visitor: Visitor): HomeForms {
  const filling: Filling = { ...visitor, typed: {}, place: AT_HOME };
  const offered = (engine.bundle.packages ?? []).filter(
    (form) => isForHome(engine, form) && formState(engine, form, filling).offered,
  );
  return {
    checklists: offered.filter(({ kind }) => kind === "checklist"),
    dangers: offered.filter((form) => asksDangerOnly(engine, form)),
    after: offered.filter((form) => AFTER.includes(form.form)),
  };
}

/** Forms of the rulebook that belong to the end of a visit, by their names. */
const AFTER: readonly string[] = ["visit-recap", "visit-follow-up", "visit-schedule"];

/** Only these are tried: walking every form of the rulebook takes long on a cheap phone. */
function isForHome(engine: Engine, form: Package): boolean {
  const isPersons = (form.subject ?? "person") === "person";
  const isWanted =
    form.kind === "checklist" || AFTER.includes(form.form) || asksDangerOnly(engine, form);
  return isPersons && isWanted && form.at.includes(AT_HOME);
}

/** Whether a form screens for danger in each of its sections: reports of diseases do not, urgent as they are. */
function asksDangerOnly(engine: Engine, { kind, sections }: Package): boolean {
  return (
    kind === SCREENING &&
    sections.every(({ fields }) =>
      fields.some(({ action, of }) => action === "show" && isDanger(engine, of)),
    )
  );
}

const SCREENING = "screening";

function isDanger(engine: Engine, finding: string): boolean {
  const found = engine.bundle.findings?.find(({ id }) => id === finding);
  return found?.classes.some(({ severity }) => severity === "danger") ?? false;
}
