/** The history of one record: each writing with what it changed, both values. */

import type { StoredEntry } from "../../../core/journal/entry.ts";
import { HAPPENED, NESTED, type Subject } from "../../../core/journal/fold.ts";

/** One field that a writing set: the value before (undefined: never set) and after (null: erased). */
export interface Change {
  readonly field: string;
  /** The word's code, or the field's name. */
  readonly code: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface Writing {
  readonly entry: StoredEntry;
  readonly changes: readonly Change[];
  /** Unix milliseconds. */
  readonly written: number;
}

const QUIET: readonly string[] = ["package", "package_version", "session", "queue", "steps"];

/** The writings of a record in the order of writing; what a later one merely repeats is no change. */
export function writingsOf({ entries, kind }: Pick<Subject, "entries" | "kind">): Writing[] {
  const now = new Map<string, unknown>();
  return entries.map((entry, place) => {
    const set = [
      ...fieldsOf(entry),
      ...(kind === "contact" ? [[HAPPENED, entry.happened] as const] : []),
    ];
    const changes = set
      .filter(([field, after]) => !same(now.get(field), after))
      .map(([field, after]) => ({ field, code: codeOf(field), before: now.get(field), after }))
      .filter(({ field }) => !QUIET.includes(field.split(".")[0] as string))
      .filter(({ field }) => place > 0 || field !== HAPPENED);
    for (const [field, after] of set) {
      now.set(field, after);
    }
    return { entry, changes, written: Number(entry.written >> 16n) };
  });
}

function fieldsOf({ body }: StoredEntry): (readonly [string, unknown])[] {
  return Object.entries(body).flatMap(([name, value]) =>
    NESTED.has(name) && typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([code, inner]) => [`${name}.${code}`, inner] as const)
      : [[name, value] as const],
  );
}

function codeOf(field: string): string {
  const [group = "", ...rest] = field.split(".");
  return NESTED.has(group) ? rest.join(".") : field;
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
