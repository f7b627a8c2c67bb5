/** Two phones, one server, a random day: whatever order, cut and death, all end with the same, once. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { type Desk, openPhone } from "../index.ts";
import { Death } from "./support/death.ts";
import { idOf, newContact, newPerson, personRows } from "./support/people.ts";
import { Handset, PIN, ROUNDS, START } from "./support/phone.ts";
import { FakeServer } from "./support/server.ts";

/** How often the few days of every run: a rehearsal (`tests/field/test_store_long.py`) tells. */
const DAYS = Number(process.env["NYELIK_REHEARSAL_DAYS"] ?? 8);
const ACTIONS = 30;

/** Chance that can be had again: mulberry32. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Hand {
  readonly handset: Handset;
  desk: Desk;
  readonly acknowledged = new Map<number, string>();
  #death = new Death();

  constructor(handset: Handset, desk: Desk) {
    this.handset = handset;
    this.desk = desk;
  }

  async save(...entries: Parameters<Desk["save"]>): Promise<void> {
    for (const { number, subject } of await this.desk.save(...entries)) {
      assert.equal(this.acknowledged.has(number), false, `number ${number} twice`);
      this.acknowledged.set(number, subject);
    }
  }

  /** The page is killed, with whatever it was doing, and opened again. */
  async reopen(): Promise<void> {
    this.#death.kill();
    this.handset.die();
    this.#death = new Death();
    const phone = await openPhone(this.#death.platform(this.handset.platform()), ROUNDS);
    this.desk = await phone.unlock(this.desk.device, PIN);
  }
}

type Action = (day: Day) => Promise<void>;

class Day {
  readonly server = new FakeServer(() => START);
  readonly chance: (below: number) => number;
  readonly hands: Hand[] = [];
  now = START;

  constructor(seed: number) {
    this.chance = chanceOf(seed);
    this.server.now = () => this.now;
    this.server.pageSize = 3;
  }

  async begin(): Promise<void> {
    for (let number = 1; number <= 8; number += 1) {
      this.server.add(personRows(number));
    }
    for (const worker of ["Siti", "Ani"]) {
      const handset = new Handset(this.server);
      const hand = new Hand(handset, await handset.enrolled(worker));
      await hand.reopen();
      this.hands.push(hand);
    }
  }

  hand(): Hand {
    return this.hands[this.chance(2)] as Hand;
  }

  somebody(): string {
    return idOf(1 + this.chance(8));
  }

  /** The network breaks at the request after so many, before or after the server did its work. */
  cut(): void {
    let left = this.chance(5);
    const isAfter = this.chance(2) === 0;
    const fail = (): null => {
      left -= 1;
      if (left < 0) {
        throw new TypeError("cut");
      }
      return null;
    };
    this.server.before = isAfter ? () => null : fail;
    this.server.after = isAfter ? () => void fail() : () => undefined;
  }

  mend(): void {
    this.server.before = () => null;
    this.server.after = () => undefined;
  }
}

const ACTIONS_OF_A_DAY: readonly Action[] = [
  async (day) => {
    const hand = day.hand();
    await hand.save([newContact(hand.desk.newId(), day.somebody(), day.chance(90) / 10)]);
  },
  async (day) => {
    const hand = day.hand();
    const id = hand.desk.newId();
    await hand.save([newPerson(id, `Bayi ${day.chance(99)}`), newContact(hand.desk.newId(), id)]);
  },
  async (day) => {
    const [hand, about] = [day.hand(), day.somebody()];
    const entry = { ...newPerson(about, ""), body: { phone: `08${day.chance(99)}` } };
    if (hand.desk.people.get().has(about)) {
      await hand.save([entry]); // both edit one person
    }
  },
  (day) => day.hand().desk.sync(),
  (day) => day.hand().desk.sync(),
  async (day) => {
    day.cut();
    await day.hand().desk.sync();
    day.mend();
  },
  async (day) => {
    const hand = day.hand();
    const syncing = hand.desk.sync(); // in the middle of it something is saved, or the page is killed
    for (let turn = day.chance(40); turn > 0; turn -= 1) {
      await new Promise((go) => setImmediate(go));
    }
    const saving = hand.save([newContact(hand.desk.newId(), day.somebody())]);
    await saving;
    await (day.chance(2) ? hand.reopen() : syncing);
  },
  (day) => day.hand().reopen(),
  async (day) => {
    const about = day.somebody();
    const { outside } = day.server;
    outside.has(about) ? outside.delete(about) : outside.add(about);
    day.server.touch(about);
  },
  async (day) => {
    day.server.generation = `g${day.chance(1000)}`;
  },
  async (day) => {
    const lost = day.chance(3);
    const { journal } = day.server;
    // A backup lacks the last entries; the desk's own people are in it.
    const keep = Math.max(journal.length - lost, 16);
    for (const { about } of journal.slice(keep)) {
      day.server.touch(about);
    }
    day.server.restore(keep, `r${day.chance(1_000_000)}`);
  },
  async (day) => {
    const hand = day.hand();
    hand.handset.clock = START + (day.chance(400) - 200) * 3_600_000;
  },
];

for (let seed = 1; seed <= DAYS; seed += 1) {
  test(`a random day, seed ${seed}`, async () => {
    const day = new Day(seed);
    await day.begin();
    for (let turn = 0; turn < ACTIONS; turn += 1) {
      await (ACTIONS_OF_A_DAY[day.chance(ACTIONS_OF_A_DAY.length)] as Action)(day);
    }
    for (let round = 0; round < 3; round += 1) {
      for (const { desk } of day.hands) {
        await desk.sync();
      }
    }
    for (const hand of day.hands) {
      await assertSame(day, hand);
    }
  });
}

async function assertSame({ server }: Day, { desk, acknowledged, handset }: Hand): Promise<void> {
  assert.equal(desk.status.get().problem, null);
  assert.equal(desk.status.get().unsent, 0);
  const own = server.journal.filter(({ device }) => device === desk.device);
  const byNumber = new Map(own.map(({ number, subject }) => [number, subject]));
  assert.equal(byNumber.size, own.length, "no number twice");
  assert.deepEqual(byNumber, new Map([...acknowledged].sort(([one], [two]) => one - two)));
  const known = [...new Set(server.journal.map(({ about }) => about))].filter(
    (about) => server.record(about) !== null,
  );
  const subjects = server.journal.filter(({ kind }) => kind === "person");
  const listed = known.filter((about) => subjects.some(({ subject }) => subject === about)).sort();
  assert.deepEqual([...desk.people.get().keys()].sort(), listed);
  handset.die();
  const again = await handset.unlocked(desk.device);
  assert.deepEqual([...again.people.get()].sort(byKey), [...desk.people.get()].sort(byKey));
  for (const about of listed) {
    const there = server.journal.filter((row) => row.about === about);
    const here = (await again.file(about)).entries;
    const names = new Set(here.map(({ device, number }) => `${device} ${number}`));
    assert.deepEqual(names, new Set(there.map(({ device, number }) => `${device} ${number}`)));
  }
}

const byKey = ([one]: readonly [string, unknown], [two]: readonly [string, unknown]): number =>
  one < two ? -1 : 1;
