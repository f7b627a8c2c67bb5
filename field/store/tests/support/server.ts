/** A server in memory that keeps contracts/sync.md, and breaks down when told to. */

import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

export interface Row {
  readonly device: string;
  readonly number: number;
  readonly kind: string;
  readonly subject: string;
  readonly about: string;
  readonly body: Record<string, unknown>;
  readonly happened: string;
  readonly written: string;
  readonly seen: number;
  readonly by: string | null;
  readonly place: string | null;
  readonly rulebook: string;
  seq: number;
  status: "accepted" | "held" | "declined";
  problem: string | null;
}

const BUNDLES = new URL("../../../core/tests/bundles/", import.meta.url);
export const bundleFile = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(gunzipSync(readFileSync(new URL(`${name}.bundle.gz`, BUNDLES))));
export const headerOf = (file: Uint8Array): { key: string; sha256: string; rulebook: string } =>
  JSON.parse(new TextDecoder().decode(file).split("\n", 1)[0] as string);

export const OLD = "c7a6e137d209";
export const NEW = "eb91e43b94d3";

type Answer = readonly [status: number, content: unknown];

export class FakeServer {
  readonly address: string;
  now: () => number;
  bundle: Uint8Array<ArrayBuffer> = new Uint8Array();
  #key = "";
  /** Signs rulebooks: an installation's own. */
  readonly #signer = crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  readonly journal: Row[] = [];
  readonly aside: unknown[] = [];
  readonly devices = new Map<string, { token: string; worker: string; wipe?: string }>();
  readonly codes = new Map<string, string>();
  readonly requests: { path: string; bytes: number; body: unknown }[] = [];
  /** Who is out of a scope, by device's worker: here for all. */
  readonly outside = new Set<string>();
  readonly into = new Map<string, string>();
  /** Each about with the turn in which it changed last. */
  readonly #changed = new Map<string, number>();
  #turn = 0;
  generation = "g1";
  pageSize = 50;
  setup: Record<string, unknown> = {};
  relayed = false;
  /** Says no `have` to whom it ended. */
  isOld = false;
  upstream: number | null = null;
  /** Judges entries at the door: a problem holds them. */
  judge: (row: Row) => string | null = () => null;
  /** Called before each answer; may throw, or answer otherwise. */
  before: (path: string, body: unknown) => Answer | null = () => null;
  /** Called after the work, before the answer goes out: a cut on the way back. */
  after: (path: string, answer: Answer) => void = () => undefined;

  constructor(now: () => number, address = "https://desa.test") {
    this.now = now;
    this.address = address;
  }

