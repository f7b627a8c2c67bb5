/** The growth tables of a bundle, unpacked: coefficients L (power), M (median) and S (variation) per row. */

import type { Growth, GrowthColumn, GrowthIndex, GrowthTable } from "../bundle.ts";
import type { Sex } from "../facts.ts";

/** Keys are met to a millionth of a row: 109.3 + 0.7 cm is the row of 110 cm. */
const PART_OF_A_ROW = 1e6;

/** The coefficients for one child. */
export interface Lms {
  readonly power: number;
  readonly median: number;
  readonly variation: number;
}

/** Coefficients in even steps of the table's key, for children of `fromDay` to `untilDay` of age. */
export class LmsTable {
  readonly key: GrowthTable["key"];
  readonly fromDay: number;
  readonly untilDay: number;
  /** The first and last key that have a row. */
  readonly range: readonly [first: number, last: number];
  readonly #first: number;
  readonly #rowsPerUnit: number;
  readonly #columns: Readonly<Record<Sex, readonly Float64Array[]>>;

  constructor(table: GrowthTable) {
    this.key = table.key;
    this.fromDay = table.from_day;
    this.untilDay = table.until_day;
    this.#first = table.first;
    this.#rowsPerUnit = table.rows_per_unit;
    this.#columns = { female: table.female.map(unpacked), male: table.male.map(unpacked) };
    const rows = (this.#columns.female[0] as Float64Array).length;
    this.range = [table.first, table.first + (rows - 1) / table.rows_per_unit];
  }

  /** The coefficients at `key`, between two rows by linear interpolation; null outside the table. */
  at(sex: Sex, key: number): Lms | null {
    const [power, median, variation] = this.#columns[sex] as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    const exact = (key - this.#first) * this.#rowsPerUnit;
    const place = Math.floor(exact * PART_OF_A_ROW + 0.5) / PART_OF_A_ROW;
    if (place < 0 || place > power.length - 1) {
      return null;
    }
    return {
      power: between(power, place),
      median: between(median, place),
      variation: between(variation, place),
    };
  }
}

function between(column: Float64Array, place: number): number {
  const low = Math.floor(place);
  const first = column[low] as number;
  return place === low ? first : first + (place - low) * ((column[low + 1] as number) - first);
}

function unpacked(column: GrowthColumn): Float64Array {
  const values = Float64Array.from(column.steps);
  for (let round = 0; round < column.order; round++) {
    for (let row = 1; row < values.length; row++) {
      values[row] = (values[row] as number) + (values[row - 1] as number);
    }
  }
  const scale = 10 ** column.scale; // exact, and so is the rounding of the division: the decimal's double
  return values.map((value) => value / scale);
}

/** How one index is scored. */
export interface Index extends Omit<GrowthIndex, "tables"> {
  readonly tables: readonly LmsTable[];
  /** Whether length is measured, or is the key of a table. */
  readonly needsLength: boolean;
}

/** The table for a child of this age, if any. */
export function tableFor(index: Index, ageDays: number): LmsTable | undefined {
  return index.tables.find(({ fromDay, untilDay }) => fromDay <= ageDays && ageDays <= untilDay);
}

/** All tables, unpacked. */
export interface GrowthTables extends Omit<Growth, "indices"> {
  readonly indices: readonly Index[];
  /** The greatest age in days that any table knows. */
  readonly lastDayOfAge: number;
}

/** The tables of a bundle made ready. */
export function readGrowth(growth: Growth): GrowthTables {
  const indices = growth.indices.map(readIndex);
  const ends = indices.flatMap(({ tables }) => tables.map(({ untilDay }) => untilDay));
  return { ...growth, indices, lastDayOfAge: Math.max(...ends) };
}

function readIndex(index: GrowthIndex): Index {
  const byLength = index.tables.some((table) => table.key === "length_cm");
  return {
    ...index,
    tables: index.tables.map((table) => new LmsTable(table)),
    needsLength: byLength || index.measure === "length_cm" || index.measure === "bmi",
  };
}
