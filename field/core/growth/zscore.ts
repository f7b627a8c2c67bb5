/** The z-score of one child: the twin of `nyelik.rules.growth.zscore`, to be read beside WHO's description. */

import type { Sex } from "../facts.ts";
import { type GrowthTables, type Index, type Lms, type LmsTable, tableFor } from "./tables.ts";

/** A child as measured on one day: kg, cm. An unknown position is taken as right for the age. */
export interface Measured {
  readonly sex: Sex | null;
  readonly ageDays: number | null;
  readonly weight_kg: number | null;
  readonly length_cm: number | null;
  readonly head_cm: number | null;
  readonly muac_cm: number | null;
  readonly position: string | null;
  readonly oedema: boolean;
}

/** A score, or the reason there is none to use. An implausible score keeps its number; never classify it. */
export interface Score {
  readonly z: number | null;
  readonly reason: string;
}

/** The score of one index. */
export function zScore(tables: GrowthTables, index: Index, child: Measured): Score {
  const reason = whyNot(index, child);
  if (reason !== "") {
    return { z: null, reason };
  }
  const z = score(tables, index, child, child.sex as Sex, child.ageDays as number);
  if (z === null) {
    return { z: null, reason: "out_of_range" };
  }
  const isImplausible = z < index.implausible_below || z > index.implausible_above;
  return { z, reason: isImplausible ? "implausible" : "" };
}

function score(
  tables: GrowthTables,
  index: Index,
  child: Measured,
  sex: Sex,
  age: number,
): number | null {
  const table = tableFor(index, age);
  const value = measure(tables, index, child, age);
  if (table === undefined || value <= 0) {
    return null;
  }
  const lms = table.at(sex, keyOf(tables, table, child, age));
  if (lms === null) {
    return null;
  }
  const plain = plainScore(value, lms);
  const beyond = index.extrapolate_beyond;
  const z =
    beyond !== null && Math.abs(plain) > beyond ? extrapolated(plain, value, lms, beyond) : plain;
  return rounded(z, tables.decimals);
}

function whyNot(index: Index, child: Measured): string {
  if (child.sex === null) {
    return "missing_sex";
  }
  if (child.ageDays === null) {
    return "missing_age";
  }
  if (child.oedema && index.weight_based) {
    return "oedema"; // water weighs: the weight says nothing about the child
  }
  return missingMeasure(index, child);
}

function missingMeasure(index: Index, child: Measured): string {
  const { measure: needed } = index;
  if ((needed === "weight_kg" || needed === "bmi") && child.weight_kg === null) {
    return "missing_weight";
  }
  if (needed === "head_cm" && child.head_cm === null) {
    return "missing_head";
  }
  if (needed === "muac_cm" && child.muac_cm === null) {
    return "missing_muac";
  }
  return index.needsLength && child.length_cm === null ? "missing_length" : "";
}

/** The measure that the index scores (kg, cm or kg/m²), its position corrected; null if it was not measured. */
export function scoredValue(tables: GrowthTables, index: Index, child: Measured): number | null {
  return missingMeasure(index, child) === ""
    ? measure(tables, index, child, child.ageDays ?? 0)
    : null;
}

/** The measure whose score is `z`, past `beyond` in steps as the score is: the curve to draw. */
export function valueOnCurve(lms: Lms, z: number, beyond: number | null): number {
  if (beyond === null || Math.abs(z) <= beyond) {
    return valueAt(lms, z);
  }
  const side = Math.sign(z);
  const edge = valueAt(lms, side * beyond);
  return edge + (Math.abs(z) - beyond) * (edge - valueAt(lms, side * (beyond - 1)));
}

/** Length in cm as if measured in the position that belongs to the age. */
function lengthForAge(tables: GrowthTables, child: Measured, age: number): number {
  const length = child.length_cm ?? 0;
  const isYoung = age < tables.standing_from_day;
  if (isYoung && child.position === "standing") {
    return length + tables.position_correction_cm;
  }
  return !isYoung && child.position === "lying" ? length - tables.position_correction_cm : length;
}

function measure(tables: GrowthTables, index: Index, child: Measured, age: number): number {
  if (index.measure === "length_cm") {
    return lengthForAge(tables, child, age);
  }
  if (index.measure === "bmi") {
    const metres = lengthForAge(tables, child, age) / 100;
    return metres > 0 ? (child.weight_kg ?? 0) / (metres * metres) : 0;
  }
  return child[index.measure] ?? 0;
}

function keyOf(tables: GrowthTables, table: LmsTable, child: Measured, age: number): number {
  if (table.key === "length_cm") {
    return lengthForAge(tables, child, age);
  }
  return table.key === "month" ? age / tables.days_in_a_month : age;
}

function plainScore(value: number, { power, median, variation }: Lms): number {
  return power === 0
    ? Math.log(value / median) / variation
    : ((value / median) ** power - 1) / (power * variation);
}

/** Past `beyond`, in steps of the distance between the last two lines. */
function extrapolated(z: number, value: number, lms: Lms, beyond: number): number {
  const side = Math.sign(z);
  const edge = valueAt(lms, side * beyond);
  const before = valueAt(lms, side * (beyond - 1));
  return side * beyond + (value - edge) / Math.abs(edge - before);
}

/** The measure whose plain score is `z`. */
function valueAt({ power, median, variation }: Lms, z: number): number {
  return power === 0
    ? median * Math.exp(variation * z)
    : median * (1 + power * variation * z) ** (1 / power);
}

/** Half up; a billionth is added because ties are rarely exact in binary. */
function rounded(z: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.floor(z * scale + 0.5 + 1e-9) / scale;
}
