/** What is said of a person in one line. */

import { momentOf } from "../../../core/journal/facts.ts";
import type { Listed } from "../../../store/types.ts";

/** Day number of birth; null where it is not known. */
export function bornOn({ born }: Pick<Listed, "born">): number | null {
  return momentOf(born)?.[0] ?? null;
}
