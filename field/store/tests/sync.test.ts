/** What device and server promise each other (contracts/sync.md), seen from the phone. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, openPhone } from "../index.ts";
import { started } from "./support/day.ts";
import { idOf, newContact, newPerson, personRows } from "./support/people.ts";
import { type Handset, PIN, ROUNDS, until } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

const DAY = 86_400_000;
const where = async (desk: Desk): Promise<string[]> => (await desk.mine()).map(({ at }) => at);
const paths = ({ requests }: FakeServer): string[] => requests.map(({ path }) => path);
const ownOf = (server: FakeServer, { device }: Desk) =>
  server.journal.filter((row) => row.device === device);

test("push comes before pull; a lost answer sends again, and the server has it once", async () => {
  const [server, , desk] = await started(3);
  await desk.save([newPerson(desk.newId(), "Bayi")]);
  server.requests.length = 0;
  server.after = (path) => {
    if (path === "/api/entries") {
      throw new TypeError("cut");
    }
  };
  await desk.sync();
  assert.equal(desk.status.get().problem, "no-contact");
  assert.deepEqual(paths(server), ["/api/entries"]);
  assert.deepEqual(await where(desk), ["phone"]);
  server.after = () => undefined;
  await desk.sync();
  assert.deepEqual(paths(server), ["/api/entries", "/api/entries", "/api/sync"]);
  assert.deepEqual(await where(desk), ["server"]);
  assert.equal(ownOf(server, desk).length, 1);
});

test("a first sync that is cut goes on after the last page that was stored", async () => {
  const server = new FakeServer(() => 0);
  const { Handset } = await import("./support/phone.ts");
  const handset = new Handset(server);
  server.now = () => handset.clock;
  server.pageSize = 10;
  for (let number = 1; number <= 45; number += 1) {
    server.add(personRows(number));
  }
  let answers = 0;
  server.before = (path) => {
    answers += path === "/api/sync" ? 1 : 0;
    if (path === "/api/sync" && answers === 3) {
      throw new TypeError("cut");
    }
    return null;
  };
  const desk = await handset.enrolled();
  await desk.sync();
  assert.equal(desk.people.get().size, 20);
  assert.equal(desk.status.get().complete, false);
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().size, 20);
  server.requests.length = 0;
  await again.sync();
  assert.equal(again.people.get().size, 45);
  assert.equal(paths(server).filter((path) => path === "/api/sync").length, 3);
});

test("large pushes go in batches; what is too large for one is split", async () => {
  const [server, , desk] = await started(1);
  const many = Array.from({ length: 700 }, () => newContact(desk.newId(), idOf(1)));
  await desk.save(many);
  server.requests.length = 0;
  server.before = (path, body) =>
    path === "/api/entries" && (body as unknown[]).length > 100
      ? [413, { problem: { code: "body-too-large" } }]
      : null;
  await desk.sync();
  assert.equal(desk.status.get().problem, null);
  assert.deepEqual(
    ownOf(server, desk).map(({ number }) => number),
    many.map((_, at) => at + 1),
  );
});

test("one entry that the server will not take does not keep the others back", async () => {
  const [server, , desk] = await started(1);
  await desk.save([1, 2, 3, 4].map(() => newContact(desk.newId(), idOf(1))));
  server.before = (path, body) =>
    path === "/api/entries" && (body as { number: number }[]).some(({ number }) => number === 2)
      ? [400, { problem: { code: "unreadable-delivery" } }]
      : null;
  await desk.sync();
  assert.equal(desk.status.get().problem, "unreadable-delivery");
  assert.deepEqual(await where(desk), ["server", "server", "phone", "server"]);
});

for (const [status, code] of [
  [401, "device-not-known"],
  [429, "too-many-tries"],
  [503, "server-busy"],
] as const) {
  test(`${status} ${code}: everything stays, the next try is shown and comes by itself`, async () => {
    const [server, handset, desk] = await started(2);
    await desk.save([newContact(desk.newId(), idOf(1))]);
    server.before = () => [status, { problem: { code } }];
    await desk.sync();
    const first = desk.status.get().nextTry ?? 0;
    assert.equal(desk.status.get().problem, code);
    assert.deepEqual(await where(desk), ["phone"]);
    await desk.sync();
    const second = desk.status.get().nextTry ?? 0;
    assert.ok(second - handset.clock > (first - handset.clock) * 1.1, "later each time");
    server.before = () => null;
    await handset.pass(second - handset.clock + 1);
    await until(() => desk.status.get().problem === null);
    assert.deepEqual(await where(desk), ["server"]);
  });
}

test("a hotspot's sign-in page is no contact, and its 403 wipes nothing", async () => {
  const [server, , desk] = await started(2);
  for (const status of [200, 302, 401, 403, 502]) {
    server.before = () => [status, new TextEncoder().encode("<html>Masuk</html>")];
    await desk.sync();
    assert.equal(desk.status.get().problem, "no-contact");
    assert.equal(desk.people.get().size, 2);
  }
});

test("revoked after sending: what was not sent goes first, then everything is removed", async () => {
  const [server, handset, desk] = await started(2);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  const device = server.devices.get(desk.device);
  assert.ok(device);
  device.wipe = "after_sending";
  handset.online = false;
  await desk.sync();
  assert.equal(desk.closed.get(), null);
  handset.online = true;
  server.requests.length = 0;
  await desk.sync();
  assert.equal(ownOf(server, desk).length, 1);
  assert.equal(desk.closed.get(), "wiped");
  const { path, body } = server.requests.at(-1) ?? {};
  assert.equal(path, "/api/sync");
  assert.deepEqual([Object(body).wiped, Object(body).unsent], [true, 0]);
  assert.deepEqual(await names(handset), ["nyelik"]);
  await assert.rejects(handset.unlocked(desk.device));
});

test("revoked after sending: never wiped while an entry is not safe", async () => {
  const [server, handset, desk] = await started(2);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  (server.devices.get(desk.device) as { wipe: string }).wipe = "after_sending";
  server.before = (path) =>
    path === "/api/entries" ? [503, { problem: { code: "server-busy" } }] : null;
  await desk.sync();
  await desk.sync();
  assert.equal(desk.closed.get(), null);
  assert.deepEqual(await where(desk), ["phone"]);
  server.before = (path) =>
    path === "/api/entries"
      ? [403, { problem: { code: "device-revoked", wipe: "after_sending" } }]
      : null;
  await desk.sync();
  assert.equal(desk.closed.get(), null);
  assert.equal(desk.status.get().leaving, "after_sending");
  handset.die();
  assert.equal((await handset.unlocked(desk.device)).status.get().unsent, 1);
});

test("revoked after sending: what a server set back no longer has goes again first", async () => {
  const [server, handset, desk] = await revokedBehindABackup();
  server.before = (path) =>
    path === "/api/entries" ? [503, { problem: { code: "server-busy" } }] : null;
  await desk.sync();
  assert.equal(desk.closed.get(), null, "never wiped while an entry is not safe");
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.equal(again.status.get().unsent, 2);
  server.before = () => null;
  await again.sync();
  const numbers = ownOf(server, again).map(({ number }) => number);
  assert.deepEqual(numbers, [1, 2, 3]);
  assert.equal(again.closed.get(), "wiped");
});

test("revoked after sending: a server that takes entries and never has them does not wipe", async () => {
  const [server, , desk] = await revokedBehindABackup();
  const keep = server.journal.length;
  server.after = (path) => {
    if (path === "/api/entries") {
      server.restore(keep, "g2");
    }
  };
  await desk.sync();
  assert.equal(desk.closed.get(), null);
  assert.equal((await desk.mine()).length, 3);
});

test("revoked after sending by a server that does not say what it has: wiped after receipts", async () => {
  const [server, , desk] = await revokedBehindABackup();
  server.isOld = true;
  await desk.sync();
  assert.equal(desk.closed.get(), "wiped");
});

test("revoked after sending by a laptop: what it lacks goes to it", async () => {
  const [server, handset, desk] = await started(2);
  const laptop = new FakeServer(() => handset.clock, "http://192.168.7.1:8000");
  laptop.devices.set(desk.device, {
    token: `${desk.device}.secret`,
    worker: "Siti",
    wipe: "after_sending",
  });
  server.setup = { relays: [laptop.address] };
  await desk.save([newContact(desk.newId(), idOf(1))]);
  await desk.sync();
  handset.fetch = ((url, init) =>
    url.startsWith(laptop.address)
      ? laptop.fetch(url, init)
      : Promise.reject(new TypeError("no contact"))) as Handset["fetch"];
  await desk.sync();
  assert.equal(ownOf(laptop, desk).length, 1);
  assert.equal(desk.closed.get(), "wiped");
});

/** Three entries are acknowledged; then the server has one of them, and the device is ended. */
async function revokedBehindABackup(): Promise<Awaited<ReturnType<typeof started>>> {
  const [server, handset, desk] = await started(2);
  for (const number of [1, 2, 3]) {
    await desk.save([newContact(desk.newId(), idOf(1), number)]);
    await desk.sync();
  }
  server.restore(server.journal.length - 2, "g2");
  (server.devices.get(desk.device) as { wipe: string }).wipe = "after_sending";
  return [server, handset, desk];
}

