/** State from entries: for each subject and field, the patch written last wins. The twin of `nyelik.journal.fold`. */

import type { StoredEntry } from "./entry.ts";

/** One field set by one entry; value null erases it. */
export interface Patch {
  readonly value: unknown;
  readonly entry: StoredEntry;
}

/** A field set to different values by devices that did not know of each other; the first patch is the one shown. */
export interface Conflict {
  readonly subject: string;
  readonly about: string;
  readonly field: string;
  readonly patches: readonly Patch[];
}

/** What is known of one subject now. `fields` holds the values, groups as nested objects. */
export interface Subject {
  readonly id: string;
  readonly kind: string;
  readonly about: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly happened: string;
  readonly by: string | null;
  readonly place: string | null;
  readonly retracted: boolean;
  readonly conflicts: readonly Conflict[];
  /** In the order of writing. */
  readonly entries: readonly StoredEntry[];
}
