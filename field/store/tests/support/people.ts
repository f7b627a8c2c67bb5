/** Synthetic people as entries. */

import type { NewEntry } from "../../types.ts";
import type { Row } from "./server.ts";

export const idOf = (number: number, group = 0): string =>
  `0190000${group}-0000-7000-8000-${String(number).padStart(12, "0")}`;

const NAMES = ["Siti Aminah", "Budi Santoso", "Dewi Lestari", "Rahmat Hidayat", "Nur Aini"];

/** A person with some contacts. */
export function personRows(number: number, contacts = 1): Partial<Row>[] {
  const about = idOf(number);
  const body = {
    name: `${NAMES[number % NAMES.length]} ${number}`,
    sex: number % 2 ? "female" : "male",
    born: `20${String(10 + (number % 16)).padStart(2, "0")}-03-0${1 + (number % 9)}`,
    area: "19.06.01",
  };
  const visits = Array.from({ length: contacts }, (_, at) => ({
    kind: "contact",
    subject: `0190000c-${String(at).padStart(4, "0")}-7000-8000-${String(number).padStart(12, "0")}`,
    about,
    body: { observations: { weight_kg: 8 + at / 10 } },
    happened: `2026-0${1 + (at % 9)}-10T08:30`,
  }));
  return [{ kind: "person", subject: about, about, body }, ...visits];
}

export function newPerson(id: string, name: string): NewEntry {
  return {
    kind: "person",
    subject: id,
    about: id,
    body: { name, sex: "female", born: "2026-11-01", area: "19.06.01" },
    happened: "2026-11-20",
  };
}

export function newContact(id: string, about: string, weight = 9.1): NewEntry {
  return {
    kind: "contact",
    subject: id,
    about,
    body: { observations: { weight_kg: weight } },
    happened: "2026-11-20T08:30",
  };
}
