/** Which forms of a place serve what is due of somebody: the form that serves most stands first. */

import type { Service } from "../../../core/bundle.ts";
import type { Hidden } from "../../../core/card.ts";
import type { Engine } from "../../../core/engine/engine.ts";
import { type Facts, PERSON } from "../../../core/facts.ts";
import { type FormState, formState, shownLines } from "../../../core/form.ts";
import type { Package } from "../../../core/package.ts";

/** One form and the services, of those due, whose answer it can record. */
export interface Serving {
  readonly form: Package;
  readonly serves: readonly string[];
}

export interface Asking {
  readonly facts: Facts;
  readonly today: number;
  readonly role: string;
  readonly hidden: Hidden;
  readonly place: string;
}

/** The forms offered to a person at a place, those first that serve most of what is due. */
export function formsFor(engine: Engine, asking: Asking, due: readonly string[]): Serving[] {
  const services = (engine.bundle.services ?? []).filter(({ id }) => due.includes(id));
  const forms = (engine.bundle.packages ?? []).filter((form) => mayBeFor(form, asking));
  return forms
    .map((form) => formState(engine, form, { ...asking, typed: {} }))
    .filter(({ offered }) => offered)
    .map((state) => ({ form: state.package, serves: servedBy(engine, state, services) }))
    .sort((one, other) => other.serves.length - one.serves.length);
}

/** Walking a form takes long on a cheap phone: only those of this place that may be filled by this role. */
function mayBeFor({ at, by, subject = PERSON, kind }: Package, { place, role }: Asking): boolean {
  return (
    subject === PERSON &&
    kind !== "registration" &&
    at.includes(place) &&
    (by.length === 0 || by.includes(role))
  );
}

function servedBy(engine: Engine, state: FormState, services: readonly Service[]): string[] {
  const lines = shownLines(state.sections).map(({ field }) => field);
  const named = new Set(lines.flatMap(({ due = [] }) => due));
  const asked = new Set(lines.filter(({ action }) => action !== "show").map(({ of }) => of));
  return services
    .filter(
      ({ id, done }) =>
        named.has(id) || [...engine.codesOf([done])].some((code) => asked.has(code)),
    )
    .map(({ id }) => id);
}

/** What no form of this place serves. */
export function unserved(due: readonly string[], forms: readonly Serving[]): string[] {
  const served = new Set(forms.flatMap(({ serves }) => serves));
  return due.filter((id) => !served.has(id));
}
