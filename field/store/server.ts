/** Speaking with one server: addresses without anything personal, packed bodies, and what each answer means. */

import type { Platform } from "./platform.ts";
import { Problem } from "./problem.ts";
import { type Had, readHad } from "./receipt.ts";

const PATIENCE_MS = 60_000;
/** Below this packing does not pay. */
const WORTH_PACKING = 600;

/** No answer, or one that is not Nyelik's: no network, a sign-in page of a hotspot. */
export class NoContact extends Problem {
  constructor() {
    super("no-contact");
  }
}

/** The server answered that it cannot. */
export class Refused extends Problem {
  readonly status: number;
  /** Seconds that the server asks to wait; 0 when it does not say. */
  readonly wait: number;
  /** Set when this device was revoked. */
  readonly ending: Ending | null;

  constructor(status: number, code: string, wait: number, ending: Ending | null = null) {
    super(code);
    this.status = status;
    this.wait = wait;
    this.ending = ending;
  }
}

/** How a revoked device has to end. */
export interface Ending {
  readonly wipe: "after_sending" | "now";
  /** Who said so. */
  readonly server: string;
  /** What that server has of the device; null where it does not say. */
  readonly had: Had | null;
}

export class Server {
  readonly address: string;
  readonly #platform: Platform;
  readonly #token: string | null;
  readonly #stop: AbortSignal | null;

  /** `token` null: before enrolment. `stop` ends what is under way. */
  constructor(
    platform: Platform,
    address: string,
    token: string | null,
    stop: AbortSignal | null = null,
  ) {
    this.#platform = platform;
    this.address = address.replace(/\/+$/, "");
    this.#token = token;
    this.#stop = stop;
  }

  /** The answer of a POST. Throws NoContact, Refused. */
  async post(path: string, body: string): Promise<unknown> {
    const plain = new TextEncoder().encode(body);
    const { gzip } = this.#platform;
    if (gzip === null || plain.length < WORTH_PACKING) {
      return this.#asked(path, { method: "POST", body: plain });
    }
    const packed = await gzip.pack(plain);
    return this.#asked(path, { method: "POST", body: packed }, { "Content-Encoding": "gzip" });
  }

  get(path: string): Promise<unknown> {
    return this.#asked(path, { method: "GET" });
  }

  /** The bytes of a GET. Throws NoContact, Refused. */
  async bytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#timed(async (signal) => {
      const response = await this.#fetched(path, { method: "GET", signal }, {});
      if (!response.ok) {
        throw await refusal(response, this.address);
      }
      return new Uint8Array(await arrived(response.arrayBuffer()));
    });
  }

  #asked(
    path: string,
    request: RequestInit,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    return this.#timed(async (signal) => {
      const response = await this.#fetched(path, { ...request, signal }, headers);
      if (!response.ok) {
        throw await refusal(response, this.address);
      }
      return arrived(response.json());
    });
  }

  #fetched(
    path: string,
    request: RequestInit,
    headers: Readonly<Record<string, string>>,
  ): Promise<Response> {
    const all = {
      ...headers,
      ...(request.body ? { "Content-Type": "application/json" } : {}),
      ...(this.#token === null ? {} : { Authorization: `Bearer ${this.#token}` }),
    };
    const terms = { credentials: "omit", cache: "no-store", redirect: "error" } as const;
    return arrived(
      this.#platform.fetch(`${this.address}${path}`, { ...request, ...terms, headers: all }),
    );
  }

  async #timed<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const ending = new AbortController();
    const end = (): void => ending.abort();
    const cancel = this.#platform.later(PATIENCE_MS, end);
    this.#stop?.addEventListener("abort", end);
    try {
      if (this.#stop?.aborted) {
        throw new NoContact();
      }
      return await work(ending.signal);
    } finally {
      cancel();
      this.#stop?.removeEventListener("abort", end);
    }
  }
}

/** What fails on the way is no contact: without network, broken off, no JSON. */
async function arrived<Result>(coming: Promise<Result>): Promise<Result> {
  try {
    return await coming;
  } catch {
    throw new NoContact();
  }
}

async function refusal(response: Response, server: string): Promise<Problem> {
  const wait = Number(response.headers.get("Retry-After") ?? 0) || 0;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch {
    answer = null;
  }
  const problem = (answer as { problem?: Record<string, unknown> } | null)?.problem;
  if (typeof problem?.["code"] !== "string") {
    return answerless(response.status, wait);
  }
  const wipe = problem["wipe"] ?? (answer as Record<string, unknown>)["wipe"];
  const how = wipe === "now" || wipe === "after_sending" ? wipe : null;
  const ending: Ending | null = how && { wipe: how, server, had: readHad(problem) };
  return new Refused(response.status, problem["code"], wait, ending);
}

/** A gateway before the server speaks without our words. Danger: a stranger's 401 or 403 must not wipe anything. */
function answerless(status: number, wait: number): Problem {
  const codes: Readonly<Record<number, string>> = {
    413: "body-too-large",
    429: "too-many-tries",
    503: "server-busy",
  };
  const code = codes[status];
  return code === undefined ? new NoContact() : new Refused(status, code, wait);
}
