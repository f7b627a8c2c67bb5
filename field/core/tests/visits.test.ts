/** Who came when, what waits, and in which order a kader goes from house to house. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Bundle } from "../bundle.ts";
import { dayNumber } from "../dates.ts";
import { Engine } from "../engine/engine.ts";
import type { StoredEntry } from "../journal/entry.ts";
import { factsOfSubjects } from "../journal/facts.ts";
import { fold } from "../journal/fold.ts";
import type { Listed } from "../people/listing.ts";
import { type Standing, standingOf } from "../people/standing.ts";
import { visitList } from "../people/visits.ts";

const day = (of: number) => dayNumber(2026, 6, of);
const TODAY = day(30);

const bundle = {
  format: 1,
  rulebook: "test",
  nodes: [],
  words: [],
  packages: [
    { id: "checklist", kind: "checklist", form: "checklist", at: ["home"], sections: [] },
    { id: "mixed", kind: "checklist", form: "mixed", at: ["home", "pustu"], sections: [] },
  ],
  services: [
    { id: "iron", at: ["home", "posyandu"], in_force: { since: 0 } },
    { id: "anc", at: ["pustu"], in_force: { since: 0 } },
    { id: "screening", at: ["pustu"], in_force: { since: dayNumber(2026, 6, 1) } },
  ],
} as unknown as Bundle;

let number = 0;
function told(kind: string, happened: string, more: Partial<StoredEntry> = {}): StoredEntry {
  number += 1;
  const id = String(number).padStart(12, "0");
  return {
    device: "d",
    number,
    kind,
    version: 1,
    subject: `00000000-0000-7000-8000-${id}`,
    about: "00000000-0000-7000-8000-aaaaaaaaaaaa",
    body: {},
    happened,
    written: BigInt(number),
    seen: 0,
    by: null,
    place: null,
    rulebook: "test",
    seq: number,
    ...more,
  };
}

function standingOfEntries(...entries: StoredEntry[]): Standing {
  const engine = new Engine({ ...bundle, services: [], packages: bundle.packages ?? [] });
  const person = engine.person({ sex: null, born: null, bornMinute: -1, events: [] });
  return standingOf(engine, person, fold(entries).values(), TODAY, new Set());
}

test("a visit is a contact at home, a form made for homes, or somebody met; an answer at the Pustu is none", () => {
  const lastVisit = (...entries: StoredEntry[]) => standingOfEntries(...entries).lastVisit;
  assert.equal(lastVisit(told("contact", "2026-06-20T08:00", { place: "home" })), day(20));
  assert.equal(
    lastVisit(told("contact", "2026-06-20", { body: { package: "checklist" } })),
    day(20),
  );
  assert.equal(lastVisit(told("contact", "2026-06-20", { body: { package: "mixed" } })), null);
  assert.equal(lastVisit(told("visit", "2026-06-21", { body: { outcome: "met" } })), day(21));
  assert.equal(lastVisit(told("visit", "2026-06-21", { body: { outcome: "not_home" } })), null);
  const mistaken = told("contact", "2026-06-20", { place: "home", body: { retracted: true } });
  const both = [mistaken, told("contact", "2026-06-22", { place: "P1" })];
  const standing = standingOfEntries(...both);
  assert.deepEqual([standing.lastVisit, standing.lastContact], [null, day(22)]);
});

test("a try counts until somebody was met", () => {
  const away = told("visit", "2026-06-21", {
    body: { outcome: "not_home", again_on: "2026-07-02" },
  });
  const wanted = { day: day(21), outcome: "not_home", again: day(32) };
  assert.deepEqual(standingOfEntries(away).lastTry, wanted);
  const met = told("contact", "2026-06-22", { place: "home" });
  assert.equal(standingOfEntries(away, met).lastTry, null);
});

/** Shorter than the rulebook's own, whose examples every engine plays: here a promise stands once it was made. */
const promising = {
  ...bundle,
  services: [],
  words: [
    { code: "visit_planned_on", kind: "day" },
    { code: "home_visit", kind: "yes_no" },
  ],
  nodes: [
    ["ever"],
    ["has", "visit_planned_on", 0],
    ["latest", "visit_planned_on", 0],
    ["latest_day", "visit_planned_on", 0],
    ["constant", "duration", ["days", 1]],
    ["later", 3, 4],
    ["earliest_of", 5, 2],
    ["between", 6, 2],
  ],
  definitions: [
    { id: "visit_promised", node: 1, type: "truth" },
    { id: "visit_promise", node: 7, type: "window" },
    { id: "visit_agreed_on", node: 2, type: "day" },
  ],
} as unknown as Bundle;

