/** Where entries are, for whoever wrote them: only here, on a laptop, at the server, or held. */

import type { StoredEntry } from "../../../core/journal/entry.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { OwnEntry, Whereabouts } from "../../../store/types.ts";
import type { Tone } from "../../parts/tones.ts";

/** What became of own entries, by device and number. */
export type Own = ReadonlyMap<string, OwnEntry>;

export const TONE_OF: Readonly<Record<Whereabouts, Tone>> = {
  phone: "kuning",
  relay: "info",
  server: "hijau",
  held: "oranye",
  declined: "merah",
  aside: "oranye",
};

const LEAST_SAFE: readonly Whereabouts[] = [
  "aside",
  "declined",
  "held",
  "phone",
  "relay",
  "server",
];

export function ownByNumber(own: readonly OwnEntry[]): Own {
  return new Map(own.map((one) => [keyOf(one.entry), one]));
}

function keyOf({ device, number }: Pick<StoredEntry, "device" | "number">): string {
  return `${number} ${device}`;
}

/** Where a subject's entries are: the least safe of them counts. `problem` is the code of why one is held. */
export function whereIs(
  { entries }: Subject,
  own: Own,
): { readonly at: Whereabouts; readonly problem: string | null } {
  const places = entries.map((entry) => {
    const known = own.get(keyOf(entry));
    return (
      known ?? { at: entry.seq === 0 ? ("phone" as const) : ("server" as const), problem: null }
    );
  });
  const worst = LEAST_SAFE.find((at) => places.some((one) => one.at === at)) ?? "server";
  return { at: worst, problem: places.find(({ at }) => at === worst)?.problem ?? null };
}
