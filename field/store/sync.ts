/**
 * Push, then pull, with whichever server answers. Never throws: what went wrong stands in the status. Saving never
 * waits for it, and it never touches what is saved while it runs.
 */

import { waitAfter } from "./backoff.ts";
import type { Progress } from "./kept.ts";
import type { Own } from "./own.ts";
import { type PulledPage, readPulledPage } from "./pages.ts";
import { Problem } from "./problem.ts";
import { type Change, putPage, type Shelf } from "./pull.ts";
import { push } from "./push.ts";
import { type Had, isMissing, type Receipt, reusedUpstream } from "./receipt.ts";
import type { Rulebooks } from "./rulebooks.ts";
import { type Ending, NoContact, Refused, Server } from "./server.ts";
import type { Setup, Status } from "./types.ts";

/** Where a server does not say which numbers are free, a revoked phone tries on. */
const MOST_LAST_ROUNDS = 100;

/** More pages than any worker's area has: a server that never ends is none. */
const MOST_PAGES = 2000;

/** What the sync is given of the desk. */
export interface Bench extends Shelf {
  readonly token: string;
  /** The server of enrolment. */
  readonly home: string;
  readonly rulebooks: Rulebooks;
  readonly setup: () => Setup;
  readonly keepSetup: (setup: Setup) => Promise<void>;
  readonly progress: () => Progress;
  /** Progress that was kept in a transaction of its own or with a page. */
  readonly tellProgress: (progress: Progress) => void;
  readonly tell: (change: Partial<Status>) => void;
  readonly pushed: (told: readonly Own[]) => Promise<void>;
  readonly pulled: (change: Change) => Promise<void>;
  /** Does work before what can wait. */
  readonly ahead: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Removes everything here; false when something was saved meanwhile that is not sent. */
  readonly wipe: (how: "after_sending" | "now") => Promise<boolean>;
  /** Before the first page of a pull. */
  readonly beginPull: () => Promise<void>;
  readonly tidy: () => Promise<void>;
}

export class Sync {
  readonly #bench: Bench;
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;
  #again = false;
  #failures = 0;
  #cancel: () => void = () => undefined;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Now. A call while one runs lets it run once more. */
  readonly run = (): Promise<void> => {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  };

  /** Soon, unless a try after a failure is waited for. */
  soon(ms: number): void {
    if (this.#failures === 0 && !this.#stop.signal.aborted) {
      this.#cancel();
      this.#cancel = this.#bench.platform.later(ms, () => void this.run());
    }
  }

