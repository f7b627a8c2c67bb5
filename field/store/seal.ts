/**
 * Everything that is kept, encrypted: AES-GCM with a key that cannot leave the browser, a fresh IV for each value, and
 * the value's own place as additional data, so that nobody can put one block where another was.
 */

import type { Gzip, Platform } from "./platform.ts";
import { Problem } from "./problem.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const IV_BYTES = 12;
const PLAIN = 0;
const PACKED = 1;

/** Seals and opens the values of one vault. */
export class Seal {
  readonly #platform: Pick<Platform, "crypto" | "random" | "gzip">;
  readonly #vault: string;
  #key: CryptoKey | null;

  constructor(
    platform: Pick<Platform, "crypto" | "random" | "gzip">,
    vault: string,
    key: CryptoKey,
  ) {
    this.#platform = platform;
    this.#vault = vault;
    this.#key = key;
  }

  /** Forgets the key: from now on nothing can be read or written. */
  forget(): void {
    this.#key = null;
  }

  /** A value as JSON, sealed for a place such as `entry 7`. Packed where it is worth it. */
  async close(place: string, value: unknown, pack = false): Promise<Bytes> {
    const key = this.#alive();
    const content = await framed(
      new TextEncoder().encode(JSON.stringify(value)),
      pack ? this.#platform.gzip : null,
    );
    const iv = this.#platform.random(IV_BYTES);
    const closed = await this.#platform.crypto.encrypt(this.#terms(iv, place), key, content);
    const whole = new Uint8Array(IV_BYTES + closed.byteLength);
    whole.set(iv);
    whole.set(new Uint8Array(closed), IV_BYTES);
    return whole;
  }

  /** The value of a place. Throws Problem `damaged` where it is not what was sealed there. */
  async open(place: string, sealed: unknown): Promise<unknown> {
    const key = this.#alive();
    try {
      const whole = sealed as Bytes;
      const terms = this.#terms(whole.slice(0, IV_BYTES), place);
      const content = await this.#platform.crypto.decrypt(terms, key, whole.slice(IV_BYTES));
      return JSON.parse(await unframed(new Uint8Array(content), this.#platform.gzip));
    } catch {
      throw new Problem("damaged");
    }
  }

  #alive(): CryptoKey {
    if (this.#key === null) {
      throw new Problem("locked");
    }
    return this.#key;
  }

  #terms(iv: Bytes, place: string): AesGcmParams {
    const additionalData = new TextEncoder().encode(`${this.#vault} ${place}`);
    return { name: "AES-GCM", iv, additionalData };
  }
}

async function framed(content: Bytes, gzip: Gzip | null): Promise<Bytes> {
  const inner = gzip === null ? content : await gzip.pack(content);
  const whole = new Uint8Array(inner.length + 1);
  whole[0] = gzip === null ? PLAIN : PACKED;
  whole.set(inner, 1);
  return whole;
}

async function unframed(whole: Bytes, gzip: Gzip | null): Promise<string> {
  const inner = whole.slice(1);
  if (whole[0] === PLAIN) {
    return new TextDecoder().decode(inner);
  }
  if (gzip === null) {
    throw new Problem("damaged");
  }
  return new TextDecoder().decode(await gzip.unpack(inner));
}
