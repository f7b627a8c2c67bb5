/** Who wrote something: a colleague by name and role, as the setup knows them. */

import type { Setup } from "../store/types.ts";
import { texts } from "./language.svelte.ts";

const t = texts({
  unknown: { id: "petugas lain", en: "another worker" },
  kader: { id: "kader", en: "kader" },
  pustu: { id: "Pustu", en: "Pustu" },
  puskesmas: { id: "Puskesmas", en: "Puskesmas" },
  puskesmas_head: { id: "kepala Puskesmas", en: "head of the Puskesmas" },
  dinkes: { id: "Dinas Kesehatan", en: "health office" },
});

/** Citra Safitri (kader); "another worker" for somebody who works elsewhere, or came since. */
export function colleagueName(
  { colleagues }: Pick<Setup, "colleagues">,
  by: string | null,
): string {
  const found = colleagues?.find(({ id }) => id === by);
  return found ? `${found.name} (${t[found.role as "kader"] ?? found.role})` : t.unknown;
}
