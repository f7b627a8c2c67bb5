/** How the state of a referral is drawn. */

import type { Tone } from "../../parts/tones.ts";
import type { ReferralState } from "./referrals.ts";

export const STATE_TONES: Readonly<Record<ReferralState, Tone>> = {
  sent: "kuning",
  answered: "info",
  followed: "hijau",
};
