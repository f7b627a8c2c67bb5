/** Why a record is being corrected, from asking until the correction was saved. Forgotten with the tab: then nothing was corrected. */

interface Pending {
  readonly reason: string;
  /** How many writings the record had when the reason was given. */
  readonly entries: number;
}

export const pendingReasons = new Map<string, Pending>();