  /** A rulebook's file signed by this installation. */
  async signed(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const file = bundleFile(name);
    const body = file.slice(file.indexOf(10) + 1);
    const { sha256 } = headerOf(file);
    const { privateKey } = (await this.#signer) as CryptoKeyPair;
    const text = new TextEncoder().encode(`nyelik bundle 1 ${sha256}`);
    const signature = base64(await crypto.subtle.sign("Ed25519", privateKey, text));
    const header = { ...headerOf(file), key: await this.key(), signature };
    return new Uint8Array(Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]));
  }

  /** The public key of the signer. */
  async key(): Promise<string> {
    const { publicKey } = (await this.#signer) as CryptoKeyPair;
    return base64(await crypto.subtle.exportKey("raw", publicKey));
  }

  code(worker: string): string {
    const code = `CODE${this.codes.size + 1}`;
    this.codes.set(code, worker);
    return code;
  }

  /** Entries that came from elsewhere. */
  add(rows: readonly Partial<Row>[]): void {
    for (const row of rows) {
      this.#append({
        device: "desk",
        number: this.journal.length + 1,
        kind: "person",
        subject: row.about ?? "",
        about: row.subject ?? "",
        body: {},
        happened: "2026-11-01",
        written: String(BigInt(this.now()) << 16n),
        seen: 0,
        by: null,
        place: null,
        rulebook: OLD,
        seq: 0,
        status: "accepted",
        problem: null,
        ...row,
      });
    }
  }

  #append(row: Row): void {
    row.seq = (this.journal.at(-1)?.seq ?? 0) + 1;
    this.journal.push(row);
    this.#byAbout?.set(row.about, [...(this.#byAbout.get(row.about) ?? []), row]);
    this.touch(row.about);
  }

  touch(about: string): void {
    this.#turn += 1;
    this.#changed.set(this.into.get(about) ?? about, this.#turn);
    if (this.into.has(about)) {
      this.#turn += 1;
      this.#changed.set(about, this.#turn);
    }
  }

  /** Restored from a backup: the last entries are lost, cursors are not known any more. */
  restore(keep: number, generation: string): void {
    this.journal.length = keep;
    this.generation = generation;
  }

  async fetch(url: string, init: RequestInit | undefined): Promise<Response> {
    if (!url.startsWith(this.address)) {
      throw new TypeError("no such host");
    }
    const path = url.slice(this.address.length);
    if (this.bundle.length === 0) {
      this.bundle = await this.signed(OLD);
      this.#key = await this.key();
    }
    const [body, bytes] = bodyOf(init);
    this.requests.push({ path, bytes, body });
    const answer = this.before(path, body) ?? this.#answer(path, body, init);
    this.after(path, answer);
    const [status, content] = answer;
    if (content instanceof Uint8Array) {
      return new Response(content as Uint8Array<ArrayBuffer>, { status });
    }
    return new Response(JSON.stringify(content), { status });
  }

  #answer(path: string, body: unknown, init: RequestInit | undefined): Answer {
    if (path === "/api/enrol") {
      return this.#enrol(body as { code: string });
    }
    const token = new Headers(init?.headers).get("Authorization")?.slice("Bearer ".length);
    const [device, known] =
      [...this.devices].find(([, { token: theirs }]) => theirs === token) ?? [];
    if (device === undefined || known === undefined) {
      return refused(401, "device-not-known");
    }
    if (known.wipe === "now" || (known.wipe !== undefined && path !== "/api/entries")) {
      const had = known.wipe === "now" || this.isOld ? {} : this.#had(device);
      return [403, { problem: { code: "device-revoked", wipe: known.wipe, ...had } }];
    }
    const answers: Record<string, () => Answer> = {
      "/api/setup": () => [200, this.setupOf(known.worker)],
      "/api/bundle": () => [200, this.bundle],
      "/api/entries": () => this.#receive(device, body as Row[]),
      "/api/sync": () => this.#pull(device, body as Pull),
    };
    return answers[path]?.() ?? refused(404, "not-found");
  }

  #enrol({ code }: { code: string }): Answer {
    const worker = this.codes.get(code);
    if (worker === undefined) {
      return refused(400, "code-not-valid");
    }
    this.codes.delete(code);
    const device = `D${this.devices.size + 1}`;
    this.devices.set(device, { token: `${device}.secret`, worker });
    return [
      200,
      {
        device,
        token: `${device}.secret`,
        worker: { id: workerId(worker), name: worker, role: "kader" },
        key: this.#key,
      },
    ];
  }

  setupOf(worker: string): Record<string, unknown> {
    const { sha256, rulebook, key } = headerOf(this.bundle);
    const base = {
      worker: { id: workerId(worker), name: worker, role: "kader", form_role: "kader", cluster: 2 },
      areas: [{ code: "19.06.01", name: "Desa", level: "village" }],
      places: [],
      facilities: [],
      hidden: [],
      policy: {
        lock_after_seconds: 180,
        wipe_after_days: 90,
        wipe_unsent: false,
        keep_sent_days: 30,
        purge_left_days: 0,
        poll_seconds: 20,
        code_minutes: 30,
      },
      rulebook,
      bundle_sha256: sha256,
      key,
      relays: [],
      minimum_app: "2026.11.0",
      targets: {},
      ...this.setup,
    };
    return { ...base, setup: `s${JSON.stringify(base).length}-${sha256.slice(0, 6)}` };
  }

  #receive(device: string, rows: Row[]): Answer {
    const receipts = rows.map((row) => {
      const known = this.journal.find((one) => one.device === device && one.number === row.number);
      if (known !== undefined && said(known) !== said(row)) {
        this.aside.push(row);
        const { number } = row;
        const problem = "number-reused";
        return { device, number, seq: 0, status: "held", problem, duplicate: true };
      }
      if (known !== undefined) {
        return this.#receipt(known, true);
      }
      const problem = this.judge(row);
      if (problem === "aside") {
        this.aside.push(row);
        return { device, number: row.number, seq: 0, status: "held", problem: "unreadable-entry" };
      }
      const stored: Row = { ...row, problem, status: problem === null ? "accepted" : "held" };
      this.#append(stored);
      return this.#receipt(stored, false);
    });
    return [200, { receipts }];
  }

  #receipt({ device, number, seq, status, problem }: Row, duplicate: boolean) {
    return { device, number, seq, status, problem, duplicate, relayed: this.relayed };
  }

  #had(device: string): { have: number; gaps: [number, number][] } {
    const own = this.journal.filter((row) => row.device === device);
    const have = Math.max(0, ...own.map(({ number }) => number));
    return { have, gaps: gapsOf(own, have) };
  }

  #pull(device: string, { cursor }: Pull): Answer {
    const [generation, from] = (cursor ?? "").split(":");
    const isKnown = generation === this.generation;
    const since = isKnown ? Number(from) : 0;
    const waiting = [...this.#changed]
      .filter(([, turn]) => turn > since)
      .sort(([, one], [, other]) => one - other);
    const page = waiting.slice(0, this.pageSize);
    const last = page.at(-1)?.[1] ?? since;
    const records = page.flatMap(([about]) => this.record(about) ?? []);
    const gone = page.map(([about]) => about).filter((about) => this.record(about) === null);
    const own = this.journal.filter((row) => row.device === device);
    return [
      200,
      {
        cursor: `${this.generation}:${last}`,
        more: waiting.length > page.length,
        generation: this.generation,
        records,
        gone: isKnown ? gone : [],
        setup: this.setupOf(this.devices.get(device)?.worker ?? "")["setup"],
        ...this.#had(device),
        now: this.now(),
        held: own
          .filter(({ status }) => status !== "accepted")
          .map(({ number, status, problem }) => ({ number, status, problem }))
          .reverse(),
        ...(this.upstream === null ? {} : { upstream_have: this.upstream }),
      },
    ];
  }

  /** Entries by about: for tests with very many. */
  #byAbout: Map<string, Row[]> | null = null;

  index(): void {
    this.#byAbout = new Map();
    for (const row of this.journal) {
      this.#byAbout.set(row.about, [...(this.#byAbout.get(row.about) ?? []), row]);
    }
  }

  #rowsOf(names: readonly string[]): readonly Row[] {
    return this.#byAbout === null
      ? this.journal.filter((row) => names.includes(row.about))
      : names.flatMap((name) => this.#byAbout?.get(name) ?? []);
  }

  /** What a device may know of somebody; null of who is not there for it. */
  record(about: string): { about: string; kind: string; entries: unknown[] } | null {
    if (this.outside.has(about) || this.into.has(about)) {
      return null;
    }
    const names = [about, ...[...this.into].filter(([, to]) => to === about).map(([from]) => from)];
    const rows = this.#rowsOf(names).filter(({ status }) => status === "accepted");
    const first = rows.find(({ subject }) => subject === about);
    if (rows.length === 0) {
      return null;
    }
    return {
      about,
      kind: first?.kind ?? "person",
      entries: rows.map(({ status: _, problem: __, ...row }) => row),
    };
  }
}

