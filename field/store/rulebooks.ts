/** The rulebook on this phone: fetched, verified with the key of enrolment, kept together with the one before. */

import { readBundle } from "../core/bundle.ts";
import { Engine } from "../core/engine/engine.ts";
import { openBundle } from "../core/verify.ts";
import type { Platform } from "./platform.ts";
import { Problem } from "./problem.ts";
import { Cell } from "./readable.ts";
import type { Server } from "./server.ts";
import type { Vault } from "./vault.ts";

const NOW = "bundle";
const BEFORE = "bundle before";
const NEWLINE = "\n";
const GZIP = [0x1f, 0x8b] as const;

export class Rulebooks {
  readonly engine = new Cell<Engine | null>(null);
  readonly #platform: Platform;
  readonly #vault: Vault;
  readonly #key: string;
  #sha256 = "";
  /** What was refused is not asked for again and again. */
  #refused = "";

  constructor(platform: Platform, vault: Vault, key: string) {
    this.#platform = platform;
    this.#vault = vault;
    this.#key = key;
  }

  /** The rulebook kept here; the one before where the newest cannot be read; none before the first came. */
  async load(): Promise<void> {
    for (const name of [NOW, BEFORE]) {
      const file = await this.#vault.kept(name).catch(() => null);
      if (typeof file === "string" && this.#use(file)) {
        return;
      }
    }
  }

  #use(file: string): boolean {
    try {
      const [header, body] = split(file);
      this.engine.set(new Engine(readBundle(body)));
      this.#sha256 = (JSON.parse(header) as { sha256: string }).sha256;
      return true;
    } catch {
      return false;
    }
  }

  /** Version of the rulebook in use; empty before the first came. */
  get version(): string {
    return this.engine.get()?.bundle.rulebook ?? "";
  }

  /** Whether the server's newest was refused here. */
  isRefused(sha256: string): boolean {
    return this.#refused !== "" && this.#refused === sha256;
  }

  /**
   * Fetches what the setup names, unless it is here. Throws NoContact, Refused; Problem `bundle-refused` when it is
   * damaged, signed by a stranger or not understood: then the old one stays.
   */
  async follow(sha256: string, server: Server): Promise<void> {
    if (sha256 === "" || sha256 === this.#sha256 || sha256 === this.#refused) {
      return;
    }
    const bytes = await this.#unpacked(await server.bytes("/api/bundle"));
    const engine = await this.#verified(bytes, sha256);
    await this.#keep(new TextDecoder().decode(bytes));
    this.#sha256 = sha256;
    this.engine.set(engine);
  }

  async #verified(bytes: Uint8Array<ArrayBuffer>, sha256: string): Promise<Engine> {
    try {
      return new Engine(
        await openBundle(bytes, new Set([this.#key]), this.#platform.crypto as never),
      );
    } catch {
      this.#refused = sha256;
      throw new Problem("bundle-refused");
    }
  }

  async #keep(file: string): Promise<void> {
    const fresh = await this.#vault.sealed(NOW, file, true);
    const old = await this.#vault.kept(NOW).catch(() => null);
    const before = old === null ? null : await this.#vault.sealed(BEFORE, old, true);
    await this.#vault.database.change(["kept"], (change) => {
      change.put("kept", NOW, fresh);
      if (before !== null) {
        change.put("kept", BEFORE, before);
      }
    });
    await this.#vault.second.keep(NOW, fresh);
  }

  /** The file may come packed as a file, beside what the transport packs. */
  async #unpacked(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const { gzip } = this.#platform;
    const isPacked = GZIP.every((byte, at) => bytes[at] === byte);
    return isPacked && gzip !== null ? gzip.unpack(bytes) : bytes;
  }
}

function split(file: string): readonly [header: string, body: string] {
  const end = file.indexOf(NEWLINE);
  return [file.slice(0, end), file.slice(end + 1)];
}
