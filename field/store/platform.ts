/** What the store is given from outside, so that it knows no clock, no chance and no network of its own. */

import type { SecondPlace } from "./second.ts";

export interface Platform {
  /** The phone's own clock, unix milliseconds. It may be wrong. */
  readonly now: () => number;
  /** Milliseconds that only go forward while the page lives; from any beginning. */
  readonly monotonic: () => number;
  /** Minutes that local time is ahead of UTC at a moment of unix milliseconds: 420 in Belitung. */
  readonly zone: (ms: number) => number;
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly crypto: SubtleCrypto;
  readonly indexedDB: IDBFactory;
  /** Apart from the database, for what cannot be had again; null where the browser has none. */
  readonly second: SecondPlace | null;
  /** Keeps a second tab out of an open vault; null where the browser has none. */
  readonly locks: LockManager | null;
  readonly fetch: typeof fetch;
  /** Null where the browser cannot: then things lie and travel unpacked. */
  readonly gzip: Gzip | null;
  /** Bytes used and granted; null where the browser does not say. */
  readonly estimate: () => Promise<{ readonly used: number; readonly quota: number } | null>;
  /** Asks the browser not to clear the storage when the phone is full; it may say no. */
  readonly persist: () => Promise<void>;
  /** Run work when the screen has drawn: long reckoning goes in slices. */
  readonly pause: () => Promise<void>;
  /** Run once after so many milliseconds; the answer cancels it. */
  readonly later: (ms: number, run: () => void) => () => void;
  /** Version of the app, as the server knows it: 2026.11.0. */
  readonly app: string;
}

export interface Gzip {
  readonly pack: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
  readonly unpack: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}