interface Pull {
  readonly cursor: string | null;
}

export const workerId = (name: string): string =>
  `00000000-0000-7000-8000-${Buffer.from(name.padEnd(6, "_").slice(0, 6)).toString("hex")}`;

/** What somebody typed: `written` and `seen` may differ. */
const said = ({ kind, subject, about, happened, body }: Row): string =>
  JSON.stringify([kind, subject, about, happened, body]);

const base64 = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("base64");

const refused = (status: number, code: string): Answer => [status, { problem: { code } }];

function bodyOf(init: RequestInit | undefined): readonly [unknown, number] {
  const raw = init?.body as Uint8Array | undefined;
  if (!raw) {
    return [null, 0];
  }
  const isPacked = new Headers(init?.headers).get("Content-Encoding") === "gzip";
  const text = new TextDecoder().decode(isPacked ? gunzipSync(raw) : raw);
  return [JSON.parse(text.replaceAll(/"written":(\d+)/g, '"written":"$1"')), raw.length];
}

function gapsOf(own: readonly Row[], have: number): [number, number][] {
  const numbers = new Set(own.map(({ number }) => number));
  const missing = Array.from({ length: have }, (_, at) => at + 1).filter(
    (number) => !numbers.has(number),
  );
  return missing.map((number) => [number, number]);
}
