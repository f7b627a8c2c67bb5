/** The queue of a session from its contacts. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Subject } from "../../core/journal/fold.ts";
import { joining } from "../screens/session/join.ts";
import {
  contactsIn,
  inOrder,
  letterOf,
  nextNumber,
  type Row,
  rowOf,
  waitingAt,
} from "../screens/session/queue.ts";

const SESSION = "11111111-1111-5111-8111-111111111111";

function contact(
  fields: Record<string, unknown>,
  more: Partial<Subject> & { device?: string } = {},
): Subject {
  const { device = "phone-1", ...rest } = more;
  return {
    id: "c",
    kind: "contact",
    about: "p",
    fields: { session: SESSION, ...fields },
    happened: "2026-07-01T08:00",
    by: null,
    place: null,
    retracted: false,
    conflicts: [],
    entries: [{ device } as never],
    ...rest,
  };
}

const row = (queue: string, device = "phone-1", steps: Record<string, string> = {}): Row =>
  rowOf(queue, [contact({ queue, steps }, { device })]);

test("contacts of other sessions, other kinds and those taken back do not count", () => {
  const own = contact({});
  const others = [
    contact({ session: "another" }),
    contact({}, { retracted: true }),
    contact({}, { kind: "visit" }),
  ];
  assert.deepEqual(contactsIn(SESSION, [own, ...others]), [own]);
});

test("a person waits at the first step that is not done", () => {
  assert.equal(row("A1").next, 1);
  assert.equal(row("A1", "phone-1", { 1: "2026-07-01T08:01", 3: "2026-07-01T08:09" }).next, 2);
});

test("all steps done is finished; gone home is left", () => {
  const steps = Object.fromEntries([1, 2, 3, 4, 5].map((step) => [step, "2026-07-01T09:00"]));
  assert.equal(row("A1", "phone-1", steps).state, "finished");
  assert.equal(rowOf("p", [contact({ left: true })]).state, "left");
  assert.equal(rowOf("p", [contact({ left: null })]).state, "waiting");
});

test("steps of several contacts of one person count together", () => {
  const both = rowOf("p", [
    contact({ queue: "A1", steps: { 1: "2026-07-01T08:01" } }),
    contact({ steps: { 2: "2026-07-01T08:05" } }),
  ]);
  assert.equal(both.next, 3);
  assert.equal(both.queue, "A1");
});

test("waitingAt leaves out who went home and who is elsewhere", () => {
  const rows = [row("A1"), row("A2", "phone-1", { 1: "x" }), rowOf("p", [contact({ left: true })])];
  assert.deepEqual(
    waitingAt(rows, 1).map(({ queue }) => queue),
    ["A1"],
  );
});

test("order of coming, then of numbers: A2 before A10", () => {
  const sorted = [row("A10"), row("A2")].sort(inOrder);
  assert.deepEqual(
    sorted.map(({ queue }) => queue),
    ["A2", "A10"],
  );
});

test("a phone keeps its letter and counts on", () => {
  const rows = [row("C1", "phone-1"), row("C2", "phone-1"), row("D7", "phone-2")];
  assert.equal(letterOf("phone-1", rows), "C");
  assert.equal(nextNumber("phone-1", rows), "C3");
  assert.equal(nextNumber("phone-2", rows), "D8");
});

test("a phone gives way to a letter that another one is known to use", () => {
  const alone = letterOf("phone-9", []);
  const taken = letterOf("phone-9", [row(`${alone}1`, "phone-2")]);
  assert.notEqual(taken, alone);
  assert.match(taken, /^[A-HJ-NP-Z]$/);
});

test("joining brings what the first contact lacks and overwrites nothing", () => {
  const into = contact({ observations: { weight_kg: 7.1, head_cm: null }, steps: { 1: "x" } });
  const other = contact({
    observations: { weight_kg: 7.4, head_cm: 42, length_cm: null },
    steps: { 1: "y", 2: "z" },
    queue: "B1",
  });
  assert.deepEqual(joining(into, other), {
    observations: { head_cm: 42 },
    steps: { 2: "z" },
    queue: "B1",
  });
});
