/** Registering, changing, settling, and the history of a record: what screens of people write and tell. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../../core/dates.ts";
import type { StoredEntry } from "../../core/journal/entry.ts";
import { fold, type Subject } from "../../core/journal/fold.ts";
import type { Listed, Standing } from "../../store/types.ts";
import { Scale } from "../charts/scale.ts";
import { writingsOf } from "../screens/mine/changes.ts";
import { cardText, readCard } from "../screens/people/cards.ts";
import { gravest } from "../screens/people/gravest.ts";
import { inHouses, livesIn } from "../screens/people/listing.ts";
import { areaText, callable, deepest } from "../screens/people/places.ts";
import { settling } from "../screens/person/settle.ts";
import { whereIs } from "../screens/person/whereabouts.ts";
import { changed, moveBody } from "../screens/register/change.ts";
import { type RegisterDraft, typedOf } from "../screens/register/draft.ts";
import { dayOfAge, openPregnancy, registrationEntries } from "../screens/register/entries.ts";
import { nikRemark } from "../screens/register/remarks.ts";

const ID = "0190d3c0-0000-7000-8000-000000000001";
const MOTHER = "0190d3c0-0000-7000-8000-000000000002";
const EPISODE = "0190d3c0-0000-7000-8000-000000000003";
const TODAY = dayNumber(2026, 7, 1);

const entry = (of: Partial<StoredEntry>): StoredEntry => ({
  device: "d1",
  number: 1,
  kind: "contact",
  version: 1,
  subject: EPISODE,
  about: ID,
  body: {},
  happened: "2026-06-01",
  written: 1n << 16n,
  seen: 0,
  by: null,
  place: null,
  rulebook: "",
  seq: 1,
  ...of,
});

const listed = (of: Partial<Listed>): Listed => ({
  id: ID,
  name: "",
  key: "",
  motherKey: "",
  sex: null,
  born: null,
  bornEstimated: false,
  birthOrder: null,
  nik: "",
  kk: "",
  area: "",
  address: "",
  phone: "",
  household: null,
  mother: null,
  motherName: "",
  died: null,
  movedOut: null,
  retracted: false,
  conflicts: 0,
  ...of,
});

const DRAFT: RegisterDraft = {
  kind: "register",
  person: ID,
  mother: null,
  started: "2026-07-01T08:30",
  typed: { name: "Siti", born: "2026-06-30" },
  byAge: false,
  years: "",
  clock: "",
  area: "19.06.01.2001-003",
  household: "",
  freshHousehold: "0190d3c0-0000-7000-8000-00000000000a",
  freshEpisode: "0190d3c0-0000-7000-8000-00000000000b",
  freshContact: "0190d3c0-0000-7000-8000-00000000000c",
  delivers: false,
};

const filled = (subject: Record<string, string>) => ({
  contact: { package: "registration", package_version: "2023" },
  subject,
  episodes: {},
});

const only = (subjects: ReadonlyMap<string, Subject>): Subject =>
  [...subjects.values()][0] as Subject;

test("a newborn lives with the mother, is born at an hour, and ends her pregnancy", () => {
  const pregnancy = only(
    fold([
      entry({ kind: "episode", about: MOTHER, body: { type: "pregnancy", start: "2025-09-20" } }),
    ]),
  );
  assert.equal(openPregnancy([pregnancy])?.id, EPISODE);
  const mother = listed({ id: MOTHER, name: "Dewi", household: "h1", address: "Jl. Laut 1" });
  const draft = { ...DRAFT, mother: MOTHER, household: "h1", clock: "04:10", delivers: true };
  const born = typedOf(draft, TODAY, dayOfAge)["born"] as string;
  assert.equal(born, "2026-06-30T04:10");
  const written = registrationEntries({
    draft,
    filled: filled({ name: "Bayi Ny. Dewi", born }),
    mother,
    pregnancy,
    place: null,
  });
  assert.deepEqual(
    written.map(({ kind, about, body }) => [kind, about, body]),
    [
      [
        "person",
        ID,
        {
          name: "Bayi Ny. Dewi",
          born,
          area: "19.06.01.2001-003",
          household: "h1",
          mother: MOTHER,
          mother_name: "Dewi",
        },
      ],
      ["episode", MOTHER, { delivered: born, outcome: "live_birth" }],
    ],
  );
});

test("a pregnancy that ended is not ended again", () => {
  const body = { type: "pregnancy", start: "2024-01-01", delivered: "2024-09-20" };
  assert.equal(openPregnancy(fold([entry({ kind: "episode", body })]).values()), null);
});

test("a new household comes before its head", () => {
  const written = registrationEntries({
    draft: { ...DRAFT, household: "new" },
    filled: filled({ name: "Adi", kk: "1906010101010001", address: "Jl. Laut 2" }),
    mother: null,
    pregnancy: null,
    place: null,
  });
  assert.deepEqual(
    written.map(({ kind }) => kind),
    ["household", "person"],
  );
  assert.equal(written[0]?.body["head_name"], "Adi");
  assert.equal(written[1]?.body["household"], DRAFT.freshHousehold);
});

test("an age without a day is the middle of its year, and says so", () => {
  const draft = { ...DRAFT, byAge: true, years: "58" };
  assert.equal(typedOf(draft, TODAY, dayOfAge)["born"], "1968-07-01");
  assert.equal(typedOf({ ...draft, years: "" }, TODAY, dayOfAge)["born"], null);
  assert.equal(dayOfAge(0, dayNumber(2026, 3, 1)), "2026-03-01");
  const [person] = registrationEntries({
    draft,
    filled: filled({}),
    mother: null,
    pregnancy: null,
    place: null,
  });
  assert.equal(person?.body["born_estimated"], true);
});

test("only what differs is written of a corrected identity", () => {
  const before = { name: "Siti", phone: "0812", address: "Jl. A" };
  assert.deepEqual(changed(before, { name: "Siti", phone: "", address: "Jl. B", nik: null }), {
    phone: null,
    address: "Jl. B",
  });
});

test("a move within writes the new place with its day, and takes back having left", () => {
  const moving = { day: "2026-06-30", area: "a-002", household: "h2", remark: " " };
  assert.deepEqual(moveBody({ ...moving, move: "out" }, {}), { moved_out: "2026-06-30" });
  assert.deepEqual(moveBody({ ...moving, move: "back" }, { moved_out: "2026-01-01" }), {
    area: "a-002",
    moved_in: "2026-06-30",
    household: "h2",
    moved_out: null,
  });
});

test("a NIK is remarked on, never refused", () => {
  const typed = { sex: "female", born: "1990-01-01" };
  assert.equal(nikRemark(typed), null);
  assert.equal(nikRemark({ ...typed, nik: "1906 0141 0190 0001" }), null);
  assert.equal(nikRemark({ ...typed, nik: "19060141" }), "nikLength");
  assert.equal(nikRemark({ ...typed, nik: "1906017101900001" }), "nikBorn");
  assert.equal(nikRemark({ ...typed, nik: "1906010101900001" }), "nikSex");
  assert.equal(nikRemark({ ...typed, nik: "1906010001900001" }), "nikInvalid");
  assert.equal(nikRemark({ ...typed, nik: "1906••••••••••01" }), null);
});

test("settling writes the chosen value once more where it was", () => {
  const subject = only(
    fold([
      entry({ body: { observations: { weight_kg: 9 } }, written: 1n << 16n }),
      entry({ device: "d2", seq: 2, body: { observations: { weight_kg: 8 } }, written: 2n << 16n }),
    ]),
  );
  const [conflict] = subject.conflicts;
  assert.ok(conflict);
  const dispute = { conflict, subject, code: "weight_kg", label: "", options: [] };
  const settled = settling(dispute, 9, "2026-07-01T10:00");
  assert.deepEqual(settled, {
    kind: "contact",
    subject: EPISODE,
    about: ID,
    body: { observations: { weight_kg: 9 } },
    happened: "2026-06-01",
  });
  // Written by somebody who has seen both, it ends the conflict.
  const end = entry({ ...settled, device: "d3", number: 1, seq: 3, seen: 2, written: 3n << 16n });
  assert.deepEqual(only(fold([...subject.entries, end])).conflicts, []);
});

test("the history of a record tells both values of each change and nothing twice", () => {
  const writings = writingsOf(
    only(
      fold([
        entry({ body: { package: "card-child", observations: { weight_kg: 9, muac_cm: 14 } } }),
        entry({
          number: 2,
          seq: 2,
          written: 5n << 16n,
          body: { observations: { weight_kg: 8.9, muac_cm: 14 } },
        }),
        entry({
          number: 3,
          seq: 3,
          written: 6n << 16n,
          happened: "2026-06-02",
          body: { reason: "Salah ketik" },
        }),
      ]),
    ),
  );
  assert.deepEqual(
    writings.map(({ changes }) => changes.map(({ code, before, after }) => [code, before, after])),
    [
      [
        ["weight_kg", undefined, 9],
        ["muac_cm", undefined, 14],
      ],
      [["weight_kg", 9, 8.9]],
      [
        ["reason", undefined, "Salah ketik"],
        ["happened", "2026-06-01", "2026-06-02"],
      ],
    ],
  );
});

test("a record is where its least safe entry is", () => {
  const subject = only(fold([entry({}), entry({ number: 2, seq: 0, written: 2n << 16n })]));
  assert.equal(whereIs(subject, new Map()).at, "phone");
  const held = { entry: entry({ number: 2 }), at: "held" as const, problem: "out-of-scope" };
  assert.deepEqual(whereIs(subject, new Map([["2 d1", held]])), {
    at: "held",
    problem: "out-of-scope",
  });
});

test("a card of a person holds the identity and no name", () => {
  assert.equal(cardText(ID), `nyelik:${ID}`);
  assert.equal(readCard(` NYELIK:${ID.toUpperCase()} `), ID);
  assert.equal(readCard("https://example.org"), null);
  assert.equal(readCard(`nyelik:${ID}x`), null);
});

test("the gravest comes first, and nobody hears of a finding they may not know", () => {
  const standing = {
    due: [{ service: "a", status: "overdue", start: null, overdue: null }],
    findings: [{ id: "f", class: "x", severity: "danger" }],
  } as unknown as Standing;
  assert.equal(gravest(standing, () => true)?.kind, "danger");
  assert.deepEqual(
    gravest(standing, () => false),
    { kind: "overdue", tone: "oranye", count: 1 },
  );
  assert.equal(
    gravest(undefined, () => true),
    null,
  );
});

test("people of an area stand house by house, those who left last", () => {
  const people = [
    listed({ id: "1", area: "a-002", household: "h2" }),
    listed({ id: "2", area: "a-001", household: "h1", died: "2026-01-01" }),
    listed({ id: "3", area: "a-001", household: "h1" }),
    listed({ id: "4", area: "b-001" }),
    listed({ id: "5", area: "a-001", retracted: true }),
  ];
  const order = (area: string) => inHouses(people, new Map(), area).map(({ id }) => id);
  assert.deepEqual(order(""), ["3", "1", "4", "2"]);
  assert.deepEqual(order("a"), ["3", "1", "2"]);
  assert.equal(livesIn({ area: "a-0012" }, "a-001"), false);
});

test("places are named from near to far, and the nearest who can be called is found", () => {
  const area = (code: string, name: string, level: string, parent?: string) => ({
    code,
    name,
    level,
    ...(parent === undefined ? {} : { parent }),
  });
  const places = [
    area("v", "Lalang", "village"),
    area("v-d", "Dusun Air", "dusun", "v"),
    area("v-001", "RT 001", "rt", "v-d"),
  ];
  assert.equal(areaText({ places, areas: [] }, "v-001"), "RT 001, Dusun Air, Lalang");
  assert.equal(areaText({ places, areas: [] }, "x"), "");
  assert.deepEqual(
    deepest({ places, areas: [] }).map(({ code }) => code),
    ["v-001"],
  );
  const facility = (code: string, phone: string, serves: string[]) => ({
    code,
    name: code,
    type: "pustu",
    area: "v",
    phone,
    serves,
  });
  const facilities = [
    facility("P1", "08", ["w"]),
    facility("P2", "", ["v"]),
    facility("P3", "09", ["v"]),
  ];
  assert.equal(callable({ facilities }, "v-001")?.code, "P3");
  assert.equal(callable({ facilities }, "x")?.code, "P1");
});

test("what lies outside a chart is drawn at its edge", () => {
  const scale = new Scale([0, 10], [2, 11]);
  assert.equal(scale.x(-5), scale.x(0));
  assert.equal(scale.y(99), scale.y(11));
  assert.deepEqual(scale.yTicks(), [2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});
