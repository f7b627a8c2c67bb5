/** A referral in the middle of being written. */

import type { Draft } from "../../../store/types.ts";
import type { Proposal } from "./proposal.ts";
import type { Sending } from "./referrals.ts";

export interface ReferralDraft extends Sending {
  readonly kind: "referral";
  readonly about: string;
  /** The referral itself: the same whenever saving is tried again. */
  readonly subject: string;
}

const NOTHING: Proposal = { to: "", reason: "", urgent: false, withinDays: 7, findings: {} };

/** A fresh one from what is proposed. */
export function draftOf(
  about: string,
  contact: string | null,
  subject: string,
  proposal: Proposal | null,
): ReferralDraft {
  return { kind: "referral", about, subject, contact, ...(proposal ?? NOTHING) };
}

/** The content of a kept draft, if it is a referral's. */
export function readReferralDraft(draft: Draft | null): ReferralDraft | null {
  const content = draft?.content as ReferralDraft | undefined;
  return content?.kind === "referral" ? content : null;
}

/** A health worker's answer in the middle of being written. */
export interface AnswerDraft {
  readonly kind: "referral-answer";
  readonly about: string;
  readonly id: string;
  readonly answer: string | null;
  readonly advice: string;
  readonly followUpOn: string;
}

/** The content of a kept draft, if it is an answer's. */
export function readAnswerDraft(draft: Draft | null): AnswerDraft | null {
  const content = draft?.content as AnswerDraft | undefined;
  return content?.kind === "referral-answer" ? content : null;
}
