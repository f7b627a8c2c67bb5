/** What one phone and the server said to each other (contracts/vectors/sync.json): the store ends with what it says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Desk, NewEntry } from "../types.ts";
import { Handset } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

interface Exchange {
  readonly path: string;
  readonly body: readonly Record<string, unknown>[] | { readonly cursor: string | null };
  readonly status: number;
  readonly answer: Record<string, unknown>;
  readonly lost?: boolean;
}

interface Round {
  readonly what: string;
  readonly saved?: readonly number[];
  readonly exchanges: readonly Exchange[];
  readonly holds: Readonly<Record<string, readonly (readonly [string, number])[]>>;
  readonly own: Readonly<Record<string, string>>;
}

/** What of a round was not asked for, and each question beside that of the vectors. */
interface Played {
  readonly waiting: readonly Exchange[];
  readonly asked: readonly (readonly [unknown, unknown])[];
}

const FILE = new URL("../../../contracts/vectors/sync.json", import.meta.url);
const WORKER = "Siti";
const AT: Readonly<Record<string, string>> = { accepted: "server", held: "held" };

/** The vectors with the device that this phone was given. */
function roundsFor({ device }: Desk): readonly Round[] {
  return JSON.parse(readFileSync(FILE, "utf8").replaceAll('"DEVICE"', JSON.stringify(device)))
    .rounds;
}

/** Answers a round's requests in their order; whatever else is asked meets no network. */
function playing(server: FakeServer, handset: Handset, round: Round): Played {
  const waiting = [...round.exchanges];
  const asked: [unknown, unknown][] = [];
  server.before = (path, body) => {
    if (path !== "/api/sync" && path !== "/api/entries") {
      return null;
    }
    const at = waiting.findIndex((one) => one.path === path);
    const [exchange] = at < 0 ? [] : waiting.splice(at, 1);
    if (exchange === undefined) {
      throw new TypeError("the network is gone");
    }
    asked.push([askedOf(body), askedOf(exchange.body)]);
    if (exchange.lost) {
      throw new TypeError("the answer was lost");
    }
    return [exchange.status, filled(inOrder(exchange.answer, body), server, handset)];
  };
  return { waiting, asked };
}

/** What changes from run to run. */
function filled(
  answer: Exchange["answer"],
  server: FakeServer,
  handset: Handset,
): Record<string, unknown> {
  const { setup } = server.setupOf(WORKER);
  return "cursor" in answer ? { ...answer, now: handset.clock, setup } : answer;
}

/** Receipts in the order of what was sent: a phone may send in any. */
function inOrder(answer: Exchange["answer"], body: unknown): Record<string, unknown> {
  const receipts = answer["receipts"] as readonly { number: number }[] | undefined;
  if (receipts === undefined) {
    return answer;
  }
  const sent = body as readonly { number: number }[];
  return { receipts: sent.map(({ number }) => receipts.find((one) => one.number === number)) };
}

/** What must be asked alike: which numbers are sent, which cursor is given back. */
function askedOf(body: unknown): unknown {
  return Array.isArray(body)
    ? body.map(({ number }) => number).sort()
    : (body as { cursor: unknown }).cursor;
}

function entriesOf(rounds: readonly Round[], numbers: readonly number[]): NewEntry[] {
  const pushed = rounds.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ body }) => (Array.isArray(body) ? body : [])),
  );
  return numbers.map(
    (number) => pushed.find((one) => one["number"] === number) as unknown as NewEntry,
  );
}

async function holdings(desk: Desk, abouts: readonly string[]) {
  const found: Record<string, [string, number][]> = {};
  for (const about of abouts) {
    const file = await desk.file(about);
    const entries = file.about === about ? file.entries : []; // a duplicate's file is that of who stays
    found[about] = entries
      .filter(({ seq }) => seq > 0)
      .sort((one, other) => one.seq - other.seq)
      .map(({ device, number }) => [device, number]);
  }
  return found;
}

test("the store keeps what the vectors say", async () => {
  const server = new FakeServer(() => 0);
  const handset = new Handset(server);
  server.now = () => handset.clock;
  server.before = (path) => {
    if (path === "/api/sync") {
      throw new TypeError("not yet");
    }
    return null;
  };
  const desk = await handset.enrolled(WORKER);
  await desk.sync();
  const rounds = roundsFor(desk);
  const everybody = new Set(rounds.flatMap(({ holds }) => Object.keys(holds)));
  for (const round of rounds) {
    const { waiting, asked } = playing(server, handset, round);
    await desk.save(entriesOf(rounds, round.saved ?? []));
    await desk.sync();
    assert.deepEqual(waiting, [], round.what);
    for (const [ours, theirs] of asked) {
      assert.deepEqual(ours, theirs, round.what);
    }
    if (round.exchanges.some(({ status }) => status === 403)) {
      await assert.rejects(desk.mine(), round.what); // it wiped itself: everything is at the server
      return;
    }
    const none = Object.fromEntries([...everybody].map((about) => [about, []]));
    const held = await holdings(desk, [...everybody]);
    assert.deepEqual(held, { ...none, ...round.holds }, round.what);
    const own = Object.fromEntries((await desk.mine()).map((one) => [one.entry.number, one.at]));
    for (const [number, status] of Object.entries(round.own)) {
      assert.equal(own[number], AT[status], `${round.what} ${number}`);
    }
  }
  assert.fail("the last round ends the device");
});
