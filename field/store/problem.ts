/** What can go wrong, as screens are told. Codes, never anything that somebody typed. */

/**
 * A problem with a stable code: `storage-full`, `locked`, `pin-too-short`, `no-contact`, `bundle-refused`, `damaged`,
 * or one of the server's (contracts/problems.yaml).
 */
export class Problem extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.name = "Problem";
    this.code = code;
  }
}

/** The PIN was wrong, or it is too early to try again. */
export class WrongPin extends Problem {
  /** Seconds until the next try; 0: now. */
  readonly wait: number;

  constructor(wait: number) {
    super("wrong-pin");
    this.wait = wait;
  }
}

/** Another tab or window has this vault open. */
export class OpenElsewhere extends Problem {
  constructor() {
    super("open-elsewhere");
  }
}
