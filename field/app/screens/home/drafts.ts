/** From a draft back to the screen on which it was begun. */

import type { Draft } from "../../../store/types.ts";
import { screenOfDraft } from "../../forms/draft.ts";
import type { Screen } from "../../screens.ts";
import { readAnswerDraft, readReferralDraft } from "../referrals/draft.ts";
import { screenOfPeopleDraft } from "../register/draft.ts";
import { readOutcomeDraft } from "../visits/outcome-draft.ts";

/** Null for what nobody can go on with here. */
export function screenFor(draft: Draft): Screen | null {
  const form = screenOfDraft(draft);
  if (form !== null) {
    return form;
  }
  const referral = readReferralDraft(draft);
  if (referral !== null) {
    return { name: "refer", about: referral.about, contact: referral.contact };
  }
  const people = screenOfPeopleDraft(draft);
  if (people !== null) {
    return people;
  }
  const visit = readOutcomeDraft(draft);
  if (visit !== null) {
    return { name: "outcome", house: visit.house };
  }
  const answer = readAnswerDraft(draft);
  return answer === null ? null : { name: "referral", about: answer.about, id: answer.id };
}
