/**
 * A contact as it was filled: the lines of its form in the version of then. The twin of `read_contact` in
 * `nyelik.care.form`. Nothing recorded is lost: what has no line in the form stands apart.
 */

import type { Bundle } from "./bundle.ts";
import type { Hidden } from "./card.ts";
import type { Engine } from "./engine/engine.ts";
import type { FormField, FormSection, Package } from "./package.ts";
import type { TypedValue } from "./typed.ts";

/** The body of a contact after contracts/entry.schema.json, as far as forms fill it. */
export interface ContactBody {
  readonly package?: string;
  readonly package_version?: string;
  readonly observations?: Readonly<Record<string, TypedValue>>;
  readonly doses?: Readonly<Record<string, TypedValue>>;
  readonly topics?: Readonly<Record<string, TypedValue>>;
}

/** `exact` is false when the version is not known here and the newest form, or none, stands in. */
export interface ReadForm {
  readonly package: Package | null;
  readonly exact: boolean;
  readonly sections: readonly {
    readonly section: FormSection;
    readonly lines: readonly { readonly field: FormField; readonly value: TypedValue }[];
  }[];
  readonly others: Readonly<Record<string, TypedValue>>;
}

/** The package of a form's name in that version, by default the newest; undefined if there is none. */
export function packageOf(bundle: Bundle, form: string, version?: string): Package | undefined {
  const known = (bundle.packages ?? []).filter(
    (one) => one.form === form && (version === undefined || one.version === version),
  );
  return known.reduce<Package | undefined>(
    (newest, one) => (newest && newest.in_force.since >= one.in_force.since ? newest : one),
    undefined,
  );
}

/** A contact's values in the order of its form; values of words that the reader may not see appear nowhere. */
export function readContact(engine: Engine, body: ContactBody, hidden: Hidden): ReadForm {
  const { package: form, package_version: version } = body;
  const exact = form && version ? packageOf(engine.bundle, form, version) : undefined;
  const found = exact ?? (form ? packageOf(engine.bundle, form) : undefined);
  const values = recorded(engine, body, hidden);
  const sections = (found?.sections ?? []).map((section) => ({
    section,
    lines: section.fields.map((field) => {
      const value = values.get(field.of) ?? null;
      values.delete(field.of);
      return { field, value };
    }),
  }));
  const others = Object.fromEntries(values);
  return { package: found ?? null, exact: exact !== undefined, sections, others };
}

function recorded(engine: Engine, body: ContactBody, hidden: Hidden): Map<string, TypedValue> {
  const groups = [body.observations, body.doses, body.topics];
  const values = groups.flatMap((group) => Object.entries(group ?? {}));
  return new Map(
    values.filter(([code, value]) => {
      const sensitive = engine.words.get(code)?.sensitive;
      return value !== null && !(sensitive && hidden.has(sensitive));
    }),
  );
}
