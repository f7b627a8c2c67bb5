/**
 * Wrong PINs: each costs a longer wait. The try is written down before the PIN is looked at, so that closing the page
 * gives no free one; nothing is ever destroyed for it, for unsent entries lie behind the PIN.
 */

/** Seconds to wait after the first, second … wrong PIN in a row; the last for all further. */
const WAITS = [0, 0, 0, 5, 15, 30, 60, 300, 900, 3600] as const;

/** Tries of one vault. `until` is unix ms by the phone's own clock. */
export interface Tries {
  readonly failed: number;
  readonly until: number;
}

export const NO_TRIES: Tries = { failed: 0, until: 0 };

/** One more try, as if it were wrong. */
export function tried({ failed }: Tries, now: number): Tries {
  return { failed: failed + 1, until: now + waitMs(failed + 1) };
}

/** The wait is never longer than what the tries ask: a clock that was set back must not keep the worker out. */
export function capped({ failed, until }: Tries, now: number): Tries {
  return { failed, until: Math.min(until, now + waitMs(failed)) };
}

/** Whole seconds to wait; 0: now. */
export function waitOf({ until }: Tries, now: number): number {
  return Math.max(0, Math.ceil((until - now) / 1000));
}

function waitMs(failed: number): number {
  return failed === 0 ? 0 : (WAITS[Math.min(failed, WAITS.length) - 1] as number) * 1000;
}
