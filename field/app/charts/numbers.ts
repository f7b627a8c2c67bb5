/** Numbers of charts in the reader's way. */

import type { Language } from "../../core/index.ts";

const MINUS = "\u2212";

/** 8,4 in Indonesian; a true minus sign. */
export function decimal(value: number, language: Language, decimals = 1): string {
  const text = value.toFixed(decimals).replace("-", MINUS);
  return language === "id" ? text.replace(".", ",") : text;
}

/** Without a decimal that says nothing: 12, 12,5. */
export function short(value: number, language: Language): string {
  return decimal(value, language, Number.isInteger(value) ? 0 : 1);
}

/** "+2", "−3", "0": how a curve is named. */
export function signed(z: number, language: Language): string {
  return z > 0 ? `+${short(z, language)}` : short(z, language);
}
