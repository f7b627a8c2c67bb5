/** Forms in the middle of being filled, encrypted; also the names under which they lie. */

import { hexOf } from "../core/hex.ts";
import type { Platform } from "./platform.ts";
import type { Draft, Drafts } from "./types.ts";
import type { Vault } from "./vault.ts";

interface Waiting {
  latest: Draft;
  writing: Promise<void>;
}

export class SealedDrafts implements Drafts {
  readonly #vault: Vault;
  readonly #crypto: Platform["crypto"];
  readonly #secret: string;
  /** What is being written of each draft: while it is, only the last of what is typed waits. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(vault: Vault, crypto: Platform["crypto"], secret: string) {
    this.#vault = vault;
    this.#crypto = crypto;
    this.#secret = secret;
  }

  /** The last changed first; what cannot be read is left where it is. */
  readonly all = async (): Promise<readonly Draft[]> => {
    await this.idle();
    const found = await Promise.all(
      (await this.#vault.database.all("drafts")).map(([slot, sealed]) =>
        this.#opened(String(slot), sealed),
      ),
    );
    return found.filter((one) => one !== null).sort((one, other) => other.changed - one.changed);
  };

  readonly get = async (key: string): Promise<Draft | null> => {
    const waiting = this.#waiting.get(key);
    if (waiting !== undefined) {
      return waiting.latest;
    }
    const slot = await this.#slot(key);
    const sealed = await this.#vault.database.get("drafts", slot);
    return sealed === undefined ? null : this.#opened(slot, sealed);
  };

  /** Durable when it returns; of many puts at once the last is written. Throws Problem `storage-full`. */
  readonly put = (draft: Draft): Promise<void> => {
    const before = this.#waiting.get(draft.key);
    if (before !== undefined) {
      before.latest = draft;
      return before.writing;
    }
    const waiting: Waiting = { latest: draft, writing: Promise.resolve() };
    this.#waiting.set(draft.key, waiting);
    waiting.writing = this.#write(draft.key, waiting);
    return waiting.writing;
  };

  async #write(key: string, waiting: Waiting): Promise<void> {
    try {
      const slot = await this.#slot(key);
      for (let written: Draft | null = null; written !== waiting.latest; ) {
        written = waiting.latest;
        const sealed = await this.#vault.seal.close(`draft ${slot}`, written);
        await this.#vault.database.change(["drafts"], (change) =>
          change.put("drafts", slot, sealed),
        );
      }
    } finally {
      this.#waiting.delete(key);
    }
  }

  readonly remove = async (key: string): Promise<void> => {
    await this.#waiting.get(key)?.writing.catch(() => undefined);
    const slot = await this.#slot(key);
    await this.#vault.database.change(["drafts"], (change) => change.remove("drafts", slot));
  };

  /** When nothing is being written any more. */
  async idle(): Promise<void> {
    await Promise.all(
      [...this.#waiting.values()].map(({ writing }) => writing.catch(() => undefined)),
    );
  }

  /** A draft's key names people and forms: it lies under its hash with a secret of the vault. */
  async #slot(key: string): Promise<string> {
    const text = new TextEncoder().encode(`${this.#secret} ${key}`);
    const digest = new Uint8Array(await this.#crypto.digest("SHA-256", text));
    return hexOf(digest);
  }

  async #opened(slot: string, sealed: unknown): Promise<Draft | null> {
    return this.#vault.seal.open(`draft ${slot}`, sealed).then(
      (draft) => draft as Draft,
      () => null,
    );
  }
}
