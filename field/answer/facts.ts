/** Facts as they travel between a desk and the phone's engine. */

import { type Facts, PERSON, type Sex, type Value } from "../core/facts.ts";

/** Facts as they travel: an event is [day, minute, seq, code, value]. */
export interface WrittenFacts {
  readonly sex: Sex | null;
  readonly born: number | null;
  readonly born_minute: number;
  readonly subject?: string;
  readonly events: readonly (readonly [number, number, number, string, Value])[];
}

/** Facts from their written form. */
export function parseFacts(written: WrittenFacts): Facts {
  const { subject = PERSON, sex, born, born_minute: bornMinute, events } = written;
  return {
    subject,
    sex,
    born,
    bornMinute,
    events: events.map(([day, minute, seq, code, value]) => ({ day, minute, seq, code, value })),
  };
}
