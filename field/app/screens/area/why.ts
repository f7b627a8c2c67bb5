/** Why somebody is counted as they are: the recorded facts that the indicator looked at. */

import type { Engine } from "../../../core/engine/engine.ts";
import type { Facts } from "../../../core/facts.ts";
import { indicatorState } from "../../../core/outcome.ts";
import type { Covered } from "../../../core/people/coverage.ts";
import type { Speaker } from "../../../core/text.ts";

/** The facts in words, each once. */
export function whyCounted(
  engine: Engine,
  facts: Facts,
  { indicator, period }: Covered,
  today: number,
  speaker: Speaker,
): string[] {
  engine.on(Math.min(today, period.end), period).about(engine.person(facts));
  const { used } = engine.because(() => indicatorState(engine, indicator));
  return [...new Set(speaker.because(used))];
}
