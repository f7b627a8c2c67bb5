/** Full disks, damaged storage, wrong PINs: nothing that was typed is lost, and nothing is silent. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPhone, Problem, WrongPin } from "../index.ts";
import { started } from "./support/day.ts";
import { Full } from "./support/full.ts";
import { idOf, newContact, newPerson } from "./support/people.ts";
import { PIN, ROUNDS, until } from "./support/phone.ts";
import { spoil } from "./support/spoil.ts";

test("a full disk: the save says so, nothing half is written, and it works when there is room", async () => {
  const [server, handset, first] = await started(3);
  handset.die();
  const full = new Full();
  const phone = await openPhone(full.platform(handset.platform()), ROUNDS);
  const desk = await phone.unlock(first.device, PIN);
  const three = [1, 2, 3].map((weight) => newContact(desk.newId(), idOf(1), weight));
  for (const room of [0, 1, 2, 3]) {
    full.room = room; // so many values fit, then no more
    await assert.rejects(desk.save(three), new Problem("storage-full"));
    assert.equal((await desk.file(idOf(1))).entries.length, 3);
    assert.equal((await desk.mine()).length, 0);
  }
  full.room = Number.POSITIVE_INFINITY;
  full.onCommit = true;
  await assert.rejects(desk.save(three), new Problem("storage-full"));
  await assert.rejects(
    desk.drafts.put({ key: "a", title: "a", changed: 1, content: null }),
    new Problem("storage-full"),
  );
  server.add([{ subject: idOf(9), about: idOf(9), body: { name: "Baru" } }]);
  await desk.sync();
  assert.equal(desk.status.get().problem, "storage-full");
  full.onCommit = false;
  const saved = await desk.save(three);
  assert.deepEqual(
    saved.map(({ number }) => number),
    [1, 2, 3],
  );
  await desk.sync();
  assert.equal(desk.status.get().problem, null);
  assert.equal(desk.people.get().size, 4);
});

test("a listing that is damaged or missing is made again from its blocks", async () => {
  for (const broken of [new Uint8Array(40), undefined, "text"]) {
    const [, handset, desk] = await started(120);
    handset.die();
    await spoil(handset, desk.device, "listing", broken);
    handset.online = false;
    const again = await handset.unlocked(desk.device);
    assert.equal(again.people.get().size, 120);
    assert.equal(again.status.get().damaged, false);
  }
});

test("blocks that are damaged are fetched again; what was not sent is still here", async () => {
  const [, handset, desk] = await started(120);
  await desk.save([newContact(desk.newId(), idOf(1)), newPerson(idOf(5, 7), "Bayi")]);
  handset.die();
  await spoil(handset, desk.device, "blocks", new Uint8Array(50));
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().size, 121, "the listing is whole");
  await assert.rejects(again.file(idOf(1)), new Problem("damaged"));
  assert.equal(again.status.get().damaged, true);
  await again.save([newContact(again.newId(), idOf(1), 3)]);
  await again.sync();
  assert.equal((await again.file(idOf(1))).entries.length, 5);
  assert.equal(again.people.get().size, 121);
  assert.equal(again.status.get().damaged, false);
});

test("both damaged: the listing comes again whole", async () => {
  const [, handset, desk] = await started(120);
  handset.die();
  await spoil(handset, desk.device, "blocks", new Uint8Array(50));
  await spoil(handset, desk.device, "listing", undefined);
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().size, 0);
  assert.equal(again.status.get().damaged, true);
  await again.sync();
  assert.equal(again.people.get().size, 120);
});

test("progress or rulebook damaged: everything comes again, numbers go on", async () => {
  const [server, handset, desk] = await started(60);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  handset.die();
  for (const name of ["progress", "bundle", "setup"]) {
    await spoil(handset, desk.device, "kept", new Uint8Array(50), name);
  }
  const again = await handset.unlocked(desk.device);
  await again.save([newContact(again.newId(), idOf(1))]);
  await again.sync();
  assert.equal(again.status.get().problem, null);
  assert.equal(again.people.get().size, 60);
  assert.ok(again.engine.get() !== null);
  const own = server.journal.filter((row) => row.device === desk.device);
  assert.deepEqual(
    own.map(({ number }) => number),
    [1, 2],
  );
});

test("a number that is none is refused before it would erase", async () => {
  const [, , desk] = await started(1);
  const bad = newContact(desk.newId(), idOf(1), Number.NaN);
  await assert.rejects(desk.save([bad]), new Problem("unreadable-entry"));
  assert.equal((await desk.mine()).length, 0);
});

test("wrong PINs wait longer each time, over reloads and clocks set back; nothing is destroyed", async () => {
  const [, handset, desk] = await started(2);
  const { device } = desk;
  handset.die();
  const waits: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) {
    const phone = await openPhone(handset.platform(), ROUNDS);
    const error = await phone.unlock(device, "000000").catch((caught: unknown) => caught);
    assert.ok(error instanceof WrongPin);
    waits.push(error.wait);
    handset.die(); // reloaded: no free tries
    const early = await openPhone(handset.platform(), ROUNDS);
    if (error.wait > 0) {
      await assert.rejects(early.unlock(device, PIN), WrongPin, "the right PIN waits too");
      assert.ok((early.workers.get()[0]?.waitUntil ?? 0) > handset.clock);
    }
    handset.clock += error.wait * 1000;
  }
  assert.deepEqual(waits, [0, 0, 0, 5, 15, 30, 60, 300]);
  const phone = await openPhone(handset.platform(), ROUNDS);
  await assert.rejects(phone.unlock(device, "000000"), WrongPin);
  handset.clock -= 400 * 86_400_000;
  await assert.rejects(phone.unlock(device, PIN), WrongPin);
  handset.clock += 901_000;
  await assert.rejects(phone.unlock(device, PIN), WrongPin, "this page knows how long it was");
  handset.uptime += 901_000;
  const again = await phone.unlock(device, PIN);
  assert.equal(again.people.get().size, 2);
  handset.die();
  const fresh = await openPhone(handset.platform(), ROUNDS);
  const error = (await fresh
    .unlock(device, "000000")
    .catch((caught: unknown) => caught)) as WrongPin;
  assert.equal(error.wait, 0, "counting began anew");
});

test("a page that is closed in the middle of a try has had it", async () => {
  const [, handset, desk] = await started(1);
  handset.die();
  const platform = handset.platform();
  const stuck = {
    ...platform,
    crypto: new Proxy(platform.crypto, {
      get: (target, name) =>
        name === "unwrapKey"
          ? () => new Promise(() => undefined)
          : (Reflect.get(target, name) as () => unknown).bind(target),
    }),
  };
  for (let turn = 0; turn < 4; turn += 1) {
    const phone = await openPhone(stuck, ROUNDS);
    void phone.unlock(desk.device, "000000").catch(() => undefined);
    await until(() => (phone.workers.get()[0]?.waitUntil ?? 0) > 0 || turn < 3);
    await new Promise((go) => setTimeout(go, 20));
    handset.die();
  }
  const phone = await openPhone(handset.platform(), ROUNDS);
  await assert.rejects(phone.unlock(desk.device, PIN), WrongPin);
});

test("a PIN of four digits is refused, another PIN opens the same vault", async () => {
  const [server, handset, desk] = await started(2);
  const phone = await openPhone(handset.platform(), ROUNDS);
  for (const pin of ["1234", "12345", "abcdef", "12 456", ""]) {
    await assert.rejects(phone.enrol(server.address, "X", pin), new Problem("pin-too-short"));
  }
  await desk.save([newContact(desk.newId(), idOf(1))]);
  await assert.rejects(desk.changePin("000000", "135791"), WrongPin);
  await assert.rejects(desk.changePin(PIN, "1357"), new Problem("pin-too-short"));
  await desk.changePin(PIN, "135791");
  handset.die();
  await assert.rejects(handset.unlocked(desk.device, PIN), WrongPin);
  handset.die();
  const again = await handset.unlocked(desk.device, "135791");
  assert.equal((await again.mine()).length, 1);
});

test("a code that does not hold, and no network: said, and nothing is left behind", async () => {
  const [server, handset] = await started(1);
  const phone = await openPhone(handset.platform(), ROUNDS);
  await assert.rejects(phone.enrol(server.address, "WRONG", PIN), { code: "code-not-valid" });
  handset.online = false;
  await assert.rejects(phone.enrol(server.address, server.code("Ani"), PIN), {
    code: "no-contact",
  });
  assert.equal(phone.workers.get().length, 1);
  assert.equal((await handset.indexedDB.databases()).length, 2);
});

/** Puts something else in place of every value of a store, or of one. */