function promisedBy(...entries: StoredEntry[]): number | null {
  const engine = new Engine(promising);
  const subjects = [...fold(entries).values()];
  const person = engine.person(factsOfSubjects(subjects, engine.words));
  return standingOf(engine, person, subjects, TODAY, new Set()).promised;
}

test("a promise stands until somebody came since, or another day was agreed", () => {
  const scheduled = told("contact", "2026-06-20T09:00", {
    body: { package: "checklist", observations: { visit_planned_on: "2026-07-02" } },
  });
  const tried = (happened: string, body: Record<string, unknown>) =>
    told("visit", happened, { body });
  assert.equal(promisedBy(scheduled), day(32));
  assert.equal(promisedBy(told("contact", "2026-06-20")), null);
  assert.equal(promisedBy(scheduled, tried("2026-06-20", { outcome: "met" })), day(32));
  assert.equal(promisedBy(scheduled, tried("2026-06-21", { outcome: "met" })), null);
  assert.equal(
    promisedBy(scheduled, told("contact", "2026-06-25", { place: "home" })),
    null,
    "met at home with any form",
  );
  const away = { outcome: "not_home" };
  assert.equal(promisedBy(scheduled, tried("2026-06-25", away)), day(32));
  const newer = { ...away, again_on: "2026-07-05" };
  assert.equal(promisedBy(scheduled, tried("2026-06-25", newer)), null);
  assert.equal(promisedBy(tried("2026-06-19", newer), scheduled), day(32));
  const today = { package: "checklist", observations: { visit_planned_on: "2026-06-20" } };
  assert.equal(
    promisedBy(told("contact", "2026-06-20", { body: today })),
    null,
    "it was that visit",
  );
});

test("a bundle of before promises nothing", () => {
  const contact = told("contact", "2026-06-20", {
    body: { observations: { visit_planned_on: "2026-07-02" } },
  });
  assert.equal(standingOfEntries(contact).promised, null);
});

test("a promised day is a reason to go: later until it comes, then on the list", () => {
  const standings = new Map([
    ["tomorrow", standing({ promised: TODAY + 1 })],
    ["today", standing({ promised: TODAY })],
    ["yesterday", standing({ promised: TODAY - 1 })],
    ["nothing", standing({})],
  ]);
  const people = [...standings.keys()].map((id) => listed(id));
  const [area] = visitList(people, standings, bundle);
  const visits = area?.houses.flatMap(({ people: all }) => all) ?? [];
  assert.deepEqual(
    visits.map(({ id, again, notYet }) => [id, again, notYet]),
    [
      ["today", TODAY, false],
      ["yesterday", TODAY - 1, false],
      ["tomorrow", TODAY + 1, true],
    ],
  );
});

test("a referral waits for its answer, then for the kader, then no more", () => {
  const sent = told("referral", "2026-06-10", { body: { to: "P1" } });
  const answer = { answered: "2026-06-12T10:00", answer: "treated", follow_up_on: "2026-06-19" };
  const answered = { ...sent, number: 900, written: 900n, body: answer };
  const closed = { ...sent, number: 901, written: 901n, body: { followed_up: "2026-06-20T08:00" } };
  const waiting = (...entries: StoredEntry[]) =>
    standingOfEntries(...entries).referrals.map((one) => [one.state, one.day]);
  assert.deepEqual(waiting(sent), [["sent", day(10)]]);
  assert.deepEqual(waiting(sent, answered), [["answered", day(19)]]);
  assert.deepEqual(waiting(sent, answered, closed), []);
});

