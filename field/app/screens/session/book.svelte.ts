/**
 * One session as this phone knows it now: its plan, and the contacts of its day, read anew of whoever changed. Kept
 * while the vault is open, so that going from person to person reads nothing twice.
 */

import { isoDay } from "../../../core/dates.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import { facilityId, sessionId } from "../../../core/journal/ids.ts";
import type { Desk, Facility, NewEntry, Standing } from "../../../store/types.ts";
import { contactsIn, inOrder, type Row, rowOf } from "./queue.ts";

export class Book {
  readonly facility: Facility;
  /** Day number of the session. */
  readonly day: number;
  readonly session: string;
  /** What the facility is called in the journal. */
  readonly about: string;
  /** Every session of this Posyandu, the latest first. */
  sessions = $state.raw<readonly Subject[]>([]);
  #contacts = $state.raw<ReadonlyMap<string, readonly Subject[]>>(new Map());
  readonly #desk: Desk;
  readonly #seen = new Map<string, Standing>();
  #waiting = new Set<string>();
  #isReading = false;
  #heard: number | null = null;

  constructor(
    desk: Desk,
    facility: Facility,
    day: number,
    ids: { session: string; about: string },
  ) {
    this.#desk = desk;
    this.facility = facility;
    this.day = day;
    this.session = ids.session;
    this.about = ids.about;
    desk.standings.subscribe((standings) => this.#look(standings));
    desk.status.subscribe(({ lastContact, syncing }) => {
      if (!syncing && lastContact !== this.#heard) {
        this.#heard = lastContact;
        void this.readFacility();
      }
    });
  }

  /** The plan of this session and what became of it; undefined while nobody wrote one. */
  readonly plan: Subject | undefined = $derived.by(() =>
    this.sessions.find(({ id }) => id === this.session),
  );

  /** Day number of the session before this one, if one is known. */
  readonly before: string | null = $derived.by(() => {
    const days = this.sessions.map(({ fields }) => String(fields["day"] ?? "")).filter(Boolean);
    return (
      days
        .filter((day) => day < isoDay(this.day))
        .sort()
        .at(-1) ?? null
    );
  });

  readonly rows: readonly Row[] = $derived.by(() =>
    [...this.#contacts].map(([about, contacts]) => rowOf(about, contacts)).sort(inOrder),
  );

  row(about: string): Row | undefined {
    return this.rows.find((row) => row.about === about);
  }

  async readFacility(): Promise<void> {
    const { subjects } = await this.#desk.file(this.about);
    const sessions = [...subjects.values()].filter(
      ({ kind, retracted }) => kind === "session" && !retracted,
    );
    this.sessions = sessions.sort((one, other) => dayOf(other).localeCompare(dayOf(one)));
  }

  /** Write down what changed of the session itself. */
  async note(body: Readonly<Record<string, unknown>>): Promise<void> {
    const { facility, about, session: subject, plan } = this;
    const head = plan ? {} : { facility: facility.code, day: isoDay(this.day) };
    await this.#save({
      kind: "session",
      subject,
      about,
      happened: plan?.happened ?? this.#desk.moment(),
      body: { ...head, ...body },
    });
    await this.readFacility();
  }

  /** Write down what changed of somebody's contact in this session. */
  async patch(contact: Subject, body: Readonly<Record<string, unknown>>): Promise<void> {
    const { id: subject, about, happened } = contact;
    await this.#save({ kind: "contact", subject, about, happened, body });
    await this.read(about);
  }

  /** Somebody came: their contact begins. */
  async begin(
    about: string,
    subject: string,
    body: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const happened = this.#desk.moment();
    await this.#save({
      kind: "contact",
      subject,
      about,
      happened,
      body: { session: this.session, ...body },
    });
    await this.read(about);
  }

  async #save(entry: Omit<NewEntry, "place">): Promise<void> {
    await this.#desk.save([{ ...entry, place: this.facility.code }]);
  }

  /** Whoever has been seen since the day began may have a contact in the session. */
  #look(standings: ReadonlyMap<string, Standing>): void {
    for (const [about, standing] of standings) {
      const isOfDay = standing.lastContact !== null && standing.lastContact >= this.day;
      if ((isOfDay || this.#contacts.has(about)) && this.#seen.get(about) !== standing) {
        this.#seen.set(about, standing);
        this.#waiting.add(about);
      }
    }
    void this.#readWaiting();
  }

  async #readWaiting(): Promise<void> {
    if (this.#isReading || this.#waiting.size === 0) {
      return;
    }
    this.#isReading = true;
    while (this.#waiting.size > 0) {
      const some = [...this.#waiting];
      this.#waiting = new Set();
      const read = await Promise.all(some.map((about) => this.#contactsOf(about)));
      this.#put(some.map((about, at) => [about, read[at] as readonly Subject[]]));
    }
    this.#isReading = false;
  }

  /** Read one person's contacts now. */
  async read(about: string): Promise<void> {
    this.#put([[about, await this.#contactsOf(about)]]);
  }

  async #contactsOf(about: string): Promise<readonly Subject[]> {
    return contactsIn(this.session, (await this.#desk.file(about)).subjects.values());
  }

  #put(read: readonly (readonly [string, readonly Subject[]])[]): void {
    const contacts = new Map(this.#contacts);
    for (const [about, own] of read) {
      if (own.length > 0) {
        contacts.set(about, own);
      } else {
        contacts.delete(about);
      }
    }
    this.#contacts = contacts;
  }
}

function dayOf({ fields }: Subject): string {
  return String(fields["day"] ?? "");
}

const OPEN = new WeakMap<Desk, Map<string, Promise<Book>>>();

/** The book of a session; the same one as long as the vault is open. */
export function bookOf(desk: Desk, facility: Facility, day: number): Promise<Book> {
  const books = OPEN.get(desk) ?? new Map<string, Promise<Book>>();
  OPEN.set(desk, books);
  const key = `${facility.code} ${day}`;
  const book = books.get(key) ?? makeBook(desk, facility, day);
  books.set(key, book);
  return book;
}

async function makeBook(desk: Desk, facility: Facility, day: number): Promise<Book> {
  const { subtle } = crypto;
  const session = await sessionId(facility.code, isoDay(day), subtle);
  const about = await facilityId(facility.code, subtle);
  const book = new Book(desk, facility, day, { session, about });
  await book.readFacility();
  return book;
}
