/** What the store is given from outside, so that it knows no clock, no chance and no network of its own. */

export interface Platform {
  /** The phone's own clock, unix milliseconds. It may be wrong. */
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array<ArrayBuffer>;
  readonly crypto: SubtleCrypto;
  readonly indexedDB: IDBFactory;
  /** Keeps a second tab out of an open vault; null where the browser has none. */
  readonly locks: LockManager | null;
  readonly fetch: typeof fetch;
  /** Bytes used and granted; null where the browser does not say. */
  readonly estimate: () => Promise<{ readonly used: number; readonly quota: number } | null>;
  /** Run work when the screen has drawn: long reckoning goes in slices. */
  readonly pause: () => Promise<void>;
  /** Version of the app, as the server knows it: 2026.11.0. */
  readonly app: string;
}
