/** A store that was restored or copied gave numbers that belong to other entries: each is written anew, once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, openPhone } from "../index.ts";
import { started } from "./support/day.ts";
import { Death } from "./support/death.ts";
import { idOf, newContact, personRows } from "./support/people.ts";
import { type Handset, PIN, ROUNDS } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

const where = async (desk: Desk): Promise<string[]> => (await desk.mine()).map(({ at }) => at);

/** What the phone had sent before it was restored: the same numbers, other entries. */
function sentBefore(server: FakeServer, { device }: Desk, numbers: readonly number[]): void {
  server.add(
    numbers.map((number) => ({ ...personRows(1)[1], device, number, subject: idOf(number, 9) })),
  );
}

const numbersOf = (server: FakeServer, { device }: Desk, subject: string): number[] =>
  server.journal
    .filter((row) => row.device === device && row.subject === subject)
    .map(({ number }) => number);

test("what was typed on a restored phone arrives under new numbers, once, in the order of typing", async () => {
  const [server, handset, desk] = await started(2);
  sentBefore(server, desk, [1, 2, 3]);
  const contact = desk.newId();
  const [first] = await desk.save([newContact(contact, idOf(1), 7)]);
  await desk.save([newContact(contact, idOf(1), 8)]);
  await desk.sync();
  assert.deepEqual(numbersOf(server, desk, contact), [4, 5]);
  const [row] = server.journal.filter(({ subject }) => subject === contact);
  assert.equal(row?.written, String(first?.written), "later corrections stay later");
  assert.deepEqual(await where(desk), ["server", "server"]);
  assert.equal(desk.status.get().unsent, 0);
  const weights = (await desk.file(idOf(1))).facts.events.map(({ value }) => value);
  assert.ok(weights.includes(8) && !weights.includes(7));
  const before = server.journal.length;
  await desk.sync();
  handset.die();
  const again = await handset.unlocked(desk.device);
  await again.sync();
  assert.equal(server.journal.length, before, "never twice");
  assert.equal((await again.save([newContact(again.newId(), idOf(1))]))[0]?.number, 6);
});

test("until it is written anew it waits on the phone and shows in the card", async () => {
  const [server, handset, desk] = await started(2);
  sentBefore(server, desk, [1]);
  await desk.save([newContact(desk.newId(), idOf(2), 7)]);
  server.before = (path) => {
    if (path === "/api/sync") {
      throw new TypeError("cut");
    }
    return null;
  };
  await desk.sync();
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.deepEqual(await where(again), ["phone"]);
  assert.equal(again.status.get().unsent, 1);
  assert.ok((await again.file(idOf(2))).facts.events.some(({ value }) => value === 7));
  server.before = () => null;
  await again.sync();
  assert.deepEqual(await where(again), ["server"]);
  assert.equal(again.status.get().unsent, 0);
});

test("a number that a laptop took and the district knew otherwise", async () => {
  const [server, handset, desk] = await started(2);
  const laptop = new FakeServer(() => handset.clock, "http://192.168.7.1:8000");
  laptop.relayed = true;
  laptop.upstream = 0;
  laptop.devices.set(desk.device, { token: `${desk.device}.secret`, worker: "Siti" });
  server.setup = { relays: [laptop.address] };
  laptop.setup = server.setup;
  await desk.sync();
  const contact = desk.newId();
  await desk.save([newContact(contact, idOf(1))]);
  const both = (url: string, init?: RequestInit): Promise<Response> =>
    url.startsWith(laptop.address)
      ? laptop.fetch(url, init)
      : Promise.reject(new TypeError("no contact"));
  handset.fetch = both as Handset["fetch"];
  await desk.sync();
  assert.deepEqual(numbersOf(laptop, desk, contact), [1]);
  const [row] = laptop.journal;
  Object.assign(row as object, { status: "held", problem: "number-reused" });
  await desk.sync();
  assert.deepEqual(numbersOf(laptop, desk, contact), [1, 2]);
  await desk.sync();
  assert.deepEqual(numbersOf(laptop, desk, contact), [1, 2], "never twice");
});

test("two tabs without locks write it anew once", async () => {
  const [server, handset, desk] = await started(2);
  sentBefore(server, desk, [1]);
  const contact = desk.newId();
  handset.online = false;
  await desk.save([newContact(contact, idOf(1))]);
  handset.die();
  handset.online = true;
  const platform = handset.platform({ locks: null });
  const tabs = await Promise.all(
    [1, 2].map(async () => (await openPhone(platform, ROUNDS)).unlock(desk.device, PIN)),
  );
  await Promise.all(tabs.map((tab) => tab.sync()));
  await Promise.all(tabs.map((tab) => tab.sync()));
  assert.equal(numbersOf(server, desk, contact).length, 1);
});

for (const isOld of [false, true]) {
  test(`a revoked phone sends it before it is wiped${isOld ? ", from a server of before too" : ""}`, async () => {
    const [server, , desk] = await started(2);
    server.isOld = isOld;
    sentBefore(server, desk, [1, 2]);
    const contact = desk.newId();
    await desk.save([newContact(contact, idOf(1))]);
    (server.devices.get(desk.device) as { wipe?: string }).wipe = "after_sending";
    await desk.sync();
    assert.deepEqual(numbersOf(server, desk, contact), [3]);
    assert.equal(desk.closed.get(), "wiped");
  });
}

/** Every step takes some seconds: that is for rehearsals; every day takes some. */
const STRIDE = process.env["NYELIK_REHEARSAL"] ? 1 : 11;

test("killed at any step it arrives, once", async () => {
  let steps = 0;
  for (let at = 0; at <= steps; at += at === 0 ? 1 : STRIDE) {
    const [server, handset, desk] = await started(1);
    sentBefore(server, desk, [1, 2]);
    handset.online = false;
    const contact = desk.newId();
    await desk.save([newContact(contact, idOf(1))]);
    handset.die();
    handset.online = true;
    const death = new Death(at);
    await died(death, handset, desk.device);
    steps = at === 0 ? death.steps : steps;
    handset.die();
    const again = await handset.unlocked(desk.device);
    await again.sync();
    assert.deepEqual(numbersOf(server, desk, contact), [3], `killed at ${at}`);
    assert.equal(again.status.get().unsent, 0);
    handset.die();
  }
  assert.ok(steps > 30, `${steps} steps`);
});

/** A page that syncs until it is killed. */
async function died(death: Death, handset: Handset, device: string): Promise<void> {
  const work = (async () => {
    const phone = await openPhone(death.platform(handset.platform()), ROUNDS);
    await (await phone.unlock(device, PIN)).sync();
  })().catch((error: unknown) => {
    if (!death.dead) {
      throw error;
    }
  });
  const dead = (async () => {
    while (!death.dead) {
      await new Promise((go) => setImmediate(go));
    }
  })();
  await Promise.race([work, dead]);
  death.kill();
}
