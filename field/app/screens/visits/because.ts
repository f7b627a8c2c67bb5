/** The facts behind what is shown of a person, in words. */

import type { Card } from "../../../core/card.ts";
import type { Speaker } from "../../../core/text.ts";

/** One finding or service with the facts that it stands on. */
export interface Because {
  readonly id: string;
  readonly label: string;
  readonly facts: readonly string[];
}

/** Of the findings and services with these ids, in the order of the ids. */
export function becauseOf(card: Card, ids: readonly string[], speaker: Speaker): Because[] {
  const { language } = speaker;
  const known = new Map<string, Because>();
  for (const { finding, used } of card.findings) {
    known.set(finding.id, {
      id: finding.id,
      label: finding.label[language],
      facts: speaker.because(used),
    });
  }
  for (const { service, used } of card.services) {
    known.set(service.id, {
      id: service.id,
      label: service.label[language],
      facts: speaker.because(used),
    });
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}
