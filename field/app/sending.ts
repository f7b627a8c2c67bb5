/** How it stands with sending, for the bar above every screen. Without a signal nothing is wrong: work goes on. */

import type { Status } from "../store/types.ts";
import type { IconName } from "./parts/icons.ts";

/** `offline`: no signal, nothing waits; `kept`: no signal, and entries wait for one. */
export type Sending = "sent" | "sending" | "waiting" | "offline" | "kept";

export const SENDING_ICONS: Readonly<Record<Sending, IconName>> = {
  sent: "sent",
  sending: "waiting",
  waiting: "waiting",
  offline: "phone",
  kept: "phone",
};

const NO_CONTACT = "no-contact";

/** A try that runs after one that failed is no signal yet: the bar says so until a server answered. */
export function sendingOf(
  { unsent, syncing, problem }: Pick<Status, "unsent" | "syncing" | "problem">,
  isOnline: boolean,
): Sending {
  if (!isOnline || problem === NO_CONTACT) {
    return unsent > 0 ? "kept" : "offline";
  }
  return syncing ? "sending" : unsent > 0 ? "waiting" : "sent";
}
