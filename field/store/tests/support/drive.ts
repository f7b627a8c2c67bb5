/**
 * A phone without a screen, against a server that is really there: `node drive.ts ADDRESS CODE`. Prints as JSON what a
 * test compares with the office: who is listed, how much was sent and asked, what became of the own entries.
 */

import { openPhone } from "../../index.ts";
import { newContact, newPerson } from "./people.ts";
import { Handset, PIN, ROUNDS, until } from "./phone.ts";
import { FakeServer } from "./server.ts";

const [address, code] = process.argv.slice(2) as [string, string];
const sizes: number[] = [];
const asked: string[] = [];

const handset = new Handset(new FakeServer(Date.now));
const platform = handset.platform({
  now: Date.now,
  monotonic: () => performance.now(),
  fetch: async (url, init) => {
    const response = await fetch(url, init);
    const body = await response.arrayBuffer();
    asked.push(new URL(String(url)).pathname);
    sizes.push((init?.body as Uint8Array | undefined)?.length ?? 0, body.byteLength);
    return new Response(body, { status: response.status });
  },
});

const began = performance.now();
const desk = await (await openPhone(platform, ROUNDS)).enrol(address, code, PIN, "tes");
await desk.sync();
const firstSync = performance.now() - began;
const pulled = listing();
sizes.length = 0;
asked.length = 0;
await desk.sync();
const quiet = { asked: [...asked], bytes: [...sizes] };

const [area] = desk.setup.get().areas;
const [somebody] = [...desk.people.get().values()].filter(({ died }) => died === null);
const born = desk.newId();
const baby = { ...newPerson(born, "Bayi Percobaan"), happened: desk.moment().slice(0, 10) };
await desk.save([{ ...baby, body: { ...baby.body, born: baby.happened, area: area?.code } }]);
const contact = newContact(desk.newId(), somebody?.id as string);
await desk.save([{ ...contact, happened: desk.moment() }]);
await desk.sync();
await until(() => desk.settled.get(), 1_000_000);
const mine = await desk.mine();
desk.lock();
await until(() => handset.held.size === 0);
const again = await (await openPhone(platform, ROUNDS)).unlock(desk.device, PIN);

process.stdout.write(
  JSON.stringify({
    device: desk.device,
    status: desk.status.get(),
    engine: again.engine.get()?.bundle.rulebook,
    rulebook: again.setup.get().rulebook,
    firstSync: Math.round(firstSync),
    people: pulled,
    households: again.households.get().size,
    quiet,
    born,
    visited: somebody?.id,
    mine: mine.map(({ entry, at, problem }) => ({ number: entry.number, at, problem })),
    unlocked: again.people.get().size,
    file: (await again.file(born)).entries.map(({ seq }) => seq > 0),
    due: [...again.standings.get().values()].filter(({ due }) => due.length > 0).length,
  }),
);
again.lock();

function listing(): Record<string, unknown> {
  const listed = [...desk.people.get().values()];
  return Object.fromEntries(
    listed.map(({ id, name, sex, born: day, area: where, died }) => [
      id,
      [name, sex, day?.slice(0, 10) ?? null, where, died?.slice(0, 10) ?? null],
    ]),
  );
}