test("lost or stolen: wiped at once", async () => {
  const [server, handset, desk] = await started(2);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  (server.devices.get(desk.device) as { wipe: string }).wipe = "now";
  await desk.sync();
  assert.equal(desk.closed.get(), "wiped");
  assert.equal(ownOf(server, desk).length, 0);
  assert.deepEqual(await names(handset), ["nyelik"]);
});

test("without contact for too long what was pulled goes, what was not sent stays", async () => {
  const [, handset, desk] = await started(4);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  await desk.sync();
  const born = desk.newId();
  await desk.save([newPerson(born, "Bayi")]);
  handset.die();
  handset.clock += 89 * DAY;
  assert.equal((await handset.unlocked(desk.device)).people.get().size, 5);
  handset.die();
  handset.clock += 2 * DAY;
  handset.online = false;
  const again = await handset.unlocked(desk.device);
  assert.deepEqual([...again.people.get().keys()], [born]);
  assert.deepEqual(await where(again), ["phone"]);
  handset.online = true;
  await again.sync();
  assert.equal(again.people.get().size, 5);
  assert.equal(again.status.get().unsent, 0);
});

test("another generation: nothing twice, who did not come leaves, unsent entries stay", async () => {
  const [server, , desk] = await started(120);
  server.generation = "g2";
  server.outside.add(idOf(7)).add(idOf(60));
  const late = desk.newId();
  let pages = 0;
  let saved: Promise<unknown> = Promise.resolve();
  server.before = (path) => {
    pages += path === "/api/sync" ? 1 : 0;
    if (pages === 2) {
      pages += 1;
      saved = desk.save([newContact(late, idOf(60))]);
      throw new TypeError("cut in the middle");
    }
    return null;
  };
  await desk.sync();
  await saved;
  assert.equal(desk.people.get().size, 120, "what is here is used until all came");
  await desk.sync();
  assert.equal(desk.people.get().size, 118);
  assert.equal(desk.people.get().has(idOf(60)), false);
  assert.ok(ownOf(server, desk).some(({ subject }) => subject === late));
  assert.equal(desk.standings.get().has(idOf(7)), false);
});

