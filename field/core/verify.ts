/**
 * A bundle's file: one line that says what it is and who signed it, then the canonical bytes. Checked before use: a
 * phone must not take its rules from a stranger. Format and signature are described in `contracts/bundle.md`.
 */

import { type Bundle, BundleRefused, readBundle } from "./bundle.ts";
import { hexOf } from "./hex.ts";

/** The first line of the file. */
export interface BundleHeader {
  readonly nyelik: "bundle";
  readonly format: number;
  readonly rulebook: string;
  readonly sha256: string;
  /** The signer's Ed25519 public key, 32 bytes in base64. */
  readonly key: string;
  /** Ed25519 over `signedText`, 64 bytes in base64. */
  readonly signature: string;
}

/** The part of WebCrypto that is needed; given from outside, as the engine knows no browser. */
export interface Crypto {
  digest(algorithm: "SHA-256", data: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer>;
  importKey(
    format: "raw",
    key: Uint8Array<ArrayBuffer>,
    algorithm: "Ed25519",
    extractable: boolean,
    uses: ["verify"],
  ): Promise<unknown>;
  verify(
    algorithm: "Ed25519",
    key: never,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

/** The bundle of a file (unpacked). `trusted` holds the public keys that may sign. Throws BundleRefused. */
export async function openBundle(
  file: Uint8Array<ArrayBuffer>,
  trusted: ReadonlySet<string>,
  crypto: Crypto,
): Promise<Bundle> {
  const { header, body } = parts(file);
  const sha256 = hexOf(new Uint8Array(await crypto.digest("SHA-256", body)));
  if (sha256 !== header.sha256) {
    throw new BundleRefused("the bundle is damaged: its hash is another");
  }
  if (!trusted.has(header.key)) {
    throw new BundleRefused("the bundle is signed with a key that is not trusted here");
  }
  const key = await crypto.importKey("raw", bytes(header.key), "Ed25519", false, ["verify"]);
  const text = ascii(signedText(header));
  if (!(await crypto.verify("Ed25519", key as never, bytes(header.signature), text))) {
    throw new BundleRefused("the bundle's signature does not hold");
  }
  return readBundle(utf8(body));
}

/** What is signed: the kind of file, its format and the hash of its bytes. */
export function signedText({ format, sha256 }: Pick<BundleHeader, "format" | "sha256">): string {
  return `nyelik bundle ${format} ${sha256}`;
}

const NEWLINE = 10;

function parts(file: Uint8Array<ArrayBuffer>): {
  header: BundleHeader;
  body: Uint8Array<ArrayBuffer>;
} {
  const end = file.indexOf(NEWLINE);
  if (end < 0) {
    throw new BundleRefused("this is no bundle of a rulebook");
  }
  const header = JSON.parse(utf8(file.subarray(0, end))) as BundleHeader;
  return { header, body: file.slice(end + 1) };
}

function utf8(part: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(part);
}

function ascii(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return ascii(atob(base64));
}
