/** Joining two contacts of one person in one session. */

import type { Subject } from "../../../core/journal/fold.ts";

const GROUPS = ["observations", "doses", "topics", "steps"] as const;

/**
 * What the first contact lacks and the other has. Where both have a value the first one's stands: whoever joins has
 * both before their eyes, and the other contact stays readable in the history.
 */
export function joining(into: Subject, other: Subject): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const group of GROUPS) {
    const own = groupOf(into, group);
    const added = Object.entries(groupOf(other, group)).filter(
      ([code, value]) => value !== null && (own[code] ?? null) === null,
    );
    if (added.length > 0) {
      body[group] = Object.fromEntries(added);
    }
  }
  if (!into.fields["queue"] && other.fields["queue"]) {
    body["queue"] = other.fields["queue"];
  }
  return body;
}

function groupOf({ fields }: Subject, group: string): Readonly<Record<string, unknown>> {
  return (fields[group] ?? {}) as Readonly<Record<string, unknown>>;
}
