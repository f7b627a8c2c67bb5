/** What the QR card of a person holds: an opaque identity and nothing of the person. */

const START = "nyelik:";
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The text of somebody's card. */
export function cardText(id: string): string {
  return START + id;
}

/** Whose card was read; null where it is no card of Nyelik. */
export function readCard(text: string): string | null {
  const [plain] = [text.trim().toLowerCase()];
  const id = plain.startsWith(START) ? plain.slice(START.length) : "";
  return ID.test(id) ? id : null;
}
