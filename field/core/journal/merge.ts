/** Duplicate persons: merged by an entry, un-merged by another. The twin of `nyelik.journal.merge`. */

import type { StoredEntry } from "./entry.ts";
import { inWriting, type Subject } from "./fold.ts";

/** Duplicate to who they are: of several merges of one person the last written stands. */
export function linksOf(subjects: Iterable<Subject>): Map<string, string> {
  const merges = [...subjects].filter(({ kind }) => kind === "merge");
  merges.sort((one, other) => inWriting(lastOf(one), lastOf(other)));
  const links = new Map<string, string>();
  for (const { about, fields, retracted } of merges) {
    const into = fields["into"];
    if (
      !retracted &&
      !fields["undone"] &&
      typeof into === "string" &&
      into.toLowerCase() !== about
    ) {
      links.set(about, into.toLowerCase());
    }
  }
  return links;
}

function lastOf({ entries }: Subject): StoredEntry {
  return entries[entries.length - 1] as StoredEntry;
}

/** Who a person is after following merges; in a circle of merges, the smallest identifier of the circle. */
export function canonical(person: string, links: ReadonlyMap<string, string>): string {
  const path: string[] = [];
  let at = person;
  for (let next = links.get(at); next !== undefined; next = links.get(at)) {
    if (path.includes(at)) {
      const circle = path.slice(path.indexOf(at)).sort();
      return circle[0] as string;
    }
    path.push(at);
    at = next;
  }
  return at;
}
