/** One worker's opened vault: what screens use, put together from its parts. */

import type { Entry } from "../core/journal/entry.ts";
import { RANDOM_BYTES, uuid7 } from "../core/journal/ids.ts";
import { AutoLock } from "./autolock.ts";
import { Clock } from "./clock.ts";
import { compact } from "./compaction.ts";
import { completed, latestOf } from "./completing.ts";
import { SealedDrafts } from "./drafts.ts";
import { everybody } from "./everybody.ts";
import { BEGINNING, type Enrolment, firstSetup, type Progress } from "./kept.ts";
import { mine, purgeSent } from "./mine.ts";
import { Outbox } from "./outbox.ts";
import type { Own } from "./own.ts";
import type { Platform } from "./platform.ts";
import { Problem } from "./problem.ts";
import type { Change } from "./pull.ts";
import { Cell } from "./readable.ts";
import { recalled } from "./recalled.ts";
import { Reckoning } from "./reckoning.ts";
import { Records } from "./records.ts";
import { Register } from "./register.ts";
import { Rulebooks } from "./rulebooks.ts";
import { State } from "./state.ts";
import { Sync } from "./sync.ts";
import { Turns } from "./turns.ts";
import type { Desk, File, NewEntry, OwnEntry, Setup, Status } from "./types.ts";
import type { Vault } from "./vault.ts";
import { isOlder } from "./version.ts";
import { emptied, isExpired } from "./wipe.ts";

const SOON_MS = 1500;
const DAY_MS = 86_400_000;

/** What the phone does for its desk. */
export interface Door {
  /** Shown on the lock screen. */
  readonly unsent: (device: string, count: number) => Promise<void>;
  /** The vault is closed; another tab may open it. */
  readonly closed: () => void;
  /** The worker is no longer of this phone. */
  readonly forget: (device: string) => Promise<void>;
  readonly changePin: (vault: Vault, old: string, fresh: string) => Promise<void>;
}

export class OpenDesk implements Desk {
  readonly device: string;
  readonly setup: Cell<Setup>;
  readonly status: Cell<Status>;
  readonly closed = new Cell<"locked" | "wiped" | null>(null);
  readonly drafts: SealedDrafts;
  /** Resolved when a lock or wipe came to its end. */
  readonly ended: Promise<void>;
  readonly #platform: Platform;
  readonly #vault: Vault;
  readonly #enrolment: Enrolment;
  readonly #door: Door;
  readonly #clock: Clock;
  readonly #outbox: Outbox;
  readonly #records: Records;
  readonly #register: Register;
  readonly #rulebooks: Rulebooks;
  readonly #reckoning: Reckoning;
  readonly #sync: Sync;
  readonly #state: State;
  readonly #autoLock: AutoLock;
  readonly #turns = new Turns();
  #progress: Progress = BEGINNING;
  #end: () => void = () => undefined;
  #cancelPoll: () => void = () => undefined;
  #cancelKeeping: () => void = () => undefined;
  #reckonedOn = 0;
  #isDamaged = false;

