/** A phone in Node: its storage, clock, timers and network are in the test's hands. */

import { IDBFactory } from "fake-indexeddb";
import { streamGzip } from "../../browser.ts";
import { openPhone, type Platform } from "../../index.ts";
import type { SecondPlace } from "../../second.ts";
import type { Desk } from "../../types.ts";
import { memoryPlace } from "./place.ts";
import type { FakeServer } from "./server.ts";

export const ROUNDS = 10;
export const PIN = "246810";
export const START = Date.UTC(2026, 10, 20, 1, 0); // 08:00 in Belitung

export interface Timer {
  readonly at: number;
  readonly run: () => void;
}

/** What outlives a killed tab: the storage, and the time. */
export class Handset {
  indexedDB: IDBFactory = new IDBFactory();
  readonly copies = new Map<string, Uint8Array<ArrayBuffer>>();
  second: SecondPlace | null = memoryPlace(this.copies);
  clock = START;
  uptime = 0;
  online = true;
  readonly server: FakeServer;
  readonly timers = new Set<Timer>();
  readonly held = new Set<string>();
  storage: { used: number; quota: number } | null = { used: 1000, quota: 1_000_000 };

  constructor(server: FakeServer) {
    this.server = server;
  }

  /** A page of its own: with `with` something is replaced. */
  platform(replaced: Partial<Platform> = {}): Platform {
    return {
      app: "2026.11.0",
      now: () => this.clock,
      monotonic: () => this.uptime,
      zone: () => 420,
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      crypto: crypto.subtle,
      indexedDB: this.indexedDB,
      second: this.second,
      locks: fakeLocks(this.held),
      fetch: (url, init) => this.fetch(String(url), init),
      gzip: streamGzip(),
      estimate: async () => this.storage,
      persist: async () => undefined,
      pause: () => this.#pause(),
      later: (ms, run) => this.later(ms, run),
      ...replaced,
    };
  }

  /** Milliseconds between pauses: how long the screen had to wait. */
  readonly paused: number[] = [];
  #resumed = 0;

  async #pause(): Promise<void> {
    this.paused.push(this.#resumed === 0 ? 0 : performance.now() - this.#resumed);
    await new Promise((go) => setImmediate(go));
    this.#resumed = performance.now();
  }

  fetch(url: string, init: RequestInit | undefined): Promise<Response> {
    return this.online ? this.server.fetch(url, init) : Promise.reject(new TypeError("offline"));
  }

  later(ms: number, run: () => void): () => void {
    const timer = { at: this.uptime + ms, run };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Time goes by; timers that are due run. */
  async pass(ms: number): Promise<void> {
    this.clock += ms;
    this.uptime += ms;
    for (const timer of [...this.timers].filter(({ at }) => at <= this.uptime)) {
      this.timers.delete(timer);
      timer.run();
    }
    await settle();
  }

  /** The tab is gone; the storage stays. */
  die(): void {
    this.timers.clear();
    this.held.clear();
    this.uptime = 0;
  }

  /** The browser found its databases damaged and threw them away. */
  loseDatabases(): void {
    this.die();
    this.indexedDB = new IDBFactory();
  }

  async enrolled(worker = "Siti", pin = PIN): Promise<Desk> {
    const phone = await openPhone(this.platform(), ROUNDS);
    return phone.enrol(this.server.address, this.server.code(worker), pin);
  }

  async unlocked(device: string, pin = PIN): Promise<Desk> {
    return (await openPhone(this.platform(), ROUNDS)).unlock(device, pin);
  }
}

/** Some turns of the event loop: what runs without timers comes to its end. */
export async function settle(turns = 30): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await new Promise((go) => setImmediate(go));
  }
}

/** Until a condition holds. */
export async function until(condition: () => boolean, turns = 20_000): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    if (condition()) {
      return;
    }
    await new Promise((go) => setImmediate(go));
  }
  throw new Error("it did not happen");
}

function fakeLocks(held: Set<string>): LockManager {
  const request = async (
    name: string,
    _: LockOptions,
    work: (lock: Lock | null) => unknown,
  ): Promise<unknown> => {
    if (held.has(name)) {
      return work(null);
    }
    held.add(name);
    try {
      return await work({ name, mode: "exclusive" });
    } finally {
      held.delete(name);
    }
  };
  return { request } as unknown as LockManager;
}
