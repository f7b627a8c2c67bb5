/**
 * The queue of a session, from the contacts of its day. Nothing of it is stored apart: whoever has a contact in this
 * session whose steps are not all there stands in it, on every phone that knows the contact.
 */

import type { Subject } from "../../../core/journal/fold.ts";

export const STEPS = [1, 2, 3, 4, 5] as const;

export type State = "waiting" | "left" | "finished";

/** One person in the session, with all contacts of the session. */
export interface Row {
  readonly about: string;
  /** As called out: A12. Empty where the phone that gave a number has not sent it yet. */
  readonly queue: string;
  readonly contacts: readonly Subject[];
  readonly done: ReadonlySet<number>;
  /** The first step that is not done; null when all are. */
  readonly next: number | null;
  readonly state: State;
  /** Local moment of coming. */
  readonly came: string;
  /** Values that two phones recorded differently and nobody has settled. */
  readonly conflicts: number;
}

/** The contacts of a person that belong to the session; none that was taken back. */
export function contactsIn(session: string, subjects: Iterable<Subject>): readonly Subject[] {
  return [...subjects].filter(
    ({ kind, fields, retracted }) =>
      kind === "contact" && !retracted && fields["session"] === session,
  );
}

/** The row of a person with these contacts of the session, of which there is one at least. */
export function rowOf(about: string, contacts: readonly Subject[]): Row {
  const done = new Set(contacts.flatMap(stepsDone));
  const next = STEPS.find((step) => !done.has(step)) ?? null;
  const hasLeft = contacts.some(({ fields }) => fields["left"] === true);
  const numbers = contacts.map(({ fields }) => fields["queue"]);
  return {
    about,
    queue: (numbers.find((one) => typeof one === "string" && one !== "") as string) ?? "",
    contacts,
    done,
    next,
    state: next === null ? "finished" : hasLeft ? "left" : "waiting",
    came: contacts.map(({ happened }) => happened).sort()[0] ?? "",
    conflicts: contacts.reduce((sum, one) => sum + one.conflicts.length, 0),
  };
}

function stepsDone({ fields }: Subject): number[] {
  const steps = Object.entries((fields["steps"] ?? {}) as Readonly<Record<string, unknown>>);
  return steps.filter(([, moment]) => Boolean(moment)).map(([step]) => Number(step));
}

/** In the order of coming, then by number. */
export function inOrder(one: Row, other: Row): number {
  return one.came.localeCompare(other.came) || numberOf(one.queue) - numberOf(other.queue);
}

/** Who waits at a step. */
export function waitingAt(rows: readonly Row[], step: number): readonly Row[] {
  return rows.filter(({ state, next }) => state === "waiting" && next === step);
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"; // without I and O, which are read as 1 and 0

/**
 * The letter of this phone's numbers: the one it used in this session already, else its own by its device, moved on
 * while another phone is known to use it. Two phones that cannot hear each other may choose the same; a number is for
 * calling out, and nobody is lost by it.
 */
export function letterOf(device: string, rows: readonly Row[]): string {
  const used = new Map<string, boolean>();
  for (const { queue, contacts } of rows) {
    const letter = queue.charAt(0);
    const isOwn = contacts.some(({ entries }) => entries[0]?.device === device);
    used.set(letter, isOwn || (used.get(letter) ?? false));
  }
  const own = [...used].find(([letter, isOwn]) => isOwn && LETTERS.includes(letter));
  return own?.[0] ?? freeLetter(device, new Set(used.keys()));
}

function freeLetter(device: string, taken: ReadonlySet<string>): string {
  const start = [...device].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 65_521, 7);
  const letters = Array.from(
    { length: LETTERS.length },
    (_, at) => LETTERS[(start + at) % LETTERS.length] as string,
  );
  return letters.find((letter) => !taken.has(letter)) ?? (letters[0] as string);
}

/** The next number of this phone: A13. */
export function nextNumber(device: string, rows: readonly Row[]): string {
  const letter = letterOf(device, rows);
  const numbers = rows
    .filter(({ queue }) => queue.startsWith(letter))
    .map(({ queue }) => numberOf(queue));
  return `${letter}${Math.max(0, ...numbers) + 1}`;
}

function numberOf(queue: string): number {
  const number = Number(queue.slice(1));
  return Number.isInteger(number) ? number : 0;
}