test("who leaves goes from lists; the own unsent entries about them are still sent", async () => {
  const [server, handset, desk] = await started(4);
  handset.online = false;
  const contact = desk.newId();
  await desk.save([newContact(contact, idOf(2))]);
  handset.online = true;
  server.outside.add(idOf(2));
  server.touch(idOf(2));
  await desk.sync();
  assert.deepEqual([...desk.people.get().keys()].sort(), [idOf(1), idOf(3), idOf(4)]);
  assert.ok(ownOf(server, desk).some(({ subject }) => subject === contact));
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().has(idOf(2)), false);
  server.outside.delete(idOf(2));
  server.touch(idOf(2));
  await again.sync();
  assert.equal((await again.file(idOf(2))).entries.length, 4);
});

test("a merged duplicate: its own id leaves, what was recorded of it is with who stays", async () => {
  const [server, handset, desk] = await started(3);
  server.into.set(idOf(2), idOf(1));
  server.touch(idOf(2));
  await desk.sync();
  assert.equal(desk.people.get().size, 2);
  assert.equal(desk.canonical(idOf(2)), idOf(1));
  assert.equal((await desk.file(idOf(2))).about, idOf(1));
  await desk.save([newContact(desk.newId(), idOf(2))]);
  assert.equal((await desk.file(idOf(1))).entries.length, 7);
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.equal((await again.file(idOf(1))).entries.length, 7);
  assert.equal(again.people.get().size, 2);
});

