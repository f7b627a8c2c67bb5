/**
 * State from entries: for each subject and field, the patch written last wins. The twin of `nyelik.journal.fold`: the
 * same entries give the same state here and there. Order of arrival, repetition and batching do not matter. A
 * retraction wins over any edit, whenever it arrives. Paths name fields: `weight` or, inside a group, `doses.MR`.
 *
 * The own entries that the server does not have yet (`seq` 0) are folded as if it received them now, in the order of
 * their numbers: after everything that it has, and seen by nobody but this device.
 */

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

/** Groups in a body that fold key by key: two workers may each add one observation to a contact. */
export const NESTED: ReadonlySet<string> = new Set([
  "observations",
  "doses",
  "topics",
  "facts",
  "imported",
  "steps",
  "tasks",
  "findings",
]);

/** The path of a contact's own moment in conflicts; it is no field of the body. */
export const HAPPENED = "happened";

type Group = Map<string, StoredEntry>;

/** Every subject that the entries describe, in order of first writing. All entries given are accepted ones. */
export function fold(entries: Iterable<StoredEntry>): Map<string, Subject> {
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const key = `${entry.subject} ${entry.about}`;
    let group = groups.get(key);
    if (group === undefined) {
      group = new Map();
      groups.set(key, group);
    }
    const identity = `${entry.number} ${entry.device}`;
    if (entry.seq !== 0 || !group.has(identity)) {
      group.set(identity, entry); // the server's copy knows its place
    }
  }
  const subjects = rightful(groups.values()).map((group) => foldSubject([...group.values()]));
  subjects.sort((one, other) => inWriting(firstOf(one.entries), firstOf(other.entries)));
  return new Map(subjects.map((subject) => [subject.id, subject]));
}

/**
 * One group for each subject: the one about whom the server first heard of it. Danger: scope is checked by `about`.
 * Whoever names another person beside somebody's contact must not patch it.
 */
function rightful(groups: Iterable<Group>): Group[] {
  const chosen = new Map<string, { group: Group; claim: StoredEntry }>();
  for (const group of groups) {
    const claim = [...group.values()].reduce((first, entry) =>
      inArrival(entry, first) < 0 ? entry : first,
    );
    const before = chosen.get(claim.subject);
    if (before === undefined || inArrival(claim, before.claim) < 0) {
      chosen.set(claim.subject, { group, claim });
    }
  }
  return [...chosen.values()].map(({ group }) => group);
}

/** By the server's order; what it does not have yet comes last, by number. */
function inArrival(one: StoredEntry, other: StoredEntry): number {
  const [first, second] = [place(one), place(other)];
  if (first !== second) {
    return first < second ? -1 : 1;
  }
  return first === Number.POSITIVE_INFINITY && one.number !== other.number
    ? one.number - other.number
    : compareText(one.about, other.about);
}

function place({ seq }: StoredEntry): number {
  return seq === 0 ? Number.POSITIVE_INFINITY : seq;
}

/** What orders patches: written, then device, then number; the greater wins. */
export function inWriting(one: StoredEntry, other: StoredEntry): number {
  if (one.written !== other.written) {
    return one.written < other.written ? -1 : 1;
  }
  return compareText(one.device, other.device) || one.number - other.number;
}

/** By code points, as Python compares; the language's own `<` goes by halves of surrogate pairs. */
function compareText(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  const [first, second] = [[...one], [...other]];
  const at = first.findIndex((letter, index) => letter !== second[index]);
  return at < 0 ? -1 : (first[at]?.codePointAt(0) ?? -1) - (second[at]?.codePointAt(0) ?? -1);
}

/** One subject from its entries, each given once, at least one. */
export function foldSubject(entries: readonly StoredEntry[]): Subject {
  const ordered = entries.length > 1 ? [...entries].sort(inWriting) : entries;
  const first = firstOf(ordered);
  if (ordered.length === 1 && isPlain(first.body)) {
    return fromOne(first, ordered);
  }
  const last = ordered[ordered.length - 1] as StoredEntry;
  const patches = patchesOf(ordered);
  const retracted = ordered.some(({ body }) => body["retracted"] === true);
  return {
    id: first.subject,
    kind: first.kind,
    about: last.about,
    fields: fieldsOf(patches),
    happened: last.happened,
    by: first.by,
    place: ordered.findLast((entry) => entry.place !== null)?.place ?? null,
    retracted,
    conflicts: retracted || ordered.length === 1 ? [] : conflictsOf(ordered, patches),
    entries: ordered,
  };
}

