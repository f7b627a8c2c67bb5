/** A person being registered, as it is kept: everything typed and the identities that it will be saved under. */

import type { Filling } from "../../../core/form.ts";
import type { TypedValue } from "../../../core/typed.ts";
import type { Draft } from "../../../store/types.ts";

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
  /** Years, where nobody knows the day of birth; "" where the day is typed. */
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

/** What the form knows of it: an estimated age is a day of birth like any other. */
export function typedOf(
  { typed, years, clock }: RegisterDraft,
  today: number,
  dayOfAge: DayOfAge,
): Filling["typed"] {
  const whole = Number(years);
  const isEstimated = years !== "" && Number.isInteger(whole) && whole >= 0;
  const born = isEstimated ? dayOfAge(whole, today) : typed["born"];
  if (typeof born !== "string" || born === "") {
    return { ...typed, born: null };
  }
  const isTimed = !isEstimated && /^\d{2}:\d{2}$/.test(clock);
  return { ...typed, born: isTimed ? `${born.slice(0, 10)}T${clock}` : born };
}

/** The day of birth of somebody of so many years today. */
export type DayOfAge = (years: number, today: number) => string;
