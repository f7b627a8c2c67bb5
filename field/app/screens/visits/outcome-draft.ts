/** A visit that met nobody, in the middle of being written down, as it is kept. */

import type { Draft } from "../../../store/types.ts";
import type { Outcome, Position } from "./outcome.ts";

/** `kind` says which screen opens it again. */
export interface OutcomeDraft {
  readonly kind: "outcome";
  readonly house: string;
  /** Identities of the visits, by person: the same whenever saving is tried again. */
  readonly ids: Readonly<Record<string, string>>;
  readonly people: readonly string[];
  readonly outcome: Outcome | null;
  readonly reason: string;
  readonly againOn: string;
  readonly position: Position | null;
}

export function outcomeKey(house: string): string {
  return `outcome ${house}`;
}

/** The content of a draft, if it is such a visit's. */
export function readOutcomeDraft(draft: Draft | null): OutcomeDraft | null {
  const content = draft?.content as OutcomeDraft | undefined;
  return content?.kind === "outcome" ? content : null;
}

/** Whether anything was chosen or typed that would be lost. */
export function isBegun({ outcome, reason, againOn, position }: OutcomeDraft): boolean {
  return outcome !== null || reason !== "" || againOn !== "" || position !== null;
}
