/** A new day is reckoned from digests alone, and comes to what the records themselves say. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Desk } from "../index.ts";
import { started } from "./support/day.ts";
import { idOf, newContact, newPerson, personRows } from "./support/people.ts";
import { type Handset, settle, until } from "./support/phone.ts";
import { NEW } from "./support/server.ts";
import { spoil } from "./support/spoil.ts";

const DAY_MS = 86_400_000;
const GARBAGE = new Uint8Array(50);

/** Closed when everything was kept. */
async function closed(handset: Handset, desk: Desk): Promise<void> {
  await until(() => desk.settled.get());
  desk.lock();
  await settle(200);
  handset.die();
}

async function nextDay(handset: Handset, desk: Desk, days = 1): Promise<Desk> {
  handset.clock += days * DAY_MS;
  const next = await handset.unlocked(desk.device);
  await until(() => next.settled.get());
  return next;
}

/** The same day on the same phone, reckoned from the records. */
async function fromRecords(handset: Handset, desk: Desk): Promise<ReadonlyMap<string, unknown>> {
  handset.die();
  for (const store of ["digests", "standings"]) {
    await spoil(handset, desk.device, store, undefined);
  }
  return (await nextDay(handset, desk, 0)).standings.get();
}

test("a new day opens no record, and says what the records would", async () => {
  const [, handset, desk] = await started(120);
  await closed(handset, desk);
  handset.online = false;
  const blocks = await stored(handset, desk.device);
  await spoil(handset, desk.device, "blocks", GARBAGE);
  const next = await nextDay(handset, desk, 40);
  const standings = next.standings.get();
  const today = next.today();
  assert.equal(standings.size, 120);
  assert.ok([...standings.values()].every(({ day }) => day === today));
  handset.die();
  await restore(handset, desk.device, blocks);
  assert.deepEqual(sorted(standings), sorted(await fromRecords(handset, desk)));
});

test("digests that are damaged, missing or of somebody else's place are made again", async () => {
  for (const broken of [GARBAGE, undefined, "text"]) {
    const [, handset, desk] = await started(60);
    await closed(handset, desk);
    await spoil(handset, desk.device, "digests", broken);
    handset.online = false;
    const next = await nextDay(handset, desk);
    const standings = sorted(next.standings.get());
    await closed(handset, next);
    await spoil(handset, desk.device, "blocks", GARBAGE);
    const third = await nextDay(handset, desk);
    assert.equal(third.standings.get().size, 60, "made again and kept");
    assert.equal(standings.length, 60);
  }
});

test("own entries count on a new day; what came from the server since replaces its digest", async () => {
  const [server, handset, desk] = await started(60);
  await closed(handset, desk);
  const second = await nextDay(handset, desk);
  server.add([{ ...(personRows(7, 3)[3] as object), happened: "2026-11-21T09:00" }]);
  await second.sync();
  handset.online = false;
  await second.save([newContact(second.newId(), idOf(5)), newPerson(idOf(5, 7), "Bayi")]);
  await closed(handset, second);
  const third = await nextDay(handset, desk);
  const standings = third.standings.get();
  const today = third.today();
  assert.equal(standings.get(idOf(5))?.lastContact, today - 2, "saved on 20 November");
  assert.equal(standings.get(idOf(7))?.lastContact, today - 1);
  assert.equal(standings.get(idOf(5, 7))?.day, today);
  assert.deepEqual(sorted(standings), sorted(await fromRecords(handset, desk)));
});

test("another rulebook makes them anew", async () => {
  const [server, handset, desk] = await started(60);
  await closed(handset, desk);
  server.bundle = await server.signed(NEW);
  const second = await nextDay(handset, desk);
  await second.sync();
  await until(() => second.settled.get());
  await closed(handset, second);
  handset.online = false;
  const blocks = await stored(handset, desk.device);
  await spoil(handset, desk.device, "blocks", GARBAGE);
  const third = await nextDay(handset, desk);
  assert.ok([...third.standings.get().values()].every(({ rulebook }) => rulebook === NEW));
  handset.die();
  await restore(handset, desk.device, blocks);
  assert.deepEqual(sorted(third.standings.get()), sorted(await fromRecords(handset, desk)));
});

function sorted(standings: ReadonlyMap<string, unknown>): (readonly [string, unknown])[] {
  return [...standings].sort(([one], [other]) => (one < other ? -1 : 1));
}

type Stored = readonly (readonly [IDBValidKey, unknown])[];

async function stored(handset: Handset, device: string): Promise<Stored> {
  const database = await opened(handset, device);
  const place = database.transaction("blocks").objectStore("blocks");
  const [keys, values] = await Promise.all([
    answer(place.getAllKeys()),
    answer(place.getAll() as IDBRequest<unknown[]>),
  ]);
  database.close();
  return keys.map((key, at) => [key, values[at]] as const);
}

async function restore(handset: Handset, device: string, blocks: Stored): Promise<void> {
  const database = await opened(handset, device);
  const place = database.transaction("blocks", "readwrite").objectStore("blocks");
  await Promise.all(blocks.map(([key, value]) => answer(place.put(value, key))));
  database.close();
}

function opened(handset: Handset, device: string): Promise<IDBDatabase> {
  return answer(handset.indexedDB.open(`nyelik-${device}`));
}

function answer<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
