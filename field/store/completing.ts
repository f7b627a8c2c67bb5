/** From what a screen writes to an entry that lacks only what the counter gives. */

import { entryToJson } from "../core/journal/wire.ts";
import type { Unnumbered } from "./counter.ts";
import { Problem } from "./problem.ts";
import { latest } from "./reading.ts";
import type { Register } from "./register.ts";
import type { NewEntry } from "./types.ts";

const VERSION = 1;

/** Throws Problem `unreadable-entry` for what JSON cannot say: a number that is none would erase what was there. */
export async function completed(
  fresh: NewEntry,
  register: Register,
  by: string,
  rulebook: string,
): Promise<Unnumbered> {
  const entry: Unnumbered = {
    kind: fresh.kind,
    version: VERSION,
    subject: fresh.subject,
    about: fresh.about,
    body: fresh.body,
    happened: fresh.happened,
    seen: await seenOf(fresh, register),
    by,
    place: fresh.place ?? null,
    rulebook,
  };
  try {
    const text = entryToJson({ ...entry, device: "-", number: 1, written: 0n });
    // What was typed until now: a screen may go on changing its object.
    return { ...entry, body: (JSON.parse(text) as { body: Unnumbered["body"] }).body };
  } catch {
    throw new Problem("unreadable-entry");
  }
}

/** The greatest stamp known here of what entries patch. */
export async function latestOf(fresh: readonly NewEntry[], register: Register): Promise<bigint> {
  let greatest = 0n;
  for (const { subject, about } of fresh) {
    const entries = await register.entries(register.canonical(about)).catch(() => []);
    const known = latest(entries.filter((entry) => entry.subject === subject));
    greatest = known > greatest ? known : greatest;
  }
  return greatest;
}

/** The last of the server's numbers known here of the subject; 0 where its record cannot be read: saving goes on. */
async function seenOf({ subject, about }: NewEntry, register: Register): Promise<number> {
  const entries = await register.entries(register.canonical(about)).catch(() => []);
  return entries.reduce(
    (greatest, entry) => (entry.subject === subject && entry.seq > greatest ? entry.seq : greatest),
    0,
  );
}
