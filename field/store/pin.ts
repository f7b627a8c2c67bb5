/** From a PIN to a vault's key. The key itself is random: another PIN wraps it anew, nothing is written again. */

import type { Platform } from "./platform.ts";
import { Problem } from "./problem.ts";

type Bytes = Uint8Array<ArrayBuffer>;
type Chance = Pick<Platform, "crypto" | "random">;

/** OWASP's advice of 2023 for PBKDF2 with SHA-256; a cheap phone needs about two seconds. */
export const ROUNDS = 600_000;
/** Screens ask for six digits. */
export const SHORTEST_PIN = 6;

const SALT_BYTES = 16;
const IV_BYTES = 12;
const AES = { name: "AES-GCM", length: 256 } as const;

/** A vault's data key as it lies in the database: of no use without the PIN. */
export interface WrappedKey {
  readonly salt: Bytes;
  readonly rounds: number;
  readonly iv: Bytes;
  readonly wrapped: Bytes;
}

/** A new random key, wrapped by the PIN. Throws Problem `pin-too-short`. */
export async function makeKey(
  platform: Chance,
  pin: string,
  rounds: number,
): Promise<{ readonly key: CryptoKey; readonly wrapped: WrappedKey }> {
  checkPin(pin);
  const fresh = (await platform.crypto.generateKey(AES, true, ["encrypt", "decrypt"])) as CryptoKey;
  const wrapped = await wrap(platform, fresh, pin, rounds);
  const key = await unwrap(platform, wrapped, pin, false);
  if (key === null) {
    throw new Problem("damaged");
  }
  return { key, wrapped };
}

/** The key, which cannot be taken out of the browser; null when the PIN is another. */
export function openKey(
  platform: Chance,
  wrapped: WrappedKey,
  pin: string,
): Promise<CryptoKey | null> {
  return unwrap(platform, wrapped, pin, false);
}

/** The same key wrapped by another PIN; null when the old PIN is another. Throws Problem `pin-too-short`. */
export async function rewrapped(
  platform: Chance,
  wrapped: WrappedKey,
  old: string,
  fresh: string,
): Promise<WrappedKey | null> {
  checkPin(fresh);
  const key = await unwrap(platform, wrapped, old, true);
  return key === null ? null : wrap(platform, key, fresh, wrapped.rounds);
}

/** Throws Problem `pin-too-short`: also for what is not digits alone. */
export function checkPin(pin: string): void {
  if (!/^[0-9]+$/.test(pin) || pin.length < SHORTEST_PIN) {
    throw new Problem("pin-too-short");
  }
}

async function wrap(
  platform: Chance,
  key: CryptoKey,
  pin: string,
  rounds: number,
): Promise<WrappedKey> {
  const salt = platform.random(SALT_BYTES);
  const iv = platform.random(IV_BYTES);
  const wrapping = await wrappingKey(platform, pin, salt, rounds);
  const wrapped = await platform.crypto.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv });
  return { salt, rounds, iv, wrapped: new Uint8Array(wrapped) };
}

async function unwrap(
  platform: Chance,
  { salt, rounds, iv, wrapped }: WrappedKey,
  pin: string,
  extractable: boolean,
): Promise<CryptoKey | null> {
  const wrapping = await wrappingKey(platform, pin, salt, rounds);
  try {
    return await platform.crypto.unwrapKey(
      "raw",
      wrapped,
      wrapping,
      { name: "AES-GCM", iv },
      AES,
      extractable,
      ["encrypt", "decrypt"],
    );
  } catch (error) {
    if (error instanceof Error || error instanceof DOMException) {
      return null; // the seal did not hold: another PIN
    }
    throw error;
  }
}

async function wrappingKey(
  { crypto }: Chance,
  pin: string,
  salt: Bytes,
  rounds: number,
): Promise<CryptoKey> {
  const text = new TextEncoder().encode(pin);
  const base = await crypto.importKey("raw", text, "PBKDF2", false, ["deriveKey"]);
  const terms = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.deriveKey(terms, base, AES, false, ["wrapKey", "unwrapKey"]);
}
