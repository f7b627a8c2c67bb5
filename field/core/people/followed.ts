/**
 * Whether somebody acted on a danger that was found. A sign of danger holds for as long as its rule says, for what was
 * seen was seen; but once a health worker saw the person, or somebody came to the house again, it is no longer the first
 * thing that a kader has to do. Found anew, it is.
 */

import type { UsedEvent } from "../engine/person.ts";
import { type Moment, momentOf } from "../journal/facts.ts";
import type { Subject } from "../journal/fold.ts";

/** One referral that reached a health worker: the day it was sent, and the moment it was answered or followed up. */
export interface Attended {
  readonly sent: number;
  readonly at: Moment;
}

const DID_NOT_COME = "did_not_come";
const END_OF_DAY = 24 * 60;

/** The referrals among somebody's subjects by which a health worker saw them, or the kader did what was advised. */
export function attendedOf(subjects: readonly Subject[]): Attended[] {
  return subjects.flatMap(({ kind, fields, happened }) => {
    const sent = momentOf(happened);
    const came = fields["answer"] === DID_NOT_COME ? null : momentOf(fields["answered"]);
    const at = momentOf(fields["followed_up"]) ?? came;
    return kind === "referral" && sent !== null && at !== null ? [{ sent: sent[0], at }] : [];
  });
}

/**
 * Whether the danger that stands on these events was followed up: its person was referred since and seen, the house was
 * visited on a later day (for signs that are asked, not for values), or on a later day every sign was asked again and is
 * gone.
 */
export function isFollowedUp(
  used: readonly UsedEvent[],
  { attended, lastVisit }: { attended: readonly Attended[]; lastVisit: number | null },
): boolean {
  const found = signsLeft(used);
  if (found.length === 0) {
    return used.length > 0;
  }
  const day = Math.max(...found.map((one) => one.day));
  const minute = Math.max(...found.filter((one) => one.day === day).map(minuteOf));
  const isAfter = ([on, at]: Moment): boolean => on > day || (on === day && at >= minute);
  return (
    (lastVisit !== null && lastVisit > day && found.every(isAsked)) ||
    attended.some(({ sent, at }) => sent >= day && isAfter(at))
  );
}

/** What every visit asks again. A value that was measured stands until it is measured again, or a health worker saw them. */
function isAsked({ value }: UsedEvent): boolean {
  return value === true;
}

/** Without recorded noes, and without signs that were answered with no on a later day. */
function signsLeft(used: readonly UsedEvent[]): UsedEvent[] {
  const gone = (one: UsedEvent): boolean =>
    used.some(({ code, day, value }) => code === one.code && value === false && day > one.day);
  return used.filter((one) => one.value !== false && !gone(one));
}

/** Without a time of day a sign counts as found when the day ends: rather asked about once more than forgotten. */
function minuteOf({ minute }: UsedEvent): number {
  return minute < 0 ? END_OF_DAY : minute;
}
