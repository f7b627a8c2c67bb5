/** A first sync: the network and the phone work at the same time, and what is due is known soon after the last page. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { personRows } from "./support/people.ts";
import { Handset, START, until } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

const PEOPLE = 300;
const PAGE = 100;

async function large(): Promise<[FakeServer, Handset]> {
  const server = new FakeServer(() => START);
  const handset = new Handset(server);
  server.now = () => handset.clock;
  server.pageSize = PAGE;
  for (let number = 1; number <= PEOPLE; number += 1) {
    server.add(personRows(number, 2));
  }
  return [server, handset];
}

test("the next page is on its way while this one is stored; each is asked for once", async () => {
  const [server, handset] = await large();
  const stored: number[] = [];
  const cursors: unknown[] = [];
  const desk = await handset.enrolled();
  server.before = (path, body) => {
    if (path === "/api/sync") {
      stored.push(desk.people.get().size);
      cursors.push((body as { cursor: unknown }).cursor);
    }
    return null;
  };
  await desk.sync();
  assert.equal(desk.people.get().size, PEOPLE);
  assert.deepEqual(stored, [0, 0, PAGE]);
  assert.equal(new Set(cursors).size, 3);
});

test("a phone that is locked while a page is stored and the next one comes goes on from there", async () => {
  const [server, handset] = await large();
  const desk = await handset.enrolled();
  let answers = 0;
  server.before = (path) => {
    answers += path === "/api/sync" ? 1 : 0;
    if (answers === 2) {
      desk.lock();
    }
    return null;
  };
  await desk.sync();
  await until(() => handset.held.size === 0);
  const again = await handset.unlocked(desk.device);
  assert.ok(again.people.get().size <= PAGE);
  await again.sync();
  assert.equal(again.people.get().size, PEOPLE);
  assert.equal(again.status.get().complete, true);
});

test("what is due is reckoned while the last page is on its way, and nobody is passed over", async () => {
  const [, handset] = await large();
  const desk = await handset.enrolled();
  const answer = handset.fetch.bind(handset);
  let asked = 0;
  handset.fetch = async (url, init) => {
    asked += url.endsWith("/api/sync") ? 1 : 0;
    if (asked === PEOPLE / PAGE) {
      await until(() => desk.standings.get().size >= PAGE);
    }
    return answer(url, init);
  };
  await desk.sync();
  await until(() => desk.settled.get());
  assert.equal(desk.standings.get().size, PEOPLE);
  const today = desk.today();
  assert.ok([...desk.standings.get().values()].every(({ day }) => day === today));
});
