/** Entries: what a device writes down, and what the server adds. The twin of `nyelik.journal.entry`. */

export type Kind =
  | "person"
  | "household"
  | "episode"
  | "contact"
  | "assessment"
  | "merge"
  | "session"
  | "referral"
  | "visit";

/** One entry as written on a device. UUIDs are lower-case text; `written` is the hybrid logical clock. */
export interface Entry {
  readonly device: string;
  readonly number: number;
  readonly kind: string;
  readonly version: number;
  readonly subject: string;
  readonly about: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly happened: string;
  readonly written: bigint;
  readonly seen: number;
  readonly by: string | null;
  readonly place: string | null;
  readonly rulebook: string;
}

/** An entry with its place in the server's journal; `seq` 0: the server does not have it yet. */
export interface StoredEntry extends Entry {
  readonly seq: number;
}
