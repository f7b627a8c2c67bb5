/** A browser that throws its databases away: what was typed and no server has comes from the second copy. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPhone, Problem, WrongPin } from "../index.ts";
import { started } from "./support/day.ts";
import { idOf, newContact, newPerson } from "./support/people.ts";
import { PIN, ROUNDS, settle } from "./support/phone.ts";
import { spoil } from "./support/spoil.ts";

test("databases lost: worker, PIN, rulebook and every unsent entry are back, the people after a contact", async () => {
  const [server, handset, desk] = await started(20);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  await desk.sync();
  handset.online = false;
  await desk.save([newPerson(idOf(5, 7), "Bayi"), newContact(desk.newId(), idOf(5, 7))]);
  await desk.save([newContact(desk.newId(), idOf(2))]);
  handset.loseDatabases();
  const phone = await openPhone(handset.platform(), ROUNDS);
  const [worker] = phone.workers.get();
  assert.deepEqual([worker?.device, worker?.unsent], [desk.device, 3]);
  await assert.rejects(phone.unlock(desk.device, "000000"), WrongPin);
  const again = await phone.unlock(desk.device, PIN);
  assert.equal(again.status.get().damaged, true);
  assert.equal(again.status.get().unsent, 3);
  assert.ok(again.engine.get() !== null, "forms work without signal");
  assert.equal(again.people.get().get(idOf(5, 7))?.name, "Bayi");
  await again.save([newContact(again.newId(), idOf(5, 7))]);
  handset.online = true;
  await again.sync();
  assert.deepEqual([again.status.get().unsent, again.status.get().damaged], [0, false]);
  assert.equal(again.people.get().size, 21);
  const own = server.journal.filter((row) => row.device === desk.device);
  assert.deepEqual(
    own.map(({ number }) => number),
    [1, 2, 3, 4, 5],
    "each once, and no number twice",
  );
});

test("lost at every moment of a day: what a save acknowledged is at the server in the end, once", async () => {
  for (let moment = 0; moment < 6; moment += 1) {
    const [server, handset, first] = await started(3);
    const acknowledged: string[] = [];
    let desk = first;
    for (let turn = 0; turn < 6; turn += 1) {
      const fresh = newContact(desk.newId(), idOf(1 + (turn % 3)));
      await desk.save([fresh]);
      acknowledged.push(fresh.subject);
      if (turn % 2 === 1) {
        await desk.sync();
      }
      if (turn === moment) {
        handset.loseDatabases();
        desk = await handset.unlocked(first.device);
      }
    }
    await desk.sync();
    const there = server.journal.filter((row) => row.device === first.device);
    assert.deepEqual(there.map(({ subject }) => subject).sort(), acknowledged.sort());
  }
});

test("the copy holds no more than it has to, and nothing that can be read", async () => {
  const [, handset, desk] = await started(4);
  handset.online = false;
  await desk.save([newPerson(idOf(5, 7), "Rahasia Sekali")]);
  const names = () => [...handset.copies.keys()].filter((name) => name.includes("/entry "));
  assert.deepEqual(names(), [`${desk.device}/entry 1`]);
  const text = [...handset.copies.values()].map((bytes) => Buffer.from(bytes).toString("latin1"));
  assert.ok(!text.join().includes("Rahasia"));
  handset.online = true;
  await desk.sync();
  await settle();
  assert.deepEqual(names(), []);
});

test("a fresh PIN opens what came back, the old one does not", async () => {
  const [, handset, desk] = await started(2);
  await desk.changePin(PIN, "135791");
  handset.loseDatabases();
  await assert.rejects(handset.unlocked(desk.device), WrongPin);
  handset.die();
  await handset.unlocked(desk.device, "135791");
});

test("who was wiped does not come back", async () => {
  const [server, handset, desk] = await started(2);
  (server.devices.get(desk.device) as { wipe: string }).wipe = "now";
  await desk.sync();
  assert.equal(desk.closed.get(), "wiped");
  assert.deepEqual([...handset.copies.keys()], []);
  handset.loseDatabases();
  const phone = await openPhone(handset.platform(), ROUNDS);
  assert.deepEqual(phone.workers.get(), []);
});

test("no second place, or one that fails: everything else goes on", async () => {
  const broken = () => Promise.reject(new Error("no room"));
  for (const second of [null, { names: broken, get: broken, put: broken, remove: broken }]) {
    const [, handset, first] = await started(3);
    handset.second = second;
    handset.die();
    const desk = await handset.unlocked(first.device);
    await desk.save([newContact(desk.newId(), idOf(1))]);
    await desk.sync();
    assert.equal(desk.status.get().unsent, 0);
    handset.loseDatabases();
    await assert.rejects(handset.unlocked(first.device), Problem);
  }
});

test("one entry that cannot be read any more is read from its copy", async () => {
  const [server, handset, first] = await started(3);
  handset.online = false;
  await first.save([newContact(first.newId(), idOf(1)), newContact(first.newId(), idOf(2))]);
  handset.die();
  await spoil(handset, first.device, "outbox", new Uint8Array(50), 2);
  const desk = await handset.unlocked(first.device);
  assert.deepEqual([desk.status.get().unsent, desk.status.get().damaged], [2, false]);
  handset.online = true;
  await desk.sync();
  assert.equal(server.journal.filter((row) => row.device === desk.device).length, 2);
});

test("a phone of before the second copy gets one when it is unlocked", async () => {
  const [, handset, first] = await started(3);
  handset.online = false;
  await first.save([newContact(first.newId(), idOf(1))]);
  handset.die();
  handset.copies.clear();
  await handset.unlocked(first.device);
  await settle();
  handset.loseDatabases();
  const again = await handset.unlocked(first.device);
  assert.equal(again.status.get().unsent, 1);
});
