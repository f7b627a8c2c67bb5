/** Before saving: what is still empty, doubtful, or cannot be. None of it keeps anybody from saving. */

import { isRefused } from "../../core/typed.ts";
import { isAsked, isNumber, type Line } from "./lines.ts";
import { problemOf } from "./problem-of.ts";
import type { Sheet } from "./sheet.svelte.ts";

export interface Review {
  readonly missing: readonly Line[];
  readonly doubtful: readonly Line[];
  readonly refused: readonly Line[];
  /** Nothing to ask. */
  readonly isClear: boolean;
}

/** Of the lines on the screen: those of other steps are somebody else's. */
export function review(sheet: Sheet): Review {
  const lines = sheet.sections.flatMap((section) => section.lines).filter(isAsked);
  const problem = (line: Line) => problemOf(sheet.ground.engine, line, sheet.values[line.of]);
  const missing = lines.filter((line) => line.data.required && sheet.isEmpty(line));
  const refused = lines.filter((line) => isRefused(problem(line)));
  const doubtful = lines.filter(
    (line) => problem(line)?.kind === "unlikely" && !sheet.isConfirmed(line.of),
  );
  const isClear = missing.length + refused.length + doubtful.length === 0;
  return { missing, doubtful, refused, isClear };
}

/** What cannot be, as it was typed, for the remark of the contact; empty where there is none. */
export function remarkOf(sheet: Sheet, sentence: string): string {
  const { refused } = review(sheet);
  const said = refused.map((line) => {
    const typed = isNumber(line) ? sheet.textOf(line) : String(sheet.values[line.of] ?? "");
    return `${line.data.label} ${typed} ${line.data.unit ?? ""}`.trim();
  });
  return said.length > 0 ? sentence.replace("{what}", said.join("; ")) : "";
}