/** The common case, most contacts are never corrected: the body is the fields, shared and not copied. */
function fromOne(entry: StoredEntry, entries: readonly StoredEntry[]): Subject {
  const { subject: id, kind, about, body: fields, happened, by, place } = entry;
  const retracted = fields["retracted"] === true;
  return { id, kind, about, fields, happened, by, place, retracted, conflicts: [], entries };
}

/** Whether folding a body alone would change nothing: nothing erased, no empty group, no name that reads like a path. */
function isPlain(body: StoredEntry["body"]): boolean {
  for (const name of Object.keys(body)) {
    const value = body[name];
    if (value === null || name.includes(".")) {
      return false;
    }
    if (NESTED.has(name) && isObject(value)) {
      const inner = Object.values(value);
      if (inner.length === 0 || inner.includes(null)) {
        return false;
      }
    }
  }
  return true;
}

function firstOf(entries: readonly StoredEntry[]): StoredEntry {
  return entries[0] as StoredEntry;
}

type Histories = Map<string, Patch[]>;

function patchesOf(ordered: readonly StoredEntry[]): Histories {
  const histories: Histories = new Map();
  for (const entry of ordered) {
    for (const [name, value] of Object.entries(entry.body)) {
      if (NESTED.has(name) && isObject(value)) {
        for (const [key, inner] of Object.entries(value)) {
          add(histories, `${name}.${key}`, { value: inner, entry });
        }
      } else {
        add(histories, name, { value, entry });
      }
    }
  }
  return histories;
}

function add(histories: Histories, path: string, patch: Patch): void {
  const known = histories.get(path);
  if (known === undefined) {
    histories.set(path, [patch]);
  } else {
    known.push(patch);
  }
}

/** The winners. What was once written as a text and once as a group is the group. */
function fieldsOf(histories: Histories): Record<string, unknown> {
  const fields = new Map<string, unknown>();
  const groups = new Map<string, Map<string, unknown>>();
  for (const [path, history] of histories) {
    const { value } = history[history.length - 1] as Patch;
    const dot = path.indexOf(".");
    const group = path.slice(0, Math.max(dot, 0));
    if (value === null) {
      continue;
    }
    if (NESTED.has(group)) {
      groups.set(group, (groups.get(group) ?? new Map()).set(path.slice(dot + 1), value));
    } else {
      fields.set(path, value);
    }
  }
  for (const [group, values] of groups) {
    fields.set(group, Object.fromEntries(values));
  }
  return Object.fromEntries(fields); // keeps even a field called __proto__ a mere field
}

function conflictsOf(ordered: readonly StoredEntry[], histories: Histories): Conflict[] {
  const all = new Map(histories);
  if (firstOf(ordered).kind === "contact") {
    // For other kinds `happened` is only the day of writing.
    const moments = ordered.map((entry) => ({ value: entry.happened, entry }));
    all.set(HAPPENED, moments);
  }
  const { subject } = firstOf(ordered);
  const { about } = ordered[ordered.length - 1] as StoredEntry;
  return [...all].flatMap(([field, history]) => {
    const patches = history.length > 1 ? unseenHeads(history) : [];
    const differ = patches.some(({ value }) => !isSame(value, (patches[0] as Patch).value));
    return differ ? [{ subject, about, field, patches }] : [];
  });
}

/**
 * Patches of one field that no other patch's writer had seen, last written first. A device has seen its own earlier
 * entries, and those that the server had numbered up to its `seen`. So whoever settles a conflict does it by writing
 * the field once more, having seen both.
 */
export function unseenHeads(history: readonly Patch[]): Patch[] {
  return history
    .filter((patch) => !history.some((other) => hasSeen(other.entry, patch.entry)))
    .sort((one, other) => inWriting(other.entry, one.entry));
}

function hasSeen(later: StoredEntry, earlier: StoredEntry): boolean {
  return later.device === earlier.device
    ? later.number > earlier.number
    : later.seen >= place(earlier);
}

/** Whether two recorded values say the same: true is not 1, 1 is 1.0. */
function isSame(one: unknown, other: unknown): boolean {
  return typeof one === typeof other && isEqual(one, other);
}

function isEqual(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => isEqual(value, other[at]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && isEqual(one[key], other[key]))
    );
  }
  return one === other;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
