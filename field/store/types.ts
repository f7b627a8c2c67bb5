/**
 * What screens may ask of the store. A `Phone` knows who works on it; a `Desk` is one worker's opened vault. Everything
 * that is kept is encrypted; a `Desk` that was locked answers nothing.
 */

import type { Engine } from "../core/engine/engine.ts";
import type { Facts } from "../core/facts.ts";
import type { Entry, StoredEntry } from "../core/journal/entry.ts";
import type { Subject } from "../core/journal/fold.ts";
import type { Listed, ListedHousehold } from "../core/people/listing.ts";
import type { Standing } from "../core/people/standing.ts";

export type { Listed, ListedHousehold } from "../core/people/listing.ts";
export type { DueService, Standing } from "../core/people/standing.ts";

/** A value that changes, in the form Svelte understands: `$value` in a component. */
export interface Readable<Value> {
  readonly get: () => Value;
  readonly subscribe: (run: (value: Value) => void) => () => void;
}

/** Everything before a PIN was typed. */
export interface Phone {
  readonly workers: Readable<readonly KnownWorker[]>;
  /**
   * Throws Problem `pin-too-short`, `code-not-valid`, `too-many-tries`, `no-contact`. The vault is made with this PIN.
   * `address` is the server's, without a path; `label` what the office calls this phone.
   */
  readonly enrol: (address: string, code: string, pin: string, label?: string) => Promise<Desk>;
  /** Throws WrongPin with the seconds to wait, OpenElsewhere when another tab has this vault, Problem `damaged`. */
  readonly unlock: (device: string, pin: string) => Promise<Desk>;
}

/** Who may unlock on this phone: no more than the lock screen shows. */
export interface KnownWorker {
  readonly device: string;
  readonly name: string;
  readonly unsent: number;
  /** Unix ms until which no PIN is tried; 0: now. */
  readonly waitUntil: number;
}

/** One worker's opened vault. */
export interface Desk {
  readonly device: string;
  readonly setup: Readable<Setup>;
  /** Null until the first rulebook arrived. Replaced when a newer one came. */
  readonly engine: Readable<Engine | null>;
  /** Day number by the corrected clock. */
  readonly today: () => number;
  /** Local moment by the corrected clock, 2026-07-01T08:30: `happened` of a contact. */
  readonly moment: () => string;
  readonly status: Readable<Status>;
  readonly people: Readable<ReadonlyMap<string, Listed>>;
  readonly households: Readable<ReadonlyMap<string, ListedHousehold>>;
  /** What is due of whom; filled in slices after unlocking, one person anew after each save. */
  readonly standings: Readable<ReadonlyMap<string, Standing>>;
  /** True once every person of the listing has a standing of today; until then an earlier day's are shown. */
  readonly settled: Readable<boolean>;
  /** All that is known here of a person, household or facility: the server's entries and the own unsent ones, folded. */
  readonly file: (about: string) => Promise<File>;
  /** Every listed person's file, in slices; `each` answers whether to go on. Long: thousands take seconds. */
  readonly everybody: (each: (file: File) => boolean) => Promise<void>;
  /**
   * Write entries, all or none, durable when it returns. Throws Problem `storage-full`, `locked`, `unreadable-entry` (a
   * number that is none): nothing written, nothing lost on the screen.
   */
  readonly save: (entries: readonly NewEntry[]) => Promise<readonly Entry[]>;
  /** The own entries of late, newest first, with what became of them. */
  readonly mine: (limit?: number) => Promise<readonly OwnEntry[]>;
  readonly drafts: Drafts;
  /** Push, then pull. Never throws: what went wrong stands in `status`. */
  readonly sync: () => Promise<void>;
  /** Throws WrongPin. */
  readonly changePin: (old: string, fresh: string) => Promise<void>;
  /** A fresh UUIDv7 for a new subject. */
  readonly newId: () => string;
  /** Who somebody is after merges, as far as this phone knows: `file` and the listing go by it. */
  readonly canonical: (about: string) => string;
  /** The worker touched the screen: puts off the lock; locks when that comes too late (after a long sleep). */
  readonly touch: () => void;
  /** While a hari buka is open: sync every `policy.poll_seconds`. */
  readonly follow: (isOn: boolean) => void;
  readonly lock: () => void;
  /** Null while open. A desk that was locked or wiped answers nothing more. */
  readonly closed: Readable<"locked" | "wiped" | null>;
}

