/** The hari buka that comes next: planned on this phone or by another, for one of the worker's Posyandu. */

import { momentOf } from "../../../core/journal/facts.ts";
import type { Subject } from "../../../core/journal/fold.ts";

export interface NextSession {
  readonly facility: string;
  /** Day number. */
  readonly day: number;
  readonly isOpen: boolean;
}

/** The earliest session from today on that is not closed; null: none is planned. */
export function nextSession(subjects: Iterable<Subject>, today: number): NextSession | null {
  const coming = [...subjects].flatMap(({ kind, retracted, fields }) => {
    const day = momentOf(fields["day"])?.[0] ?? null;
    const isComing = kind === "session" && !retracted && day !== null && day >= today;
    return isComing && !fields["closed"]
      ? [{ facility: String(fields["facility"] ?? ""), day, isOpen: Boolean(fields["opened"]) }]
      : [];
  });
  return coming.sort((one, other) => one.day - other.day)[0] ?? null;
}
