import assert from "node:assert/strict";
import test from "node:test";
import type { Standing } from "../../store/types.ts";
import { inDanger, nextToSee } from "../screens/home/tasks.ts";
import { housesToVisit, isOpen, residents } from "../screens/visits/houses.ts";
import { filters, inArea, streets } from "../screens/visits/streets.ts";
import { byId, engine, listed, standing, TODAY } from "./people.ts";

const { bundle } = engine();
const overdue = (days: number): Standing["due"] => [
  { service: "none-of-the-book", status: "overdue", start: TODAY - days, overdue: TODAY - days },
];
const danger = [{ id: "danger-child", class: "yes", severity: "danger" }];

function town(people: ReturnType<typeof listed>[], standings: Record<string, Standing>) {
  const of = {
    people: byId(people),
    households: new Map(),
    standings: new Map(Object.entries(standings)),
  };
  return housesToVisit(of, bundle);
}

test("danger stands first, then what was promised for today, then what is later", () => {
  const houses = town(
    ["late", "later", "sick", "promised", "planned"].map((id) => listed(id)),
    {
      late: standing({ due: overdue(10) }),
      later: standing({ due: overdue(30) }),
      planned: standing({ due: overdue(2), promised: TODAY }),
      sick: standing({ findings: danger }),
      promised: standing({
        due: overdue(1),
        lastTry: { day: TODAY - 3, outcome: "not_home", again: TODAY },
      }),
    },
  );
  assert.equal(houses[0]?.key, "sick");
  assert.deepEqual(
    inDanger(houses).map(({ visit }) => visit.id),
    ["sick"],
  );
  assert.deepEqual(
    nextToSee(houses).map(({ visit }) => visit.id),
    ["planned", "promised", "later", "late"],
  );
});

test("one visit serves the house: its members stand together, ranked by the most urgent", () => {
  const people = [
    listed("mother", { household: "h" }),
    listed("child", { household: "h", born: "2024-01-01" }),
    listed("neighbour"),
  ];
  const houses = town(people, {
    mother: standing({ due: overdue(2) }),
    child: standing({ due: overdue(40) }),
    neighbour: standing({ due: overdue(20) }),
  });
  assert.deepEqual(
    houses.map(({ key, visits }) => [key, visits.map(({ id }) => id)]),
    [
      ["h", ["child", "mother"]],
      ["neighbour", ["neighbour"]],
    ],
  );
  assert.equal(nextToSee(houses).length, 2);
});

test("who was met today has been seen; an agreed day is kept until it comes", () => {
  const houses = town(
    ["met", "agreed", "ill"].map((id) => listed(id)),
    {
      met: standing({ due: overdue(9), lastVisit: TODAY }),
      agreed: standing({
        due: overdue(9),
        lastTry: { day: TODAY, outcome: "not_home", again: TODAY + 1 },
      }),
      ill: standing({ findings: danger, lastVisit: TODAY }),
    },
  );
  const urgency = Object.fromEntries(houses.map((house) => [house.key, house.urgency]));
  assert.deepEqual(urgency, { met: "visited", agreed: "later", ill: "danger" });
  assert.deepEqual(
    houses.filter(isOpen).map(({ key }) => key),
    ["ill"],
  );
});

test("those who died, left or were taken back live nowhere", () => {
  const people = byId([
    listed("here", { household: "h" }),
    listed("old", { household: "h", born: "1950-01-01" }),
    listed("dead", { household: "h", died: "2026-01-01" }),
    listed("gone", { household: "h", movedOut: "2026-01-01" }),
    listed("wrong", { household: "h", retracted: true }),
  ]);
  assert.deepEqual(
    residents("h", people).map(({ id }) => id),
    ["old", "here"],
  );
  assert.deepEqual(
    residents("h", people, ["here"]).map(({ id }) => id),
    ["here", "old"],
  );
});

test("houses are filtered by RT, dusun and village", () => {
  const village = "19.06.01.2004";
  const people = [
    listed("one", { area: `${village}-01-001` }),
    listed("two", { area: `${village}-01-002` }),
    listed("three", { area: `${village}-02-001` }),
  ];
  const houses = town(people, {
    one: standing({ due: overdue(1) }),
    two: standing({ due: overdue(3) }),
    three: standing({ due: overdue(2) }),
  });
  const names = (area: string) => inArea(houses, area).map(({ key }) => key);
  assert.deepEqual(names(`${village}-01`), ["two", "one"]);
  assert.deepEqual(names(`${village}-01-001`), ["one"]);
  assert.deepEqual(names(""), ["two", "three", "one"]);
  const places = ["", "-01", "-01-001", "-01-002", "-02", "-02-001", "-03"].map((code) => ({
    code: village + code,
    name: code,
    level: "",
  }));
  // The whole village would filter nothing, and nobody lives in dusun 3.
  assert.deepEqual(
    filters(houses, places).map(({ name }) => name),
    ["-01", "-01-001", "-01-002", "-02", "-02-001"],
  );
  assert.deepEqual(
    streets(houses, places).map(({ name }) => name),
    ["-01-002", "-02-001", "-01-001"],
  );
});
