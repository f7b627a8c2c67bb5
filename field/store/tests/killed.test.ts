/** The page is killed at every step of saving and syncing: what was acknowledged is there, once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, openPhone } from "../index.ts";
import { Death } from "./support/death.ts";
import { idOf, newContact, newPerson, personRows } from "./support/people.ts";
import { Handset, PIN, ROUNDS, START } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

/** What a worker does in one life of the page; each acknowledged entry is noted with what it said. */
async function life(
  desk: Desk,
  server: FakeServer,
  acknowledged: Map<number, string>,
): Promise<void> {
  const note = async (saved: ReturnType<Desk["save"]>): Promise<void> => {
    for (const { number, subject } of await saved) {
      acknowledged.set(number, subject);
    }
  };
  await note(desk.save([newPerson(desk.newId(), "Bayi Satu")]));
  await note(desk.save([newContact(desk.newId(), idOf(1)), newContact(desk.newId(), idOf(2))]));
  server.add(personRows(7));
  server.add([{ ...personRows(2)[1], subject: idOf(77, 5) }]);
  await desk.sync();
  await note(desk.save([newContact(desk.newId(), idOf(7))]));
  await desk.sync();
}

async function prepared(): Promise<[FakeServer, Handset, string]> {
  const server = new FakeServer(() => START);
  server.pageSize = 2;
  const handset = new Handset(server);
  [1, 2, 3].forEach((number) => {
    server.add(personRows(number));
  });
  const desk = await handset.enrolled();
  handset.die();
  return [server, handset, desk.device];
}

/** A page that dies at a step; true when it came to its end before. */
async function lived(
  death: Death,
  server: FakeServer,
  handset: Handset,
  device: string,
  acknowledged: Map<number, string>,
): Promise<void> {
  const work = (async () => {
    const phone = await openPhone(death.platform(handset.platform()), ROUNDS);
    const desk = await phone.unlock(device, PIN);
    await life(desk, server, acknowledged);
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
  handset.die();
}

async function steps(): Promise<number> {
  const [server, handset, device] = await prepared();
  const death = new Death();
  await lived(death, server, handset, device, new Map());
  return death.steps;
}

/** Every step takes half a minute: that is for rehearsals; every day takes some. */
const STRIDE = process.env["NYELIK_REHEARSAL"] ? 1 : 17;

test("killed at any step, nothing acknowledged is lost and nothing doubled", async () => {
  const all = await steps();
  assert.ok(all > 150, `${all} steps`);
  for (let at = 1 + (all % STRIDE); at <= all; at += STRIDE) {
    const [server, handset, device] = await prepared();
    const acknowledged = new Map<number, string>();
    await lived(new Death(at), server, handset, device, acknowledged);
    await assertWhole(server, handset, device, acknowledged, `killed at ${at}`);
  }
});

async function assertWhole(
  server: FakeServer,
  handset: Handset,
  device: string,
  acknowledged: ReadonlyMap<number, string>,
  when: string,
): Promise<void> {
  const desk = await handset.unlocked(device);
  const kept = new Map((await desk.mine()).map(({ entry }) => [entry.number, entry.subject]));
  for (const [number, subject] of acknowledged) {
    assert.equal(kept.get(number), subject, `${when}: entry ${number}`);
  }
  await desk.save([newContact(desk.newId(), idOf(3))]);
  await desk.sync();
  assert.equal(desk.status.get().problem, null, when);
  assert.equal(desk.status.get().unsent, 0, when);
  const arrived = server.journal.filter((row) => row.device === device);
  const numbers = arrived.map(({ number }) => number);
  assert.deepEqual(
    numbers,
    numbers.map((_, at) => at + 1),
    `${when}: every number once, without gaps`,
  );
  assert.equal(new Set(arrived.map(({ subject }) => subject)).size, arrived.length, when);
  for (const [number, subject] of acknowledged) {
    assert.equal(arrived[number - 1]?.subject, subject, `${when}: entry ${number} at the server`);
  }
  const listed = [...desk.people.get().keys()].sort();
  const known = [...new Set(server.journal.map(({ about }) => about))].sort();
  assert.deepEqual(listed, known, `${when}: the listing is the server's`);
  for (const about of known) {
    const entries = (await desk.file(about)).entries.length;
    assert.equal(entries, server.journal.filter((row) => row.about === about).length, when);
  }
  handset.die();
}
