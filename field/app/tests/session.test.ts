/** Who a session is for, and its recap. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../core/people/recap.ts";
import type { Listed, Standing } from "../../store/types.ts";
import { announcement } from "../screens/session/announcement.ts";
import { dueByService, expectedFirst, targets } from "../screens/session/expected.ts";
import { assessmentId, contactId } from "../screens/session/ids.ts";
import { servedAreas } from "../screens/session/places.ts";
import { recapValues } from "../screens/session/recap.ts";
import { toVisit } from "../screens/session/to-visit.ts";

const SESSION = "11111111-1111-5111-8111-111111111111";

function listed(id: string, more: Partial<Listed> = {}): Listed {
  return {
    id,
    key: id,
    area: "rt-1",
    died: null,
    movedOut: null,
    retracted: false,
    ...more,
  } as Listed;
}

function standing(
  due: readonly [string, "due" | "overdue"][],
  lastContact: number | null,
): Standing {
  const services = due.map(([service, status]) => ({
    service,
    status,
    start: null,
    overdue: null,
  }));
  return { due: services, lastContact, groups: [] } as unknown as Standing;
}

const SERVICES = new Map([
  ["weigh", {} as never],
  ["dose", {} as never],
]);

test("a Posyandu serves the areas named and all within them, in whatever order they come", () => {
  const places = [
    { code: "rt-1", name: "", level: "rt", parent: "dusun" },
    { code: "rt-9", name: "", level: "rt", parent: "other" },
    { code: "dusun", name: "", level: "dusun", parent: "desa" },
  ];
  const served = servedAreas({ serves: ["desa"] } as never, places);
  assert.deepEqual([...served].sort(), ["desa", "dusun", "rt-1"]);
});

test("targets: alive, living here, with what the Posyandu can do", () => {
  const people = [
    listed("a"),
    listed("dead", { died: "2026-01-01" }),
    listed("gone", { movedOut: "2026-01-01" }),
    listed("elsewhere", { area: "rt-9" }),
  ];
  const known = {
    people: new Map(people.map((one) => [one.id, one])),
    standings: new Map([
      [
        "a",
        standing(
          [
            ["weigh", "due"],
            ["surgery", "overdue"],
          ],
          90,
        ),
      ],
    ]),
  };
  const [only, ...more] = targets(known, new Set(["rt-1"]), SERVICES, 100);
  assert.deepEqual(more, []);
  assert.deepEqual(
    only?.due.map(({ service }) => service),
    ["weigh"],
  );
  assert.equal(only?.missed, true);
});

test("who was seen on the day of the session before did not miss it", () => {
  const known = {
    people: new Map([
      ["a", listed("a")],
      ["b", listed("b")],
    ]),
    standings: new Map([
      ["a", standing([], 100)],
      ["b", standing([], null)],
    ]),
  };
  const found = targets(known, new Set(["rt-1"]), SERVICES, 100);
  assert.deepEqual(
    found.map(({ missed }) => missed),
    [false, true],
  );
});

test("overdue comes first, then who missed the last time; nobody without anything due", () => {
  const one = (id: string, due: [string, "due" | "overdue"][], missed: boolean) => ({
    person: listed(id),
    standing: undefined,
    due: standing(due, null).due,
    missed,
  });
  const all = [
    one("due", [["weigh", "due"]], false),
    one("nothing", [], true),
    one("overdue", [["dose", "overdue"]], false),
    one("missed", [["weigh", "due"]], true),
  ];
  assert.deepEqual(
    expectedFirst(all).map(({ person }) => person.id),
    ["overdue", "missed", "due"],
  );
  assert.deepEqual(dueByService(all), [
    ["weigh", 2],
    ["dose", 1],
  ]);
});

test("the recap: who came, who did not, guests among those who came", () => {
  const persons = new Map([
    ["a", "child"],
    ["b", "child"],
    ["c", "pregnant"],
  ]);
  const outcomes = [
    { about: "a", group: "child", reasons: ["thin"], referred: true },
    { about: "guest", group: "child", reasons: [], referred: false },
  ];
  const [pregnant, child] = rowsOf(["pregnant", "child"], persons, outcomes);
  assert.deepEqual(child && recapValues(child), {
    recap_group: "child",
    recap_target: 2,
    recap_came: 2,
    recap_absent: 1,
    recap_normal: 1,
    recap_problem: 1,
    recap_referred: 1,
  });
  assert.deepEqual(pregnant?.absent, ["c"]);
});

test("to visit: problems first, then the absent with most overdue; nobody without anything due", () => {
  const absent = (id: string, due: [string, "due" | "overdue"][]) => ({
    person: listed(id),
    standing: undefined,
    due: standing(due, null).due,
    missed: false,
  });
  const list = toVisit({
    outcomes: [
      { about: "a", group: "", reasons: [{ text: "x", severity: "red" }], referred: false },
      { about: "b", group: "", reasons: [], referred: false },
    ],
    targets: [
      absent("b", [["weigh", "due"]]),
      absent("c", []),
      absent("d", [["weigh", "due"]]),
      absent("e", [["dose", "overdue"]]),
    ],
  });
  assert.deepEqual(
    list.map(({ about }) => about),
    ["a", "e", "d"],
  );
});

test("two phones find the same contact; after it was taken back, the same other one", async () => {
  const first = await contactId(SESSION, "person", "card", new Map());
  assert.equal(await contactId(SESSION, "person", "card", new Map()), first);
  const retracted = new Map([[first, { retracted: true } as never]]);
  const second = await contactId(SESSION, "person", "card", retracted);
  assert.notEqual(second, first);
  assert.notEqual(await contactId(SESSION, "other", "card", new Map()), first);
  assert.notEqual(
    await assessmentId(SESSION, "recap", "child"),
    await assessmentId(SESSION, "recap", "elder"),
  );
});

test("the announcement fills its places and leaves out what there is not", () => {
  const words = {
    opening: "{posyandu} {day}",
    groups: "{groups}",
    services: "S {services}",
    closing: "",
  };
  const what = { posyandu: "Melati", day: "1 Juli", groups: ["a", "b"], services: [] };
  assert.equal(announcement(what, words), "Melati 1 Juli\na, b");
  assert.equal(announcement({ ...what, services: ["x"] }, words), "Melati 1 Juli\na, b\nS x");
});
