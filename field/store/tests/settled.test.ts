/** "Nobody waits today" may be said only when everybody was reckoned: what says so must never be early, nor stay away. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Desk } from "../index.ts";
import { started } from "./support/day.ts";
import { personRows } from "./support/people.ts";
import { Handset, START, until } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

/** Moments at which a screen would believe that all is known, while somebody has no answer. */
function watched(desk: Desk): string[] {
  const early: string[] = [];
  const look = (): void => {
    const missing = [...desk.people.get().keys()].filter((id) => !desk.standings.get().has(id));
    if (desk.status.get().complete && desk.settled.get() && desk.engine.get() !== null) {
      early.push(...missing);
    }
  };
  // A screen draws after what was told in one turn.
  const soon = (): void => queueMicrotask(look);
  for (const cell of [desk.people, desk.standings, desk.settled, desk.status, desk.engine]) {
    cell.subscribe(soon);
  }
  return early;
}

const reckoned = (desk: Desk) =>
  until(() => desk.settled.get() && desk.standings.get().size === desk.people.get().size);

test("a first sync of several pages: never early, and in the end", async () => {
  const server = new FakeServer(() => START);
  const handset = new Handset(server);
  for (let number = 1; number <= 160; number += 1) {
    server.add(personRows(number, 2));
  }
  const desk = await handset.enrolled();
  const early = watched(desk);
  await desk.sync();
  await reckoned(desk);
  assert.deepEqual(early, []);
  assert.deepEqual([desk.settled.get(), desk.standings.get().size], [true, 160]);
});

test("more people in a later sync, and a sync that is cut between pages", async () => {
  const [server, handset, desk] = await started(60);
  await reckoned(desk);
  const early = watched(desk);
  for (let number = 61; number <= 200; number += 1) {
    server.add(personRows(number, 2));
  }
  let pages = 0;
  server.before = (path) => {
    pages += path === "/api/sync" ? 1 : 0;
    handset.online = pages < 2;
    return null;
  };
  await desk.sync();
  await reckoned(desk);
  assert.ok(desk.people.get().size > 60);
  assert.equal(desk.settled.get(), true, "those who came are reckoned, though the rest is missing");
  server.before = () => null;
  handset.online = true;
  await desk.sync();
  await reckoned(desk);
  assert.deepEqual([desk.settled.get(), desk.standings.get().size], [true, 200]);
  assert.deepEqual(early, []);
});
