/** When to try again: later each time, never all phones of a village at once. */

const FIRST_MS = 10_000;
const LONGEST_MS = 15 * 60_000;

/** Milliseconds to wait after so many failures (1: the first). `chance` is 0 to 1; `asked` seconds the server named. */
export function waitAfter(failures: number, chance: number, asked = 0): number {
  const doubled = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 16), LONGEST_MS);
  return Math.max(Math.round(doubled * (0.75 + chance / 2)), asked * 1000);
}
