/** A person being registered, as it is kept: everything typed and the identities that it will be saved under. */

import type { Filling } from "../../../core/form.ts";
import type { TypedValue } from "../../../core/typed.ts";
import type { Draft } from "../../../store/types.ts";
import type { Change, Screen } from "../../screens.ts";
import type { Move } from "./change.ts";

/** `kind` says which screen opens it again. */
export interface RegisterDraft {
  readonly kind: "register";
  /** Identity of the new person: the same whenever saving is tried again. */
  readonly person: string;
  /** Of a newborn: the mother. */
  readonly mother: string | null;
  /** Local moment at which it was begun. */
  readonly started: string;
  readonly typed: Readonly<Record<string, TypedValue>>;
  /** Nobody knows the day of birth: `years` is asked in its place. */
  readonly byAge: boolean;
  readonly years: string;
  /** Hour and minute of birth, 08:30; "" where not known. */
  readonly clock: string;
  readonly area: string;
  /** An existing household, "new", or "" for not known yet. */
  readonly household: string;
  /** Identity of the household that is made with the person. */
  readonly freshHousehold: string;
  readonly freshEpisode: string;
  readonly freshContact: string;
  /** The delivery ends the mother's pregnancy. */
  readonly delivers: boolean;
}

export function registerKey(person: string): string {
  return `register ${person}`;
}

/** The content of a draft, if it is a registration. */
export function readRegisterDraft(draft: Draft | null): RegisterDraft | null {
  const content = draft?.content as RegisterDraft | undefined;
  return content?.kind === "register" ? content : null;
}

/** The screen that goes on with a draft of a registration or of a change of somebody's data; null for others. */
export function screenOfPeopleDraft(draft: Draft): Screen | null {
  if (readRegisterDraft(draft) !== null) {
    return { name: "register", draft: draft.key };
  }
  const change = readChangeDraft(draft);
  return change && { name: "change", person: change.person, what: change.what };
}

/** What the form knows of it: an estimated age is a day of birth like any other. */
export function typedOf(
  { typed, byAge, years, clock }: RegisterDraft,
  today: number,
  dayOfAge: DayOfAge,
): Filling["typed"] {
  const born = byAge
    ? /^\d{1,3}$/.test(years)
      ? dayOfAge(Number(years), today)
      : null
    : typed["born"];
  if (typeof born !== "string" || born === "") {
    return { ...typed, born: null };
  }
  const isTimed = !byAge && /^\d{2}:\d{2}$/.test(clock);
  return { ...typed, born: isTimed ? `${born.slice(0, 10)}T${clock}` : born };
}

/** The day of birth of somebody of so many years today. */
export type DayOfAge = (years: number, today: number) => string;

/** A change of somebody's data in the middle; the same for all its kinds. */
export interface ChangeDraft {
  readonly kind: "change";
  readonly person: string;
  readonly what: Change;
  readonly typed: Readonly<Record<string, TypedValue>>;
  readonly move: Move;
  readonly day: string | null;
  readonly area: string;
  readonly household: string;
  readonly remark: string;
}

/** The content of a draft, if it is a change of somebody's data. */
export function readChangeDraft(draft: Draft | null): ChangeDraft | null {
  const content = draft?.content as ChangeDraft | undefined;
  return content?.kind === "change" ? content : null;
}