  constructor(platform: Platform, vault: Vault, enrolment: Enrolment, door: Door) {
    this.device = enrolment.device;
    this.#platform = platform;
    this.#vault = vault;
    this.#enrolment = enrolment;
    this.#door = door;
    this.setup = new Cell(firstSetup(enrolment));
    this.#clock = new Clock(platform);
    this.#outbox = new Outbox(vault);
    this.#state = new State(this.#clock, this.#outbox, (count) => {
      void door.unsent(enrolment.device, count).catch(() => undefined); // the lock screen's number may lag
    });
    this.status = this.#state.status;
    this.#records = new Records(vault);
    this.#register = new Register(this.#records, this.#outbox);
    this.#rulebooks = new Rulebooks(platform, vault, enrolment.key);
    this.#reckoning = new Reckoning(vault, platform, this.#records, this.#register, () =>
      this.#terms(),
    );
    this.drafts = new SealedDrafts(vault, platform.crypto, enrolment.secret);
    this.#sync = new Sync(this.#bench());
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const patience = () => this.setup.get().policy.lock_after_seconds * 1000;
    this.#autoLock = new AutoLock(platform, patience, () => this.lock());
  }

  #terms() {
    const engine = this.#rulebooks.engine.get();
    if (engine === null || this.closed.get() !== null) {
      return null;
    }
    return { engine, today: this.today(), hidden: this.setup.get().hidden };
  }

  /** Reads what lists need; removes what was pulled when the server was out of reach for too long. */
  async load(): Promise<void> {
    this.#progress = await recalled(this.#vault);
    const setup = await this.#vault.kept("setup").catch(() => null);
    if (setup !== null) {
      this.setup.set(setup as Setup);
    }
    this.#clock.recall(this.#progress.ahead, this.#progress.lastContact ?? 0);
    await this.#outbox.load();
    if (isExpired(this.#progress, this.setup.get().policy, this.#platform.now())) {
      this.#progress = await emptied(
        this.#vault,
        this.#outbox,
        this.#progress,
        this.setup.get().policy,
      );
    }
    this.#register.heard(this.#progress.heard);
    await this.#rulebooks.load();
    this.#followRulebook();
    const { damaged } = await this.#register.load(this.#progress.gone);
    this.#isDamaged = damaged;
    await this.#reckoning.load();
    const isDamaged = damaged || this.#outbox.damaged > 0 || this.#vault.recovered;
    this.#state.tell({ damaged: isDamaged, arrived: this.#records.size });
    this.#tellProgress(this.#progress);
    this.touch();
    void this.#reckon();
    void this.#copyAll().catch(() => undefined); // tried again at the next unlock
    this.#sync.soon(0);
  }

  async #copyAll(): Promise<void> {
    await this.#vault.copyAll(this.#enrolment.worker.name);
    await this.#turns.take(() => this.#outbox.copyAll());
  }

  /** Before a pull. When blocks were lost the listing begins anew; what is here stays until it came. */
  async #beginPull(): Promise<void> {
    if (this.#isDamaged) {
      const progress = { ...this.#progress, cursor: null, generation: "" };
      await this.#vault.keep("progress", progress);
      this.#isDamaged = false;
      this.#progress = progress;
    }
  }

  #damagedBy(error: unknown): never {
    if (error instanceof Problem && error.code === "damaged") {
      this.#isDamaged = true;
      this.#state.tell({ damaged: true });
      this.#sync.soon(SOON_MS);
    }
    throw error;
  }

  get engine() {
    return this.#rulebooks.engine;
  }
  get people() {
    return this.#register.people;
  }
  get households() {
    return this.#register.households;
  }
  get standings() {
    return this.#reckoning.standings;
  }
  get settled() {
    return this.#reckoning.settled;
  }

  readonly today = (): number => this.#clock.today();
  readonly moment = (): string => this.#clock.moment();
  readonly newId = (): string => uuid7(this.#clock.now(), this.#platform.random(RANDOM_BYTES));
  readonly canonical = (about: string): string => this.#register.canonical(about);

  readonly file = async (about: string): Promise<File> => {
    this.#alive();
    return this.#register.file(about).catch((error) => this.#damagedBy(error));
  };

  readonly everybody = (each: (file: File) => boolean): Promise<void> =>
    everybody(this.#platform, this.#records, this.#register, (file) =>
      this.closed.get() === null ? each(file) : false,
    );

  readonly save = (fresh: readonly NewEntry[]): Promise<readonly Entry[]> =>
    this.#turns.take(async () => {
      this.#alive();
      if (fresh.length === 0) {
        return [];
      }
      const by = this.setup.get().worker.id;
      const unnumbered = await Promise.all(
        fresh.map((one) => completed(one, this.#register, by, this.#rulebooks.version)),
      );
      const { server, seen } = this.#progress;
      const whose = server === "" ? this.#enrolment.address : server;
      const entries = await this.#outbox.add(unnumbered, whose, {
        now: this.#clock.now(),
        seen: BigInt(seen),
        known: await latestOf(fresh, this.#register),
      });
      await this.#saved(entries).catch(() => this.#state.tell({ damaged: true })); // it is on disk: lists may lag
      return entries;
    });

  async #saved(entries: readonly Entry[]): Promise<void> {
    await this.#changed(entries.map(({ about }) => about));
    this.#tellOutbox();
    this.#sync.soon(SOON_MS);
  }

  /** Own entries about these changed: their rows and what is due of them follow at once. */
  async #changed(named: readonly string[]): Promise<void> {
    const abouts = [...new Set(named.map(this.canonical))];
    this.#reckoning.stale(abouts); // first: an answer of before must not be kept as one of now
    await this.#register.refresh(abouts);
    for (const about of abouts) {
      await this.#reckoning.one(about);
    }
    this.#cancelKeeping();
    this.#cancelKeeping = this.#platform.later(SOON_MS, () => {
      void this.#reckoning.keepOwn().catch(() => undefined); // reckoned again at the next unlock
    });
  }

  readonly mine = async (limit = 100): Promise<readonly OwnEntry[]> => {
    this.#alive();
    return mine(this.#outbox, this.#progress.heard, limit);
  };

  readonly sync = (): Promise<void> =>
    this.closed.get() === null ? this.#sync.run() : Promise.resolve();

  readonly follow = (isOn: boolean): void => {
    this.#cancelPoll();
    this.#cancelPoll = () => undefined;
    if (isOn && this.closed.get() === null) {
      const ms = this.setup.get().policy.poll_seconds * 1000;
      this.#cancelPoll = this.#platform.later(ms, () => {
        void this.#sync.run().then(() => this.follow(true));
      });
    }
  };

  readonly changePin = async (old: string, fresh: string): Promise<void> => {
    this.#alive();
    await this.#door.changePin(this.#vault, old, fresh);
  };

  readonly touch = (): void => {
    const isOpen = this.closed.get() === null && this.#autoLock.touch();
    if (isOpen && this.#reckonedOn !== this.today()) {
      void this.#reckon(); // another day began
    }
  };

  readonly lock = (): void => {
    if (this.closed.get() === null) {
      this.closed.set("locked");
      void this.#close();
    }
  };

  /** What was begun comes to its end, then the key is forgotten. */
  async #close(): Promise<void> {
    this.#quiet();
    await this.#turns.take(async () => undefined);
    await Promise.all([this.#sync.stop(), this.#reckoning.stop(), this.drafts.idle()]);
    this.#vault.seal.forget();
    this.#vault.database.close();
    this.#emptyCells();
    this.#door.closed();
    this.#end();
  }

  #quiet(): void {
    this.#autoLock.stop();
    this.#cancelPoll();
    this.#cancelKeeping();
  }

  /** Names must not wait in the memory of a locked phone. */
  #emptyCells(): void {
    this.#records.clear();
    this.people.set(new Map());
    this.households.set(new Map());
    this.standings.set(new Map());
  }

  /** Removes everything, unless something was saved that is not sent and must be. */
  #wipe(how: "after_sending" | "now"): Promise<boolean> {
    return this.#turns.take(async () => {
      if (how === "after_sending" && this.#outbox.waiting > 0) {
        return false;
      }
      this.closed.set("wiped");
      this.#quiet();
      await Promise.all([this.#reckoning.stop(), this.drafts.idle()]);
      this.#vault.seal.forget();
      const left = await this.#vault.second.erase().catch((error: unknown) => error); // first: it would bring the rest back
      await this.#vault.database.erase();
      if (left === undefined) {
        await this.#door.forget(this.device); // else the worker stays on the list: the next contact wipes again
      }
      this.#emptyCells();
      this.#door.closed();
      this.#end();
      return true;
    });
  }

  #alive(): void {
    if (this.closed.get() !== null) {
      throw new Problem("locked");
    }
  }

  #bench() {
    return {
      platform: this.#platform,
      vault: this.#vault,
      clock: this.#clock,
      outbox: this.#outbox,
      records: this.#records,
      register: this.#register,
      rulebooks: this.#rulebooks,
      token: this.#enrolment.token,
      home: this.#enrolment.address,
      setup: this.setup.get,
      keepSetup: (setup: Setup) => this.#keepSetup(setup),
      progress: () => this.#progress,
      tellProgress: (progress: Progress) => this.#tellProgress(progress),
      tell: (change: Partial<Status>) => this.#state.tell(change),
      pushed: (told: readonly Own[]) => this.#pushed(told),
      coming: (abouts: readonly string[]) => this.#reckoning.arrived(abouts),
      pulled: (change: Change) => this.#pulled(change),
      ahead: <Result>(work: () => Promise<Result>) => this.#reckoning.behind(work),
      wipe: (how: "after_sending" | "now") => this.#wipe(how),
      beginPull: () => this.#beginPull(),
      tidy: () => this.#tidy(),
    };
  }

  async #keepSetup(setup: Setup): Promise<void> {
    await this.#vault.keep("setup", setup, true);
    this.setup.set(setup);
    this.#state.tell({ mustUpdate: isOlder(this.#platform.app, setup.minimum_app) });
  }

  async #pushed(told: readonly Own[]): Promise<void> {
    this.#tellOutbox();
    const doubtful = told.filter(({ receipt }) => receipt?.status !== "accepted");
    if (doubtful.length > 0) {
      await this.#turns.take(() => this.#changed(doubtful.map(({ entry }) => entry.about)));
    }
  }

  async #pulled({ progress, left }: Change): Promise<void> {
    const judged = this.#register.heard(progress.heard);
    if (judged.length > 0) {
      await this.#turns.take(() => this.#changed(judged));
    }
    this.#reckoning.remove(left);
    this.#tellOutbox();
    this.#state.tell({ arrived: this.#records.size });
    if (progress.sweepFrom === null && !this.#isDamaged) {
      this.#state.tell({ damaged: this.#outbox.damaged > 0 }); // what was lost came again
    }
    if (progress.complete) {
      void this.#reckon();
    } else {
      this.#followRulebook();
      this.#reckoning.meanwhile(); // while the next page is on its way
    }
  }

  /** After a whole sync: what is no longer needed goes. */
  async #tidy(): Promise<void> {
    this.#followRulebook();
    const { policy } = this.setup.get();
    const before = this.#clock.now() - policy.keep_sent_days * DAY_MS;
    const purged = await purgeSent(this.#outbox, this.#progress.heard, before);
    if (purged.length > 0) {
      await this.#turns.take(() => this.#changed(purged));
    }
    const compacted = compact(this.#vault, this.#records, this.#progress);
    this.#tellProgress(await compacted.catch((error) => this.#damagedBy(error)));
    void this.#reckon();
  }

  #followRulebook(): void {
    const engine = this.#rulebooks.engine.get();
    if (engine !== null) {
      this.#register.words = engine.words;
    }
  }

  async #reckon(): Promise<void> {
    this.#reckonedOn = this.today();
    this.#followRulebook();
    await this.#reckoning.all();
  }

  #tellProgress(progress: Progress): void {
    this.#progress = progress;
    this.#state.tellProgress(progress);
  }

  #tellOutbox(): void {
    this.#state.tellOutbox(this.#progress);
  }
}
