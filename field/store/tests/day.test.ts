/** A worker's day with the store: enrol, pull, save, send, lock, unlock. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { openPhone, Problem } from "../index.ts";
import { started } from "./support/day.ts";
import { idOf, newContact, newPerson, personRows } from "./support/people.ts";
import { type Handset, PIN, ROUNDS, until } from "./support/phone.ts";
import { FakeServer, NEW, OLD } from "./support/server.ts";

test("a phone enrols, pulls its people and says what is due of them", async () => {
  const [, , desk] = await started();
  assert.equal(desk.status.get().problem, null);
  assert.equal(desk.people.get().size, 120);
  assert.equal(desk.setup.get().worker.name, "Siti");
  assert.equal(desk.people.get().get(idOf(5))?.name, "Siti Aminah 5");
  assert.equal(desk.status.get().complete, true);
  await until(() => desk.settled.get());
  assert.equal(desk.standings.get().size, 120);
  assert.ok([...desk.standings.get().values()].some(({ due }) => due.length > 0));
  const file = await desk.file(idOf(5));
  assert.equal(file.subjects.size, 3);
  assert.equal(file.facts.events.filter(({ code }) => code === "weight_kg").length, 2);
});

test("what is saved is listed at once, sent, receipted, and there after unlocking", async () => {
  const [server, handset, desk] = await started();
  const born = desk.newId();
  handset.online = false;
  const [entry] = await desk.save([newPerson(born, "Bayi Baru")]);
  assert.equal(entry?.number, 1);
  assert.equal(desk.people.get().get(born)?.name, "Bayi Baru");
  assert.ok(desk.standings.get().has(born));
  await desk.save([newContact(desk.newId(), idOf(5))]);
  assert.deepEqual(
    (await desk.mine()).map(({ at }) => at),
    ["phone", "phone"],
  );
  await desk.sync();
  assert.equal(desk.status.get().problem, "no-contact");
  assert.ok(desk.status.get().nextTry !== null);
  desk.lock();
  await until(() => handset.held.size === 0);
  const again = await handset.unlocked(desk.device);
  assert.equal(again.people.get().get(born)?.name, "Bayi Baru");
  assert.equal(again.status.get().unsent, 2);
  assert.equal((await again.file(idOf(5))).subjects.size, 4);
  handset.online = true;
  await again.sync();
  assert.equal(again.status.get().unsent, 0);
  assert.deepEqual(
    (await again.mine()).map(({ at, entry: { number } }) => [number, at]),
    [
      [2, "server"],
      [1, "server"],
    ],
  );
  const mine = server.journal.filter(({ device }) => device === desk.device);
  assert.deepEqual(
    mine.map(({ number }) => number),
    [1, 2],
  );
  assert.equal(mine[1]?.seen, 0);
  const corrected = await again.save([
    { ...newContact(mine[1]?.subject as string, idOf(5), 9.4), happened: "2026-11-20T08:30" },
  ]);
  assert.equal(corrected[0]?.seen, mine[1]?.seq);
  assert.equal(
    (await again.file(idOf(5))).facts.events.filter(({ value }) => value === 9.4).length,
    1,
  );
});

test("nothing new is one small request", async () => {
  const [server, , desk] = await started(3);
  server.requests.length = 0;
  await desk.sync();
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    ["/api/sync"],
  );
  assert.ok((server.requests[0]?.bytes ?? 0) < 350);
});

test("what lies in the database is unreadable, and cannot change places", async () => {
  const [, handset, desk] = await started(60);
  await desk.drafts.put({
    key: `contact ${idOf(1)}`,
    title: "Siti",
    changed: 1,
    content: { a: 1 },
  });
  await desk.save([newPerson(desk.newId(), "Rahasia Besar")]);
  await until(() => desk.settled.get());
  const everything = await dump(handset, `nyelik-${desk.device}`);
  for (const word of ["Siti", "Rahasia", "Budi", "19.06", "secret", "weight", idOf(1)]) {
    assert.ok(!everything.includes(word), word);
  }
  desk.lock();
  await until(() => handset.held.size === 0);
  const database = await opened(handset, `nyelik-${desk.device}`);
  const store = database.transaction(["blocks"], "readwrite").objectStore("blocks");
  const first = await done(store.get(1));
  store.put(first, 2);
  await new Promise((go) => {
    store.transaction.oncomplete = go;
  });
  database.close();
  const again = await handset.unlocked(desk.device);
  await assert.rejects(again.file(idOf(55)), new Problem("damaged"));
});

test("drafts outlive the tab; the last one wins", async () => {
  const [, handset, desk] = await started(1);
  const draft = { key: "contact 1 x", title: "Siti, penimbangan", changed: 1, content: { kg: 8 } };
  await Promise.all(
    [1, 2, 3].map((changed) => desk.drafts.put({ ...draft, changed, content: { kg: changed } })),
  );
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.deepEqual((await again.drafts.get(draft.key))?.content, { kg: 3 });
  assert.equal((await again.drafts.all()).length, 1);
  await again.drafts.remove(draft.key);
  assert.deepEqual(await again.drafts.all(), []);
});

test("a newer rulebook of the same signer replaces the engine and outlives the tab", async () => {
  const [server, handset, desk] = await started(3);
  assert.equal(desk.engine.get()?.bundle.rulebook, OLD);
  server.bundle = await server.signed(NEW);
  await desk.sync();
  assert.equal(desk.status.get().problem, null);
  assert.equal(desk.engine.get()?.bundle.rulebook, NEW);
  const [entry] = await desk.save([newContact(desk.newId(), idOf(1))]);
  assert.equal(entry?.rulebook, NEW);
  handset.die();
  handset.online = false;
  const again = await handset.unlocked(desk.device);
  assert.equal(again.engine.get()?.bundle.rulebook, NEW);
});

test("a rulebook that is damaged or a stranger's is refused: said, asked for once, the old one stays", async () => {
  const damaged = async (server: FakeServer): Promise<Uint8Array<ArrayBuffer>> => {
    const file = await server.signed(NEW);
    file[file.length - 10] = 32;
    return file;
  };
  const stranger = async (): Promise<Uint8Array<ArrayBuffer>> =>
    new FakeServer(() => 0).signed(NEW);
  for (const make of [damaged, stranger]) {
    const [server, handset, desk] = await started(3);
    server.bundle = await make(server);
    server.requests.length = 0;
    await desk.sync();
    await desk.sync();
    assert.equal(desk.status.get().problem, "bundle-refused");
    assert.equal(desk.engine.get()?.bundle.rulebook, OLD);
    assert.equal(server.requests.filter(({ path }) => path === "/api/bundle").length, 1);
    server.add(personRows(9));
    await desk.sync();
    assert.equal(desk.people.get().size, 4, "everything else goes on");
    handset.die();
    const again = await handset.unlocked(desk.device);
    assert.equal(again.engine.get()?.bundle.rulebook, OLD);
  }
});

test("locked, a desk answers nothing", async () => {
  const [, handset, desk] = await started(3);
  await handset.pass(179_000);
  assert.equal(desk.closed.get(), null);
  desk.touch();
  await handset.pass(179_000);
  assert.equal(desk.closed.get(), null);
  await handset.pass(2_000);
  assert.equal(desk.closed.get(), "locked");
  await until(() => desk.people.get().size === 0);
  await assert.rejects(desk.file(idOf(1)), new Problem("locked"));
  await assert.rejects(desk.save([newPerson(idOf(9, 1), "x")]), new Problem("locked"));
});

test("after a long sleep the first touch locks", async () => {
  const [, handset, desk] = await started(1);
  handset.clock += 3_600_000; // timers slept with the phone
  desk.touch();
  assert.equal(desk.closed.get(), "locked");
});

test("one worker beside another, each with an own vault", async () => {
  const [, handset, desk] = await started(2);
  const phone = await openPhone(handset.platform(), ROUNDS);
  const other = await phone.enrol(handset.server.address, handset.server.code("Ani"), "111222");
  assert.deepEqual(
    phone.workers.get().map(({ name }) => name),
    ["Siti", "Ani"],
  );
  assert.notEqual(other.device, desk.device);
  await assert.rejects(phone.unlock(desk.device, PIN), { code: "open-elsewhere" });
});

function opened(handset: Handset, name: string): Promise<IDBDatabase> {
  return done(handset.indexedDB.open(name)) as Promise<IDBDatabase>;
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Everything in a database as Latin letters. */
async function dump(handset: Handset, name: string): Promise<string> {
  const database = await opened(handset, name);
  const parts: string[] = [];
  for (const store of database.objectStoreNames) {
    const place = database.transaction(store).objectStore(store);
    for (const value of [...(await done(place.getAll())), ...(await done(place.getAllKeys()))]) {
      parts.push(value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : "");
      parts.push(value instanceof Uint8Array ? "" : JSON.stringify(value, plain));
    }
  }
  database.close();
  return parts.join("\n");
}

const plain = (_: string, value: unknown): unknown =>
  typeof value === "bigint" ? value.toString() : value;
