/** The gravest thing about somebody, as a row of a list says it: a shape and a few words, no diagnosis. */

import type { Bundle, Finding } from "../../../core/bundle.ts";
import type { Standing } from "../../../store/types.ts";
import { type Tone, toneOf } from "../../parts/tones.ts";

export type Gravest =
  | { readonly kind: "danger" | "red" | "yellow"; readonly tone: Tone }
  | { readonly kind: "overdue" | "due"; readonly tone: Tone; readonly count: number }
  | { readonly kind: "well"; readonly tone: Tone };

const GRAVE: readonly string[] = ["danger", "red", "yellow"];

/** What to say of a person; null while nobody has reckoned it. Danger first, then what is late, then what is red. */
export function gravest(
  standing: Standing | undefined,
  seen: (finding: string, found: string) => boolean,
): Gravest | null {
  if (standing === undefined) {
    return null;
  }
  const found = standing.findings.filter(
    (one) => GRAVE.includes(one.severity) && !one.followed && seen(one.id, one.class),
  );
  const worst = GRAVE.find((severity) => found.some((one) => one.severity === severity));
  if (worst === "danger" || worst === "red") {
    return { kind: worst, tone: toneOf(worst) };
  }
  const overdue = standing.due.filter(({ status }) => status === "overdue").length;
  if (overdue > 0) {
    return { kind: "overdue", tone: "oranye", count: overdue };
  }
  if (worst === "yellow") {
    return { kind: worst, tone: toneOf(worst) };
  }
  return standing.due.length > 0
    ? { kind: "due", tone: "info", count: standing.due.length }
    : { kind: "well", tone: "hijau" };
}

/** Whether a role may know of a finding at all: a kader of a diagnosis only where it has plain words. */
export function mayKnow(bundle: Bundle, role: string): (finding: string, found: string) => boolean {
  return (id, found) => {
    const finding = findingsOf(bundle).get(id);
    if (finding === undefined) {
      return false;
    }
    const plain = finding.classes.find((one) => one.id === found)?.plain;
    return role !== "kader" || finding.audience === "everyone" || plain !== undefined;
  };
}

const FINDINGS = new WeakMap<Bundle, ReadonlyMap<string, Finding>>();

/** By id; made once for each rulebook, for every row of a list asks. */
function findingsOf(bundle: Bundle): ReadonlyMap<string, Finding> {
  let findings = FINDINGS.get(bundle);
  if (findings === undefined) {
    findings = new Map((bundle.findings ?? []).map((one) => [one.id, one]));
    FINDINGS.set(bundle, findings);
  }
  return findings;
}