/** An entry as a screen writes it; the store adds device, number, clock, `seen`, worker and rulebook. */
export interface NewEntry {
  readonly kind: Entry["kind"];
  readonly subject: string;
  readonly about: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly happened: string;
  readonly place?: string | null;
}

/** Everything recorded under one `about` (merged duplicates included), as folded now. */
export interface File {
  readonly about: string;
  readonly entries: readonly StoredEntry[];
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Of a person: what rules may know. */
  readonly facts: Facts;
}

/** Where an entry is: only here, at a relaying laptop, at the server; or at the server and not counted. */
export type Whereabouts = "phone" | "relay" | "server" | "held" | "declined" | "aside";

export interface OwnEntry {
  readonly entry: Entry;
  readonly at: Whereabouts;
  /** Code of problems.yaml, where held or aside. */
  readonly problem: string | null;
}

/** What the home screen says of the phone itself. */
export interface Status {
  readonly unsent: number;
  readonly held: number;
  /** Unix ms of the last answer from a server; null: never. */
  readonly lastContact: number | null;
  readonly syncing: boolean;
  /** Of a first sync: records so far. */
  readonly arrived: number;
  readonly complete: boolean;
  /**
   * Why the last attempt failed, or what it could not do: a code of problems.yaml, `no-contact`, `storage-full`,
   * `bundle-refused` (the rulebook of before goes on), `sync-failed`.
   */
  readonly problem: string | null;
  /** Unix ms by the phone's own clock when the next try comes by itself; null: none is waited for. */
  readonly nextTry: number | null;
  /** Own entries or records that the phone's storage damaged: own ones stay where they are, records are fetched again. */
  readonly damaged: boolean;
  /** Milliseconds that the phone's clock is ahead of the server's; 0 when within five minutes. */
  readonly clockAhead: number;
  readonly storage: { readonly used: number; readonly quota: number } | null;
  /** The app is older than the server's minimum. */
  readonly mustUpdate: boolean;
  /** Set when the server revoked this device. */
  readonly leaving: "after_sending" | "now" | null;
}

/** Forms in the middle of being filled; encrypted like everything else, kept until removed. */
export interface Drafts {
  readonly all: () => Promise<readonly Draft[]>;
  readonly get: (key: string) => Promise<Draft | null>;
  /** Quick and frequent (every key): the last one wins; durable within a second, and at once on hiding the page. */
  readonly put: (draft: Draft) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
}

export interface Draft {
  /** Who and what: `contact PERSON FORM`, `person new UUID` … */
  readonly key: string;
  /** For the list of what was left unfinished; shown on the home screen. */
  readonly title: string;
  readonly changed: number;
  readonly content: unknown;
}

/** `GET /api/setup`; see contracts/sync.md. */
export interface Setup {
  readonly setup: string;
  readonly worker: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly form_role: string;
    readonly cluster: number;
  };
  readonly areas: readonly Area[];
  readonly places: readonly Area[];
  readonly facilities: readonly Facility[];
  readonly hidden: readonly string[];
  readonly policy: Policy;
  readonly rulebook: string;
  readonly bundle_sha256: string;
  readonly key: string;
  readonly relays: readonly string[];
  readonly minimum_app: string;
  readonly targets: Readonly<Record<string, number>>;
  /** Who else works in these areas; setups of before have it not. */
  readonly colleagues?: readonly Colleague[];
}

export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

export interface Area {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent?: string;
}

export interface Facility {
  readonly code: string;
  readonly name: string;
  readonly type: string;
  readonly area: string;
  readonly phone: string;
  readonly serves: readonly string[];
}

export interface Policy {
  readonly lock_after_seconds: number;
  readonly wipe_after_days: number;
  readonly wipe_unsent: boolean;
  readonly keep_sent_days: number;
  readonly purge_left_days: number;
  readonly poll_seconds: number;
  readonly code_minutes: number;
}
