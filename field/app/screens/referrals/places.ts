/** What a receiver of referrals is called. */

import type { Facility } from "../../../store/types.ts";
import { t } from "./texts.ts";

/** The facility's name; of a level without a facility known here, the word for it. */
export function receiverName(to: string, facilities: readonly Facility[]): string {
  const words: Readonly<Record<string, string>> = {
    hospital: t.hospital,
    puskesmas: t.puskesmas,
    pustu: t.pustu,
  };
  return facilities.find(({ code }) => code === to)?.name ?? words[to] ?? to;
}