  /** Ends what is under way; nothing half done is kept. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#cancel();
    await this.#running;
  }

  async #rounds(): Promise<void> {
    const { tell } = this.#bench;
    do {
      this.#again = false;
      this.#cancel();
      tell({ syncing: true, nextTry: null });
      await this.#round();
    } while (this.#again && this.#failures === 0 && !this.#stop.signal.aborted);
    tell({ syncing: false });
  }

  async #round(): Promise<void> {
    try {
      const stuck = await this.#withAnyServer();
      this.#failures = 0;
      this.#bench.tell({ problem: stuck, leaving: null });
    } catch (error) {
      if (!this.#stop.signal.aborted) {
        await this.#failed(error);
      }
    }
  }

  /** Home first; a laptop where home does not answer. */
  async #withAnyServer(): Promise<string | null> {
    const { home, setup } = this.#bench;
    const others = setup().relays.filter((address) => address !== home);
    for (const address of [home, ...others]) {
      try {
        return await this.#with(this.#server(address));
      } catch (error) {
        if (!(error instanceof NoContact) || this.#stop.signal.aborted) {
          throw error;
        }
      }
    }
    throw new NoContact();
  }

  #server(address: string): Server {
    return new Server(this.#bench.platform, address, this.#bench.token, this.#stop.signal);
  }

  /** One whole sync. The answer is the problem of what could not be sent or taken, though the rest went well. */
  async #with(server: Server): Promise<string | null> {
    const { outbox, clock, pushed, progress, tidy } = this.#bench;
    let stuck = await push(outbox, server, clock, pushed);
    let refused = await this.#prepared(server);
    await this.#pull(server);
    if (progress().setup !== this.#bench.setup().setup) {
      refused = await this.#prepared(server);
    }
    if (await this.#missing(server)) {
      stuck = await push(outbox, server, clock, pushed);
    }
    await tidy();
    return stuck?.code ?? refused;
  }

  /** Setup and rulebook, where ours are not the server's. A refused rulebook stops nothing else. */
  async #prepared(server: Server): Promise<string | null> {
    const { progress, rulebooks, keepSetup } = this.#bench;
    const before = this.#bench.setup();
    if (before.setup === "" || before.setup !== progress().setup) {
      const answer = await server.get("/api/setup");
      if (!isSetup(answer)) {
        throw new NoContact();
      }
      await keepSetup(answer);
    }
    const { bundle_sha256 } = this.#bench.setup();
    try {
      await rulebooks.follow(bundle_sha256, server);
    } catch (error) {
      if (error instanceof NoContact || error instanceof Refused) {
        throw error;
      }
    }
    return rulebooks.isRefused(bundle_sha256) ? "bundle-refused" : null;
  }

  async #pull(server: Server): Promise<void> {
    await this.#bench.beginPull();
    let coming = this.#page(server);
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const page = await coming;
      this.#stop.signal.throwIfAborted(); // it may have come before the lock
      if (page.more) {
        coming = this.#page(server, page.cursor); // on its way while this one is sealed
        coming.catch(() => undefined); // told when it is waited for
      }
      await this.#bench.ahead(() => this.#put(page, server));
      if (!page.more) {
        return;
      }
    }
  }

  async #put(page: PulledPage, server: Server): Promise<void> {
    const change = await putPage(this.#bench, page, this.#bench.progress(), server.address);
    this.#bench.tellProgress(change.progress);
    await this.#bench.pulled(change);
  }

  /** What one server gave is no cursor of another. */
  #cursor({ address }: Server): string | null {
    const { server, cursor } = this.#bench.progress();
    return server === address ? cursor : null;
  }

  async #page(server: Server, cursor = this.#cursor(server)): Promise<PulledPage> {
    const { platform, clock } = this.#bench;
    const asked = platform.now();
    const body = { cursor, ...(await this.#report()) };
    const page = readPulledPage(await server.post("/api/sync", JSON.stringify(body)));
    if (page.now !== null) {
      clock.learn(page.now, asked, platform.now());
    }
    return page;
  }

  /** What the device says of itself. */
  async #report(): Promise<Readonly<Record<string, unknown>>> {
    const { platform, outbox, rulebooks, tell } = this.#bench;
    const storage = await platform.estimate().catch(() => null);
    tell({ storage });
    return {
      app: platform.app,
      rulebook: rulebooks.version,
      unsent: outbox.waiting,
      next_number: await outbox.next(),
      storage,
      now: platform.now(),
    };
  }

  /** Numbers that the journal has are not used again. True when there is something to send once more. */
  async #missing(server: Server): Promise<boolean> {
    const { outbox, progress, home } = this.#bench;
    const { heard } = progress();
    await outbox.skipTo(heard.have + 1);
    const anew = await this.#anew();
    // A laptop need not have what went to the district.
    const again = await this.#lost(heard, ({ relayed }) => server.address === home || relayed);
    return anew || again;
  }

  /** What bears the number of another entry is written under one of its own. */
  async #anew(): Promise<boolean> {
    const { outbox, progress, pushed } = this.#bench;
    const taken = reusedUpstream(progress().heard);
    const found = await Promise.all(
      taken.map(async (number) => outbox.get(number) ?? outbox.sent(number)),
    );
    const relayed = found.filter((own): own is Own => own?.receipt?.relayed === true);
    const all = new Map([...outbox.reused(), ...relayed].map((own) => [own.entry.number, own]));
    if (all.size === 0) {
      return false;
    }
    const inOrder = [...all.values()].sort((one, other) => one.entry.number - other.entry.number);
    await pushed(await outbox.renumber(inOrder));
    return true;
  }

  /** What the journal lacks and must have is sent again. */
  async #lost(had: Had, must: (receipt: Receipt) => boolean): Promise<boolean> {
    const { outbox } = this.#bench;
    const isLost = ({ entry, receipt }: Own): boolean =>
      receipt !== null &&
      receipt.seq !== 0 && // kept aside: never in the journal, and safe
      isMissing(entry.number, had) &&
      must(receipt);
    const lost = outbox.all().filter(isLost);
    for (const number of await outbox.sentNumbers()) {
      const own = isMissing(number, had) ? await outbox.sent(number) : null;
      if (own !== null && isLost(own)) {
        lost.push(own);
      }
    }
    if (lost.length > 0) {
      await outbox.record(lost.map((own) => ({ ...own, receipt: null })));
    }
    return lost.length > 0;
  }

  async #failed(error: unknown): Promise<void> {
    const { tell, platform } = this.#bench;
    if (error instanceof Refused && error.ending !== null && (await this.#leaving(error.ending))) {
      return;
    }
    this.#failures += 1;
    const chance = (platform.random(1)[0] as number) / 255;
    const wait = waitAfter(this.#failures, chance, error instanceof Refused ? error.wait : 0);
    tell({
      problem: error instanceof Problem ? error.code : "sync-failed",
      nextTry: platform.now() + wait,
    });
    this.#cancel = platform.later(wait, () => void this.run());
  }

  /** Revoked. True when everything here is gone. */
  async #leaving(ending: Ending): Promise<boolean> {
    const { home, tell, vault } = this.#bench;
    const { wipe } = ending;
    const progress = { ...this.#bench.progress(), leaving: wipe };
    tell({ leaving: wipe });
    try {
      if (wipe === "after_sending") {
        await vault.keep("progress", progress);
        this.#bench.tellProgress(progress);
        await this.#pushedWhole(ending);
      }
      const report = { ...(await this.#report()), cursor: null, wiped: true };
      if (!(await this.#bench.wipe(wipe))) {
        return false;
      }
      await new Server(this.#bench.platform, home, this.#bench.token)
        .post("/api/sync", JSON.stringify(report))
        .catch(() => undefined); // the server answers no more, or is out of reach: it is done all the same
      return true;
    } catch {
      return false;
    }
  }

  /** Before everything here goes: also what bears the number of another entry, and what the server lost. */
  async #pushedWhole({ server: address, had: told }: Ending): Promise<void> {
    const { outbox, clock, pushed } = this.#bench;
    const server = this.#server(address);
    let had = told;
    for (let round = 0; round < MOST_LAST_ROUNDS; round += 1) {
      await outbox.skipTo((had?.have ?? 0) + 1);
      const again = had !== null && (await this.#lost(had, () => true));
      await push(outbox, server, clock, pushed);
      const anew = await this.#anew();
      if (!again && !anew) {
        return;
      }
      had = had && (await this.#hadNow(server));
    }
    throw new Problem("sync-failed"); // a server that never has what it acknowledges: nothing is removed
  }

  /** What the server that revoked this device has of it. Throws where it no longer says so. */
  async #hadNow(server: Server): Promise<Had | null> {
    try {
      await this.#page(server);
    } catch (error) {
      if (error instanceof Refused && error.ending?.wipe === "after_sending") {
        return error.ending.had;
      }
      throw error;
    }
    throw new NoContact();
  }
}

function isSetup(data: unknown): data is Setup {
  const { setup, worker, areas, policy } = Object(data) as Record<string, unknown>;
  return (
    typeof setup === "string" &&
    typeof worker === "object" &&
    Array.isArray(areas) &&
    typeof policy === "object"
  );
}
