/** Whose QR card was read: it holds an identity and nothing of the person. Null where it is no card of Nyelik. */

const CARD = /^nyelik:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function readCard(text: string): string | null {
  return CARD.exec(text.trim().toLowerCase())?.[1] ?? null;
}