function listed(id: string, more: Partial<Listed> = {}): Listed {
  return {
    id,
    key: id,
    area: "V-01-001",
    household: null,
    died: null,
    movedOut: null,
    retracted: false,
    ...more,
  } as Listed;
}

function standing(more: Partial<Standing>): Standing {
  return {
    day: TODAY,
    rulebook: "test",
    due: [],
    findings: [],
    groups: [],
    lastVisit: null,
    lastContact: null,
    lastTry: null,
    promised: null,
    referrals: [],
    ...more,
  };
}

const found = (severity: string) => ({ findings: [{ id: "f", class: "c", severity }] });
const overdue = (service: string, since: number) => ({
  due: [{ service, status: "overdue" as const, start: null, overdue: since }],
});

test("danger first, then what is graver, later, longer unvisited; the well stay off the list", () => {
  const people = ["well", "never", "late", "later", "red", "danger", "due", "elsewhere"].map((id) =>
    listed(id),
  );
  const standings = new Map([
    ["well", standing(found("green"))],
    ["never", standing({ ...overdue("iron", day(20)) })],
    ["late", standing({ ...overdue("iron", day(20)), lastVisit: day(1) })],
    ["later", standing({ ...overdue("anc", day(10)), lastVisit: day(29) })],
    ["red", standing({ ...found("red"), lastVisit: day(29) })],
    ["danger", standing({ ...found("danger"), lastVisit: day(29) })],
    ["due", standing({ due: [{ service: "iron", status: "due", start: null, overdue: null }] })],
    [
      "elsewhere",
      standing({ due: [{ service: "anc", status: "due", start: null, overdue: null }] }),
    ],
  ]);
  const [area, ...others] = visitList(people, standings, bundle);
  const order = area?.houses.map(({ people: [first] }) => first?.id);
  assert.deepEqual(order, ["danger", "red", "later", "never", "late", "due"]);
  assert.equal(others.length, 0);
  assert.equal(area?.houses[0]?.people[0]?.danger, true);
  assert.equal(area?.houses[2]?.people[0]?.elsewhere[0]?.service, "anc");
});

test("one visit serves the house; an RT stands where its most urgent house does; who left is not visited", () => {
  const house = { household: "h", area: "V-01-002" };
  const people = [
    listed("alone"),
    listed("mother", house),
    listed("child", house),
    listed("grandfather", { ...house, died: "2026-01-01" }),
  ];
  const standings = new Map([
    ["alone", standing(found("red"))],
    ["mother", standing(overdue("iron", day(1)))],
    ["child", standing(found("danger"))],
    ["grandfather", standing(found("danger"))],
  ]);
  const areas = visitList(people, standings, bundle);
  assert.deepEqual(
    areas.map(({ area, houses }) => [
      area,
      houses.map(({ people: all }) => all.map(({ id }) => id)),
    ]),
    [
      ["V-01-002", [["child", "mother"]]],
      ["V-01-001", [["alone"]]],
    ],
  );
});

test("who agreed to another day waits for it, unless in danger; an answered referral is a reason", () => {
  const again = { lastTry: { day: day(28), outcome: "not_home", again: day(32) } };
  const referral = { id: "r", state: "answered" as const, day: day(28) };
  const standings = new Map([
    ["asked", standing({ ...found("red"), ...again })],
    ["answered", standing({ referrals: [referral] })],
    ["sent", standing({ referrals: [{ ...referral, state: "sent" }] })],
    ["danger", standing({ ...found("danger"), ...again })],
  ]);
  const people = [...standings.keys()].map((id) => listed(id));
  const [area] = visitList(people, standings, bundle);
  const visits = area?.houses.flatMap(({ people: all }) => all) ?? [];
  assert.deepEqual(
    visits.map(({ id }) => id),
    ["danger", "answered", "asked"],
  );
  assert.deepEqual([visits[1]?.late, visits[2]?.notYet], [2, true]);
});

test("nobody is late with what was not yet asked", () => {
  const since1994 = overdue("screening", dayNumber(1994, 2, 27));
  const [area] = visitList([listed("p")], new Map([["p", standing(since1994)]]), bundle);
  assert.equal(area?.houses[0]?.people[0]?.late, TODAY - day(1));
});
