/** The journal of a phone says what the vectors of the contract say; so does the desk (tests/generative). */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { factsAnswer, foldAnswer } from "../../answer/journal.ts";
import type { Word } from "../bundle.ts";
import type { Entry } from "../journal/entry.ts";
import { nextStamp } from "../journal/hlc.ts";
import { facilityId, millisecondsOf, sessionId, uuid7 } from "../journal/ids.ts";
import {
  entriesToJson,
  entryToJson,
  pulledRecord,
  storedEntry,
  WireError,
  type WrittenEntry,
  writtenEntry,
} from "../journal/wire.ts";

interface Vectors {
  readonly words: readonly Word[];
  readonly cases: readonly {
    readonly name: string;
    readonly entries: readonly WrittenEntry[];
    readonly canonical: string | null;
    readonly of: string | null;
    readonly fold: unknown;
    readonly facts: unknown;
  }[];
}

const file = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../contracts/vectors/${name}.json`, import.meta.url), "utf8"),
  );
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const vectors = file("fold") as Vectors;

for (const { name, entries, canonical, of, ...said } of vectors.cases) {
  test(`folds as the desk does: ${name}`, () => {
    assert.deepEqual(plain(foldAnswer(entries)), said.fold);
    const question = { ask: "facts", entries, words: vectors.words, canonical } as const;
    const facts = factsAnswer(of === null ? question : { ...question, of });
    assert.deepEqual(plain(facts), said.facts);
  });
}

const names = file("ids") as Record<string, string[][]>;

test("identifiers and stamps are those of the desk", async () => {
  for (const [ms, random, id] of names["uuid7"] ?? []) {
    assert.equal(uuid7(Number(ms), Buffer.from(String(random), "hex")), id);
    assert.equal(millisecondsOf(String(id)), Number(ms));
  }
  for (const [code, id] of names["facility"] ?? []) {
    assert.equal(await facilityId(String(code), crypto.subtle), id);
  }
  for (const [code, day, id] of names["session"] ?? []) {
    assert.equal(await sessionId(String(code), String(day), crypto.subtle), id);
  }
  for (const [last, now, seen, next] of names["stamp"] ?? []) {
    assert.equal(String(nextStamp(BigInt(last ?? 0), Number(now), BigInt(seen ?? 0))), next);
  }
});

test("what makes no identifier is refused", () => {
  assert.throws(() => uuid7(0, new Uint8Array(9)), RangeError);
  assert.throws(() => uuid7(2 ** 48, new Uint8Array(10)), RangeError);
  assert.throws(() => uuid7(1.5, new Uint8Array(10)), RangeError);
});

const entry: Entry = {
  device: "hp-own",
  number: 3,
  kind: "contact",
  version: 1,
  subject: "00000000-0000-7000-8000-000000000001",
  about: "00000000-0000-7000-8000-000000000002",
  body: { observations: { weight_kg: 9.5 }, note: 'ia berkata "ya", "written":1}' },
  happened: "2026-07-01T08:30",
  written: (1n << 62n) + 1n,
  seen: 12,
  by: null,
  place: "home",
  rulebook: "2026.11.0",
};

test("a pushed entry has its 64-bit clock as a bare number, and nothing of the store's", () => {
  const text = entryToJson({ ...entry, seq: 9, at: "phone" } as Entry);
  assert.ok(text.endsWith(',"written":4611686018427387905}'), text);
  const { written: _, ...rest } = entry;
  const { written: lost, ...read } = JSON.parse(text);
  assert.equal(lost, Number(entry.written));
  assert.deepEqual(read, rest);
  assert.equal(JSON.parse(entriesToJson([entry, entry])).length, 2);
  assert.equal(entriesToJson([]), "[]");
});

test("what JSON would quietly change is refused; half a character does not spoil the push", () => {
  const withBody = (body: Entry["body"]) => entryToJson({ ...entry, body });
  assert.throws(() => withBody({ observations: { weight_kg: Number.NaN } }), WireError);
  assert.throws(() => entryToJson({ ...entry, written: 1n << 63n }), WireError);
  assert.throws(() => entryToJson({ ...entry, number: 0 }), WireError);
  assert.equal(JSON.parse(withBody({ note: "baik \ud83d, 😀" })).body.note, "baik \ufffd, 😀");
});

test("a pulled record keeps every bit, and takes what is left out as its default", () => {
  const {
    version: _,
    by: __,
    place: ___,
    seen: ____,
    ...sent
  } = writtenEntry({
    ...entry,
    seq: 7,
  });
  const data = { about: entry.about, kind: "person", entries: [{ ...sent, later: true }], new: 1 };
  const { entries } = pulledRecord(plain(data));
  assert.deepEqual(entries, [{ ...entry, seq: 7, place: null, seen: 0 }]);
});

test("what is no entry is said to be none", () => {
  const good = { ...writtenEntry({ ...entry, seq: 7 }) };
  assert.deepEqual(storedEntry(good), { ...entry, seq: 7 });
  for (const wrong of [
    { ...good, written: 12 },
    { ...good, written: "1e3" },
    { ...good, seq: "7" },
    { ...good, body: [] },
    { ...good, device: undefined },
    null,
  ]) {
    assert.throws(() => storedEntry(wrong), WireError);
  }
  assert.throws(() => pulledRecord({ about: "x", kind: "person" }), WireError);
});
