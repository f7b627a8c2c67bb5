/**
 * Hybrid logical clock: one integer that orders what devices wrote, even when their clocks disagree. The twin of
 * `nyelik.base.hlc`. A stamp is `(unix milliseconds << 16) | counter`; it needs 64 bits, hence BigInt.
 */

const COUNTER_BITS = 16n;
const COUNTER_MASK = (1n << COUNTER_BITS) - 1n;

/** The stamp of a moment in whole unix milliseconds, the `counter`th within it. */
export function stamp(ms: number, counter = 0): bigint {
  return (BigInt(ms) << COUNTER_BITS) | BigInt(counter);
}

/** The wall clock part of a stamp, unix milliseconds. */
export function milliseconds(written: bigint): number {
  return Number(written >> COUNTER_BITS);
}

/** The counter part of a stamp: 0 to 65,535. */
export function counter(written: bigint): number {
  return Number(written & COUNTER_MASK);
}

/**
 * The stamp for a new entry, after `last` (this device's own) and `seen` (greatest received from others). When the
 * wall clock stands still or went back the counter grows; a full counter carries into the milliseconds.
 */
export function nextStamp(last: bigint, nowMs: number, seen = 0n): bigint {
  const after = last > seen ? last : seen;
  const now = stamp(nowMs);
  return now > after ? now : after + 1n;
}
