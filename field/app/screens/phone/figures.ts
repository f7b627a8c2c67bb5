/** Figures of the phone in words. */

import type { Language } from "../../../core/index.ts";

const MEGABYTE = 1_000_000;

/** 1,2 MB without the unit. */
export function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toLocaleString("id-ID", { maximumFractionDigits: 1 });
}

/** "22 Nov 2026 17.05" of a moment in unix milliseconds, by the phone's own zone. */
export function momentText(ms: number, language: Language): string {
  return new Date(ms).toLocaleString(language === "id" ? "id-ID" : "en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
  });
}
