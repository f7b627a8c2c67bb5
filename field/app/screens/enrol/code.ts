/** The one-time code in the address a QR opens: taken once, then wiped from the address and the history. */

const NAME = "daftar=";

export function codeFromAddress(): string {
  const { hash, pathname } = location;
  const at = hash.indexOf(NAME);
  if (at < 0) {
    return "";
  }
  history.replaceState(null, "", pathname);
  return decodeURIComponent(hash.slice(at + NAME.length));
}
