/** PINs that everybody tries first: one digit repeated, or a run up or down. */

export function isEasyPin(pin: string): boolean {
  const steps = new Set(
    [...pin].slice(1).map((digit, place) => Number(digit) - Number(pin[place])),
  );
  const [step] = steps;
  return steps.size === 1 && step !== undefined && Math.abs(step) <= 1;
}
