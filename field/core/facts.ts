/**
 * Facts: all that rules may know of one person. Everything that happened is an event with a code: the twin of
 * `nyelik.rules.facts`.
 */

/** An answer or a recorded value: null is unknown, a day is its day number. */
export type Value = number | boolean | string | null;

export type Sex = "female" | "male";

/** The clock time of an event whose clock time is not known. */
export const UNKNOWN_MINUTE = -1;

/** Something that happened. `seq` breaks ties between events of one minute: the later recorded counts. */
export interface FactEvent {
  readonly day: number;
  readonly minute: number;
  readonly seq: number;
  readonly code: string;
  readonly value: Value;
}

/** What facts are of unless they say otherwise. */
export const PERSON = "person";

/** One person's facts as recorded: derived events (growth) are not among them. In any order. */
export interface Facts {
  readonly sex: Sex | null;
  readonly born: number | null;
  readonly bornMinute: number;
  /** What the facts are of, where they are not of a person: household, facility, worker, reply. */
  readonly subject?: string;
  readonly events: readonly FactEvent[];
}

/** The order of events: by day, minute and order of recording. */
export function inOrder(first: FactEvent, second: FactEvent): number {
  return first.day - second.day || first.minute - second.minute || first.seq - second.seq;
}
