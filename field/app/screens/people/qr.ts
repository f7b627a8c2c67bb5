/** A QR code as one path of an SVG: made on the phone, nothing is sent. */

import encode from "qr";

const QUIET = 2; // white around the code, in squares; the card adds its own margin

/** `side` in squares, and the path of all dark ones. */
export function qrPath(text: string): { readonly side: number; readonly path: string } {
  const rows = encode(text, "raw", { ecc: "medium", border: QUIET });
  const path = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  return { side: rows.length, path: path.join("") };
}
