/** What looks wrong with a NIK, as a remark: it never stands in the way. */

import { isMasked, isValidNik, nikNames } from "../../../core/people/nik.ts";
import { dayTyped, type TypedValue } from "../../../core/typed.ts";

export type NikRemark = "nikLength" | "nikInvalid" | "nikSex" | "nikBorn";

const DIGITS = /^\d{16}$/;

/** The remark on a NIK beside what else was typed; null where there is none, or no NIK. */
export function nikRemark(typed: Readonly<Record<string, TypedValue>>): NikRemark | null {
  const nik = String(typed["nik"] ?? "").replace(/[\s.-]/g, "");
  if (nik === "" || isMasked(nik)) {
    return null;
  }
  if (!DIGITS.test(nik)) {
    return "nikLength";
  }
  if (!isValidNik(nik)) {
    return "nikInvalid";
  }
  const sex = typeof typed["sex"] === "string" ? typed["sex"] : null;
  const born = dayTyped(typed["born"] ?? null);
  if (!nikNames(nik, sex, null)) {
    return "nikSex";
  }
  return nikNames(nik, null, born) ? null : "nikBorn";
}
