/** A QR code as one path of an SVG: made on the phone, nothing is sent. */

import encode from "qr";

const QUIET = 2; // white around the code, in squares; the card adds its own margin

/** `side` in squares, and the path of all dark ones, each run of a row in one piece: a sheet holds hundreds of codes. */
export function qrPath(text: string): { readonly side: number; readonly path: string } {
  const rows = encode(text, "raw", { ecc: "medium", border: QUIET });
  return { side: rows.length, path: rows.map(runsOf).join("") };
}

function runsOf(row: readonly boolean[], y: number): string {
  const runs: string[] = [];
  for (let x = 0; x < row.length; x++) {
    const start = x;
    while (row[x]) {
      x += 1;
    }
    if (x > start) {
      runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
    }
  }
  return runs.join("");
}
