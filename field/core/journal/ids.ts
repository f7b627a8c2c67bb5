/**
 * Identifiers as lower-case text: UUID version 7 from a moment and random bytes that the caller brings, version 5 for
 * what several phones must call the same without asking each other. The twin of `nyelik.base.ids`.
 */

export const RANDOM_BYTES = 10;

const FACILITIES = "6e79656c-696b-5a1d-8f00-666163696c69";
const SESSIONS = "6e79656c-696b-5a1d-8f00-73657373696f";
const LATEST_MS = 2 ** 48 - 1;

/** The part of WebCrypto that is needed; given from outside, as core knows no browser. */
export interface Hash {
  digest(algorithm: "SHA-1", data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
}

/** A UUIDv7 (RFC 9562) of whole unix milliseconds and ten random bytes; sorts by time. Throws RangeError. */
export function uuid7(ms: number, random: Uint8Array): string {
  if (random.length !== RANDOM_BYTES) {
    throw new RangeError(`uuid7 needs ${RANDOM_BYTES} random bytes, got ${random.length}`);
  }
  if (!(Number.isInteger(ms) && ms >= 0 && ms <= LATEST_MS)) {
    throw new RangeError(`uuid7 needs milliseconds that fit 48 bits, got ${ms}`);
  }
  const chance = random.reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const high = (chance >> 62n) & 0xfffn;
  const low = chance & ((1n << 62n) - 1n);
  return dashed((BigInt(ms) << 80n) | (0x7n << 76n) | (high << 64n) | (0b10n << 62n) | low);
}

/** The moment inside a UUIDv7, unix milliseconds. */
export function millisecondsOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}

/** The identity of a facility in the journal: the same on every device, from its code. */
export function facilityId(code: string, hash: Hash): Promise<string> {
  return uuid5(FACILITIES, code, hash);
}

/** The identity of a hari buka, from the facility's code and the day as 2026-07-01. */
export function sessionId(facility: string, day: string, hash: Hash): Promise<string> {
  return uuid5(SESSIONS, `${facility} ${day}`, hash);
}

/** A UUIDv5 (RFC 9562) of a name in a namespace. */
export async function uuid5(namespace: string, name: string, hash: Hash): Promise<string> {
  const space = bytesOf(namespace);
  const text = new TextEncoder().encode(name);
  const whole = new Uint8Array(space.length + text.length);
  whole.set(space);
  whole.set(text, space.length);
  const digest = new Uint8Array(await hash.digest("SHA-1", whole)).subarray(0, 16);
  const number = digest.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const versioned = (number & ~(0xfn << 76n)) | (0x5n << 76n);
  return dashed((versioned & ~(0b11n << 62n)) | (0b10n << 62n));
}

function bytesOf(id: string): Uint8Array {
  const digits = id.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, place) =>
    Number.parseInt(digits.slice(place * 2, place * 2 + 2), 16),
  );
}

function dashed(number: bigint): string {
  const digits = number.toString(16).padStart(32, "0");
  return [0, 8, 12, 16, 20]
    .map((start, part, starts) => digits.slice(start, starts[part + 1]))
    .join("-");
}
