/**
 * How long the store needs in Node with a database in memory: an early look at the budgets of the phone (the real
 * ones are measured in a browser). `node bench/store.ts PEOPLE CONTACTS`; figures in milliseconds, as JSON.
 */

import type { OpenDesk } from "../store/desk.ts";
import { openPhone } from "../store/index.ts";
import { ROUNDS } from "../store/pin.ts";
import { idOf, newContact } from "../store/tests/support/people.ts";
import { Handset, PIN, START, until } from "../store/tests/support/phone.ts";
import { FakeServer, type Row } from "../store/tests/support/server.ts";

const [people, contacts] = process.argv.slice(2).map(Number) as [number, number];

const figures: Record<string, number> = {};
async function timed<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const [before, used] = [performance.now(), process.cpuUsage()];
  const result = await work();
  figures[name] = Math.round((performance.now() - before) * 10) / 10;
  figures[`${name}: CPU`] = Math.round(process.cpuUsage(used).user / 100) / 10;
  return result;
}

function rows(number: number): Partial<Row>[] {
  const about = idOf(number);
  const born = `${1945 + (number % 80)}-0${1 + (number % 9)}-1${number % 9}`;
  const body = {
    name: `Nama Orang ${number} Panjang`,
    sex: number % 2 ? "female" : "male",
    born,
    nik: `************${1000 + (number % 9000)}`,
    area: `19.06.01.2001.00${number % 7}`,
    address: `Jalan Sekolah nomor ${number}`,
    mother_name: `Ibu ${number % 700}`,
    household: idOf(Math.floor(number / 4), 8),
  };
  const visits = Array.from({ length: contacts }, (_, at) => ({
    kind: "contact",
    subject: `0190000c-${String(at).padStart(4, "0")}-7000-8000-${String(number).padStart(12, "0")}`,
    about,
    body: {
      package: "posyandu-balita",
      observations: { weight_kg: 8 + at / 10, height_cm: 70 + at, muac_cm: 14.5, systolic: 120 },
    },
    happened: `${2023 + Math.floor(at / 12)}-${String(1 + (at % 12)).padStart(2, "0")}-10T08:30`,
  }));
  return [{ kind: "person", subject: about, about, body }, ...visits];
}

const server = new FakeServer(() => START);
server.pageSize = 500;
for (let number = 1; number <= people; number += 1) {
  server.add(rows(number));
}
server.index();
const handset = new Handset(server);
server.now = () => handset.clock;
const enrolling = await openPhone(handset.platform({ monotonic: () => performance.now() }), 10);
const first = await enrolling.enrol(server.address, server.code("Siti"), PIN);
await timed("first sync, with the fake server", () => first.sync());
await timed("standings of everybody", () => until(() => first.settled.get(), 1_000_000));
first.lock();
await (first as OpenDesk).ended;
const slices = [...handset.paused].sort((one, other) => other - one);
figures["longest stretch without a pause while reckoning"] = Math.round(slices[0] ?? 0);
handset.die();

const phone = await openPhone(handset.platform());
let desk = await timed("unlock to list, few rounds", () => phone.unlock(first.device, PIN));
figures["people"] = desk.people.get().size;
figures["standings at once"] = desk.standings.get().size;
await until(() => desk.settled.get(), 1_000_000);
desk.lock();
await (desk as OpenDesk).ended;
handset.die();

handset.clock += 86_400_000;
const morning = await openPhone(handset.platform({ monotonic: () => performance.now() }));
const next = await timed("next day: unlock", () => morning.unlock(first.device, PIN));
handset.paused.length = 0;
await timed("next day: standings of everybody", () => until(() => next.settled.get(), 1_000_000));
figures["next day: longest stretch"] = Math.round(Math.max(0, ...handset.paused));
next.lock();
await (next as OpenDesk).ended;
handset.die();

const evening = await openPhone(handset.platform());
desk = await evening.unlock(first.device, PIN);
await until(() => desk.settled.get(), 1_000_000);
await timed("open a person, cold", () => desk.file(idOf(7)));
await timed("open a person, warm", () => desk.file(idOf(7)));
await timed("save, lists updated, cold", () => desk.save([newContact(desk.newId(), idOf(90))]));
await timed("save, lists updated, warm", () => desk.save([newContact(desk.newId(), idOf(90))]));
await timed("save once more", () => desk.save([newContact(desk.newId(), idOf(90))]));
await timed("sync of one entry", () => desk.sync());
await timed(`key from the PIN, ${ROUNDS} rounds`, async () => {
  const base = await crypto.subtle.importKey("raw", new Uint8Array(6), "PBKDF2", false, [
    "deriveBits",
  ]);
  const terms = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(16), iterations: ROUNDS };
  await crypto.subtle.deriveBits(terms, base, 256);
});
globalThis.gc?.();
figures["heap in MB, server and database included"] = Math.round(
  process.memoryUsage().heapUsed / 1e6,
);
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
