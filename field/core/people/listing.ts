/**
 * People and households as lists and search need them, from what was folded: the twin of the register's rows
 * (`nyelik.register.people`). A strange value becomes an empty field, never an error.
 */

import type { Sex } from "../facts.ts";
import { momentOf } from "../journal/facts.ts";
import type { Subject } from "../journal/fold.ts";
import { nameKey } from "./names.ts";

/** A person in lists and search. Days are ISO texts as recorded. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  /** Normalised name and mother's name, for search. */
  readonly key: string;
  readonly motherKey: string;
  readonly sex: Sex | null;
  readonly born: string | null;
  readonly bornEstimated: boolean;
  /** Of twins: 1 for the first born. */
  readonly birthOrder: number | null;
  /** Masked for kader. */
  readonly nik: string;
  readonly kk: string;
  readonly area: string;
  readonly address: string;
  readonly phone: string;
  readonly household: string | null;
  readonly mother: string | null;
  readonly motherName: string;
  readonly died: string | null;
  readonly movedOut: string | null;
  readonly retracted: boolean;
  /** Open disagreements about this person that somebody has to settle. */
  readonly conflicts: number;
}

export interface ListedHousehold {
  readonly id: string;
  readonly headName: string;
  readonly kk: string;
  readonly area: string;
  readonly address: string;
}

const SIZES = { name: 200, number: 16, phone: 20, area: 24, address: 300 } as const;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The person of a record; null while nobody has said who it is (their own entry did not come yet). */
export function listedPerson(id: string, subjects: ReadonlyMap<string, Subject>): Listed | null {
  const person = subjects.get(id);
  if (person?.kind !== "person") {
    return null;
  }
  const { fields, retracted } = person;
  const name = textIn(fields, "name", SIZES.name);
  const motherName = textIn(fields, "mother_name", SIZES.name);
  const sex = fields["sex"];
  const order = fields["birth_order"];
  return {
    id,
    name,
    key: nameKey(name).slice(0, SIZES.name),
    motherKey: nameKey(motherName),
    sex: sex === "female" || sex === "male" ? sex : null,
    born: momentIn(fields, "born"),
    bornEstimated: fields["born_estimated"] === true,
    birthOrder: Number.isSafeInteger(order) ? (order as number) : null,
    nik: textIn(fields, "nik", SIZES.number),
    kk: textIn(fields, "kk", SIZES.number),
    area: textIn(fields, "area", SIZES.area),
    address: textIn(fields, "address", SIZES.address),
    phone: textIn(fields, "phone", SIZES.phone),
    household: idIn(fields, "household"),
    mother: idIn(fields, "mother"),
    motherName,
    died: momentIn(fields, "died"),
    movedOut: movedOutOf(fields),
    retracted,
    conflicts: conflictsOf(subjects),
  };
}

/** The household of a record; null while nobody has said what it is, or when it was taken back. */
export function listedHousehold(
  id: string,
  subjects: ReadonlyMap<string, Subject>,
): ListedHousehold | null {
  const household = subjects.get(id);
  if (household?.kind !== "household" || household.retracted) {
    return null;
  }
  const { fields } = household;
  return {
    id,
    headName: textIn(fields, "head_name", SIZES.name),
    kk: textIn(fields, "kk", SIZES.number),
    area: textIn(fields, "area", SIZES.area),
    address: textIn(fields, "address", SIZES.address),
  };
}

type Fields = Subject["fields"];

/** Who came back after moving away lives here. */
function movedOutOf(fields: Fields): string | null {
  const left = momentIn(fields, "moved_out");
  const came = momentIn(fields, "moved_in");
  return left !== null && came !== null && came > left ? null : left;
}

function conflictsOf(subjects: ReadonlyMap<string, Subject>): number {
  let count = 0;
  for (const { conflicts } of subjects.values()) {
    count += conflicts.length;
  }
  return count;
}

function textIn(fields: Fields, name: string, size: number): string {
  const value = fields[name];
  const text = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
  return text.length > size ? [...text].slice(0, size).join("") : text;
}

function momentIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === "string" && momentOf(value) !== null ? value : null;
}

function idIn(fields: Fields, name: string): string | null {
  const value = fields[name];
  const id = typeof value === "string" ? value.toLowerCase() : "";
  return ID.test(id) ? id : null;
}