test("restored from a backup: what the journal lacks is sent again, receipt or not", async () => {
  const [server, handset, desk] = await started(2);
  for (const number of [1, 2, 3]) {
    await desk.save([newContact(desk.newId(), idOf(1), number)]);
    await desk.sync();
  }
  const keep = server.journal.length - 2;
  server.restore(keep, "g2");
  handset.die();
  const again = await handset.unlocked(desk.device);
  await again.sync();
  assert.deepEqual(
    ownOf(server, desk).map(({ number }) => number),
    [1, 2, 3],
  );
  assert.deepEqual(await where(again), ["server", "server", "server"]);
  assert.equal((await again.file(idOf(1))).entries.length, 6);
});

test("a store that was restored goes on behind what the server has", async () => {
  const [server, , desk] = await started(2);
  server.add([{ ...personRows(1)[1], device: desk.device, number: 41, subject: idOf(41, 4) }]);
  await desk.sync();
  const [entry] = await desk.save([newContact(desk.newId(), idOf(1))]);
  assert.equal(entry?.number, 42);
});

test("held, declined, aside and relayed entries are shown as such", async () => {
  const [server, handset, desk] = await started(2);
  server.judge = ({ number }) =>
    ({ 1: "future-date", 2: "future-date", 3: "aside" })[number] ?? null;
  await desk.save([1, 2, 3, 4].map((weight) => newContact(desk.newId(), idOf(1), weight)));
  await desk.sync();
  assert.deepEqual(await where(desk), ["server", "aside", "held", "held"]);
  assert.equal(desk.status.get().held, 2);
  assert.equal((await desk.mine())[3]?.problem, "future-date");
  const rows = ownOf(server, desk);
  (rows[0] as (typeof rows)[0]).status = "accepted";
  (rows[1] as (typeof rows)[0]).status = "declined";
  server.touch(idOf(1));
  await desk.sync();
  assert.deepEqual(await where(desk), ["server", "aside", "declined", "server"]);
  const weights = (await desk.file(idOf(1))).facts.events.map(({ value }) => value);
  assert.ok(weights.includes(1) && weights.includes(4) && !weights.includes(2));
  server.requests.length = 0;
  await desk.sync();
  assert.deepEqual(paths(server), ["/api/sync"], "what lies aside is not sent again and again");
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.deepEqual(await where(again), ["server", "aside", "declined", "server"]);
});

test("where home does not answer, a laptop does; its receipts say so", async () => {
  const [server, handset, desk] = await started(2);
  const laptop = new FakeServer(() => handset.clock, "http://192.168.7.1:8000");
  laptop.relayed = true;
  laptop.upstream = 0;
  server.setup = { relays: [laptop.address] };
  await desk.sync();
  for (const [device, known] of server.devices) {
    laptop.devices.set(device, known);
  }
  laptop.add([...personRows(1, 2), ...personRows(2, 2)]);
  laptop.setup = server.setup;
  handset.fetch = (url, init) => laptop.fetch(url, init);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  await desk.sync();
  assert.equal(desk.status.get().problem, null);
  assert.deepEqual(await where(desk), ["relay"]);
  laptop.upstream = 1;
  await desk.sync();
  assert.deepEqual(await where(desk), ["server"]);
  handset.fetch = (url, init) => server.fetch(url, init);
  await desk.sync();
  assert.equal(ownOf(server, desk).length, 1, "home had not got it: it is sent there too");
  assert.deepEqual(await where(desk), ["server"]);
});

test("a clock that is years off: shown, put right, never turned away", async () => {
  const [server, handset, desk] = await started(2);
  const right = handset.clock;
  server.now = () => right;
  handset.clock += 3 * 365 * DAY;
  await desk.sync();
  assert.ok(Math.abs(desk.status.get().clockAhead - 3 * 365 * DAY) < 1000);
  assert.equal(desk.moment(), "2026-11-20T08:00");
  const [entry] = await desk.save([newContact(desk.newId(), idOf(1))]);
  assert.ok(Math.abs(Number((entry?.written ?? 0n) >> 16n) - right) < 10_000);
  handset.clock = Date.UTC(2010, 0, 1); // the battery ran empty
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.ok(again.moment() >= "2026-11-20T08:00");
  const [later] = await again.save([newContact(again.newId(), idOf(1))]);
  assert.ok((later?.written ?? 0n) > (entry?.written ?? 0n));
});

