/** Changes of somebody's own data: what was really changed, and moves and deaths as entries. */

import type { TypedValue } from "../../../core/typed.ts";
import type { NewEntry } from "../../../store/types.ts";

type Values = Readonly<Record<string, unknown>>;

/** The fields whose typed value differs from the recorded one; an emptied one becomes null. */
export function changed(before: Values, typed: Readonly<Record<string, TypedValue>>): Values {
  return Object.fromEntries(
    Object.entries(typed)
      .map(([name, value]) => [name, value === "" ? null : value] as const)
      .filter(([name, value]) => (before[name] ?? null) !== value),
  );
}

export type Move = "out" | "within" | "back";

export interface Moving {
  readonly move: Move;
  readonly day: string;
  readonly area: string;
  /** Empty: not known. */
  readonly household: string;
  readonly remark: string;
}

/** What a move writes: leaving is a day; coming is a day with the new place in the same body, so that the old holds before. */
export function moveBody({ move, day, area, household, remark }: Moving, before: Values): Values {
  const note = remark.trim() === "" ? {} : { note: remark.trim() };
  if (move === "out") {
    return { moved_out: day, ...note };
  }
  return {
    area,
    moved_in: day,
    household: household === "" ? null : household,
    ...(before["moved_out"] ? { moved_out: null } : {}),
    ...note,
  };
}

/** A patch of a person. */
export function personPatch(person: string, body: Values, happened: string): NewEntry {
  return { kind: "person", subject: person, about: person, body, happened };
}
