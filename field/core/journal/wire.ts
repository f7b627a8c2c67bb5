/**
 * Entries on their way: `written` has 64 bits, which a JSON number does not survive in JavaScript. Pushed it is a
 * bare integer, pulled and kept it is decimal text (contracts/sync.md).
 */

import type { Entry, StoredEntry } from "./entry.ts";

/** A stored entry as JSON can hold it: what a pulled record and the phone's own store contain. */
export interface WrittenEntry extends Omit<StoredEntry, "written"> {
  readonly written: string;
}

/** All that the device may know about one person, household or facility; it replaces what was there. */
export interface PulledRecord {
  readonly about: string;
  readonly kind: string;
  readonly entries: readonly StoredEntry[];
}

/** What came is no entry, or what should go cannot be said in JSON. */
export class WireError extends Error {}

const LARGEST = (1n << 63n) - 1n;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/**
 * The JSON text of one entry for `POST /api/entries`. Throws WireError for what JSON would quietly turn into
 * something else: a number that is none would arrive as null, and null erases.
 */
export function entryToJson(entry: Entry): string {
  const { written, number } = entry;
  if (written < 0n || written > LARGEST) {
    throw new WireError(`written must fit 63 bits: ${written}`);
  }
  if (!(Number.isSafeInteger(number) && number > 0)) {
    throw new WireError(`entries are numbered from 1: ${number}`);
  }
  // Field by field: what the store keeps beside an entry (seq, where it is) does not go out.
  const rest = JSON.stringify(
    {
      device: entry.device,
      number,
      kind: entry.kind,
      version: entry.version,
      subject: entry.subject,
      about: entry.about,
      body: entry.body,
      happened: entry.happened,
      seen: entry.seen,
      by: entry.by,
      place: entry.place,
      rulebook: entry.rulebook,
    },
    sayable,
  );
  return `${rest.slice(0, -1)},"written":${written}}`;
}

/** The JSON text of a whole push. */
export function entriesToJson(entries: readonly Entry[]): string {
  return `[${entries.map(entryToJson).join(",")}]`;
}

function sayable(_: string, value: unknown): unknown {
  if (typeof value === "string") {
    return value.replace(LONE_SURROGATE, "\ufffd"); // half an emoji would make the whole push unreadable
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new WireError("a number that is none would erase what was there");
  }
  return value;
}

/** The entry with `written` as text. */
export function writtenEntry(entry: StoredEntry): WrittenEntry {
  return { ...entry, written: entry.written.toString() };
}

/** The entry that JSON held; what is left out has its default, keys that are not known are left alone. */
export function storedEntry(data: unknown): StoredEntry {
  const entry = objectOf(data);
  return {
    device: textOf(entry, "device"),
    number: wholeOf(entry, "number"),
    kind: textOf(entry, "kind"),
    version: wholeOf(entry, "version", 1),
    subject: textOf(entry, "subject"),
    about: textOf(entry, "about"),
    body: objectOf(entry["body"]),
    happened: textOf(entry, "happened"),
    written: stampOf(entry["written"]),
    seen: wholeOf(entry, "seen", 0),
    by: textOrNull(entry, "by"),
    place: textOrNull(entry, "place"),
    rulebook: textOf(entry, "rulebook"),
    seq: wholeOf(entry, "seq"),
  };
}

/** A record of a pull. Throws WireError when the server sent what is none. */
export function pulledRecord(data: unknown): PulledRecord {
  const record = objectOf(data);
  const entries = record["entries"];
  if (!Array.isArray(entries)) {
    throw new WireError("a record without entries");
  }
  return {
    about: textOf(record, "about"),
    kind: textOf(record, "kind"),
    entries: entries.map(storedEntry),
  };
}

type Data = Readonly<Record<string, unknown>>;

function objectOf(data: unknown): Data {
  if (typeof data !== "object" || data === null || Array.isArray(data)) {
    throw new WireError("an object was expected");
  }
  return data as Data;
}

function textOf(data: Data, key: string): string {
  const value = data[key];
  if (typeof value !== "string") {
    throw new WireError(`${key} must be text`);
  }
  return value;
}

function textOrNull(data: Data, key: string): string | null {
  return data[key] === undefined || data[key] === null ? null : textOf(data, key);
}

function wholeOf(data: Data, key: string, otherwise?: number): number {
  const value = data[key] ?? otherwise;
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new WireError(`${key} must be a whole number`);
  }
  return value;
}

function stampOf(value: unknown): bigint {
  if (typeof value !== "string" || !/^[0-9]{1,19}$/.test(value)) {
    throw new WireError("written must be decimal text");
  }
  return BigInt(value);
}