test("entries written by a clock years ahead do not drag later ones along", async () => {
  const [server, handset, desk] = await started(2);
  const right = handset.clock;
  server.now = () => right;
  handset.clock += 3 * 365 * DAY;
  const contact = desk.newId();
  const [early] = await desk.save([newContact(contact, idOf(1))]);
  assert.ok(Number((early?.written ?? 0n) >> 16n) > right + 900 * DAY);
  await desk.sync();
  const [other] = await desk.save([newContact(desk.newId(), idOf(1))]);
  assert.ok(Number((other?.written ?? 0n) >> 16n) < right + DAY);
  const [patch] = await desk.save([newContact(contact, idOf(1), 7)]);
  assert.ok((patch?.written ?? 0n) > (early?.written ?? 0n), "a patch comes after what it patches");
  assert.ok((await desk.file(idOf(1))).facts.events.some(({ value }) => value === 7));
});

test("two tabs without locks: no number is given twice", async () => {
  const [server, handset, desk] = await started(2);
  handset.die();
  const platform = handset.platform({ locks: null });
  const tabs = await Promise.all(
    [1, 2].map(async () => (await openPhone(platform, ROUNDS)).unlock(desk.device, PIN)),
  );
  const saved = await Promise.all(
    [0, 1, 0, 1, 0, 1].map((tab) =>
      (tabs[tab] as Desk).save([
        newContact(desk.newId(), idOf(1)),
        newContact(desk.newId(), idOf(2)),
      ]),
    ),
  );
  const numbers = saved.flat().map(({ number }) => number);
  assert.deepEqual(
    numbers.toSorted((one, other) => one - other),
    Array.from({ length: 12 }, (_, at) => at + 1),
  );
  for (const tab of tabs) {
    await tab.sync();
  }
  assert.equal(ownOf(server, desk).length, 12);
});

test("what was sent long ago is removed, what is held stays", async () => {
  const [server, handset, desk] = await started(2);
  server.judge = ({ number }) => (number === 2 ? "future-date" : null);
  await desk.save([1, 2, 3].map((weight) => newContact(desk.newId(), idOf(1), weight)));
  await desk.sync();
  handset.clock += 31 * DAY;
  handset.die();
  const again = await handset.unlocked(desk.device);
  await again.save([newContact(again.newId(), idOf(1))]);
  await again.sync();
  assert.deepEqual(
    (await again.mine()).map(({ entry }) => entry.number),
    [4, 2],
  );
  assert.equal((await again.file(idOf(1))).entries.length, 7, "the record has them");
});

test("saving goes on while a sync runs, and is part of the next", async () => {
  const [server, , desk] = await started(2);
  await desk.save([newContact(desk.newId(), idOf(1))]);
  let asked = 0;
  const saved: Promise<unknown>[] = [];
  server.after = () => {
    asked += 1;
    if (asked <= 3) {
      saved.push(desk.save([newContact(desk.newId(), idOf(2))]));
    }
  };
  await desk.sync();
  await Promise.all(saved);
  assert.ok(ownOf(server, desk).length < 1 + saved.length, "what came late waits");
  await desk.sync();
  await Promise.all(saved);
  await desk.sync();
  assert.equal(ownOf(server, desk).length, 1 + saved.length);
  assert.equal(desk.status.get().unsent, 0);
});

test("many small syncs do not make unlocking slower: blocks are written together", async () => {
  const [server, handset, desk] = await started(60);
  for (let turn = 0; turn < 40; turn += 1) {
    server.add([{ ...personRows(1 + (turn % 60))[1], subject: idOf(turn, 6) }]);
    await desk.sync();
  }
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = handset.indexedDB.open(`nyelik-${desk.device}`);
    request.onsuccess = () => resolve(request.result);
  });
  const keys = await new Promise<unknown[]>((resolve) => {
    const request = database.transaction("blocks").objectStore("blocks").getAllKeys();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  assert.ok(keys.length < 30, `${keys.length} blocks`);
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().size, 60);
  for (let number = 1; number <= 60; number += 1) {
    const entries = server.journal.filter(({ about }) => about === idOf(number));
    assert.equal((await again.file(idOf(number))).entries.length, entries.length);
  }
});

async function names(handset: Handset): Promise<(string | undefined)[]> {
  return (await handset.indexedDB.databases()).map(({ name }) => name);
}
