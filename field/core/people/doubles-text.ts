/** Why somebody may be the same person, in words: "nama mirip, tanggal lahir sama". */

import type { Label, Language } from "../bundle.ts";
import type { Reason } from "./doubles.ts";

/** The words of the office's page of duplicates. */
const REASONS: Readonly<Record<Reason, Label>> = {
  same_nik: { id: "NIK sama", en: "same NIK" },
  same_bpjs: { id: "No. BPJS sama", en: "same BPJS number" },
  same_kk: { id: "No. KK sama", en: "same family card number" },
  same_phone: { id: "telepon sama", en: "same telephone" },
  same_mother: { id: "ibu yang sama", en: "same mother" },
  name: { id: "nama mirip", en: "alike names" },
  unnamed: { id: "belum bernama", en: "not yet named" },
  mother_name: { id: "nama ibu mirip", en: "mothers' names alike" },
  born_same: { id: "tanggal lahir sama", en: "same birth date" },
  born_swapped: {
    id: "hari dan bulan lahir tertukar",
    en: "day and month of birth swapped",
  },
  born_one_part: {
    id: "tanggal lahir beda satu bagian",
    en: "birth dates differ in one part",
  },
  born_estimated_near: {
    id: "tanggal lahir perkiraan, berdekatan",
    en: "estimated birth dates, close together",
  },
  same_rt: { id: "RT sama", en: "same RT" },
  same_village: { id: "desa sama", en: "same village" },
  other_nik: { id: "NIK berbeda", en: "different NIK" },
  other_sex: { id: "jenis kelamin berbeda", en: "different sex" },
  born_far: { id: "tanggal lahir berjauhan", en: "birth dates far apart" },
  other_mother: { id: "nama ibu berbeda", en: "mothers' names differ" },
  twins: { id: "mungkin kembar", en: "perhaps twins" },
};

/** The reasons, in one line. */
export function becauseInWords(because: readonly Reason[], language: Language): string {
  return because.map((reason) => REASONS[reason][language]).join(", ");
}
