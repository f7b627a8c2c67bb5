/** The single values that a vault keeps: who it is, what the server said, how far the pull came. */

import { type Heard, NOTHING_HEARD } from "./receipt.ts";
import type { Policy, Setup } from "./types.ts";

/** What enrolment gave; never changes. */
export interface Enrolment {
  readonly device: string;
  readonly address: string;
  readonly token: string;
  /** The public key that may sign rulebooks. */
  readonly key: string;
  readonly worker: { readonly id: string; readonly name: string; readonly role: string };
  /** Of this vault alone: under what names drafts lie. */
  readonly secret: string;
}

/** How far the pull came, and what servers said of this device. Kept in one transaction with each page. */
export interface Progress {
  /** The server whose cursor this is. */
  readonly server: string;
  readonly cursor: string | null;
  readonly generation: string;
  /** While a listing begins anew: what came before this block goes when it is complete. */
  readonly sweepFrom: number | null;
  /** True once a listing came to its end. */
  readonly complete: boolean;
  /** The next block's number; never used twice. */
  readonly nextBlock: number;
  readonly heard: Heard;
  /** Greatest stamp received from others, decimal text. */
  readonly seen: string;
  /** Server's time of the last answer, unix ms; null: never. */
  readonly lastContact: number | null;
  readonly ahead: number;
  /** People with own entries here who left: not listed for what is still here of them. */
  readonly gone: readonly string[];
  readonly leaving: "after_sending" | "now" | null;
  /** Of the server's setup now; another than ours: fetch it. */
  readonly setup: string;
}

export const BEGINNING: Progress = {
  server: "",
  cursor: null,
  generation: "",
  sweepFrom: null,
  complete: false,
  nextBlock: 1,
  heard: NOTHING_HEARD,
  seen: "0",
  lastContact: null,
  ahead: 0,
  gone: [],
  leaving: null,
  setup: "",
};

/** Until the server gave its own. */
const POLICY: Policy = {
  lock_after_seconds: 300,
  wipe_after_days: 0,
  wipe_unsent: false,
  keep_sent_days: 90,
  purge_left_days: 30,
  poll_seconds: 15,
  code_minutes: 30,
};

/** What is known before the first setup came: who works here, and no area. */
export function firstSetup({ worker, key }: Enrolment): Setup {
  return {
    setup: "",
    worker: { ...worker, form_role: worker.role, cluster: 0 },
    areas: [],
    places: [],
    facilities: [],
    hidden: [],
    policy: POLICY,
    rulebook: "",
    bundle_sha256: "",
    key,
    relays: [],
    minimum_app: "",
    targets: {},
  };
}
