/** Referrals as recorded: where they stand, what was asked, what was answered, what is left to do. */

import { momentOf } from "../../../core/journal/facts.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { NewEntry } from "../../../store/types.ts";

export const ANSWERS = ["seen", "treated", "admitted", "referred_on", "did_not_come"] as const;
export type Answer = (typeof ANSWERS)[number];
export type ReferralState = "sent" | "answered" | "followed";

/** One referral. Days are day numbers; `to` is the code of a facility or a level. */
export interface Referral {
  readonly id: string;
  readonly about: string;
  readonly state: ReferralState;
  readonly to: string;
  readonly reason: string;
  readonly urgent: boolean;
  readonly withinDays: number | null;
  readonly sentOn: number | null;
  readonly answer: Answer | null;
  readonly answeredOn: number | null;
  /** Local moment of the answer, as written; empty before it. */
  readonly answeredAt: string;
  readonly advice: string;
  readonly followUpOn: number | null;
  readonly followedOn: number | null;
  readonly happened: string;
}

/** The referrals among the subjects of one person, the newest first. Strange values become empty. */
export function referralsIn(subjects: Iterable<Subject>): Referral[] {
  return [...subjects]
    .filter(({ kind, retracted }) => kind === "referral" && !retracted)
    .map(referralOf)
    .sort((one, other) => (one.happened < other.happened ? 1 : -1));
}

function referralOf({ id, about, fields, happened }: Subject): Referral {
  const answeredOn = day(fields["answered"]);
  const followedOn = day(fields["followed_up"]);
  const within = fields["within_days"];
  return {
    id,
    about,
    state: followedOn !== null ? "followed" : answeredOn !== null ? "answered" : "sent",
    to: text(fields["to"]),
    reason: text(fields["reason"]),
    urgent: fields["urgent"] === true,
    withinDays: Number.isSafeInteger(within) ? (within as number) : null,
    sentOn: day(happened),
    answer: ANSWERS.find((one) => one === fields["answer"]) ?? null,
    answeredOn,
    answeredAt: text(fields["answered"]),
    advice: text(fields["advice"]),
    followUpOn: day(fields["follow_up_on"]),
    followedOn,
    happened,
  };
}

function day(value: unknown): number | null {
  return momentOf(value)?.[0] ?? null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What somebody fills in to send a person on. `to` is the code of a facility or a level. */
export interface Sending {
  readonly to: string;
  readonly reason: string;
  readonly urgent: boolean;
  readonly withinDays: number;
  /** Class by finding, as they held. */
  readonly findings: Readonly<Record<string, string>>;
  /** The contact that found it, where it came from a form. */
  readonly contact: string | null;
}

/** The entry of a new referral. */
export function sendingEntry(
  about: string,
  subject: string,
  { to, reason, urgent, withinDays, findings, contact }: Sending,
  happened: string,
): NewEntry {
  const body = {
    to,
    reason: reason.trim(),
    urgent,
    within_days: withinDays,
    ...(Object.keys(findings).length > 0 ? { findings } : {}),
    ...(contact === null ? {} : { contact }),
  };
  return { kind: "referral", subject, about, body, happened };
}

/** The patch by which a health worker answers. `followUpOn` is a day as 2026-07-08, or empty. */
export function answerEntry(
  { id, about, happened }: Referral,
  filled: { readonly answer: Answer; readonly advice: string; readonly followUpOn: string },
  moment: string,
): NewEntry {
  const { answer, advice, followUpOn } = filled;
  const body = {
    answered: moment,
    answer,
    ...(advice.trim() ? { advice: advice.trim() } : {}),
    ...(followUpOn ? { follow_up_on: followUpOn } : {}),
  };
  return { kind: "referral", subject: id, about, body, happened };
}

/** The patch by which the kader says that the advice was followed, with the contact that shows it. */
export function followedEntry(
  { id, about, happened }: Referral,
  contact: string | null,
  moment: string,
): NewEntry {
  const body = { followed_up: moment, ...(contact === null ? {} : { contact_after: contact }) };
  return { kind: "referral", subject: id, about, body, happened };
}

/** The first contact since the answer: it shows that somebody went. Null: nobody yet. */
export function contactAfter(
  { answeredOn, answeredAt }: Pick<Referral, "answeredOn" | "answeredAt">,
  subjects: Iterable<Subject>,
): Subject | null {
  const after = [...subjects].filter(
    ({ kind, retracted, happened }) =>
      kind === "contact" && !retracted && answeredOn !== null && isSince(happened, answeredAt),
  );
  after.sort((one, other) => (one.happened < other.happened ? -1 : 1));
  return after[0] ?? null;
}

/** Of two local moments; where one is a day alone, the same day counts. */
function isSince(happened: string, answered: string): boolean {
  const length = Math.min(happened.length, answered.length);
  return happened.slice(0, length) >= answered.slice(0, length);
}
