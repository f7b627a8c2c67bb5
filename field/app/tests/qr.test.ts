/** The printed code of a person reads back as the card's text. */

import assert from "node:assert/strict";
import { test } from "node:test";
import decode from "qr/decode.js";
import { cardText, readCard } from "../screens/people/cards.ts";
import { qrPath } from "../screens/people/qr.ts";

const SCALE = 4;

test("a camera reads back what the card says", () => {
  const id = "0190d3c0-0000-7000-8000-000000000001";
  const { side, path } = qrPath(cardText(id));
  const width = side * SCALE;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = 0; row < SCALE; row++) {
      const from = ((Number(y) * SCALE + row) * width + Number(x) * SCALE) * 4;
      data.fill(0, from, from + Number(run) * SCALE * 4);
    }
  }
  assert.equal(readCard(decode({ width, height: width, data })), id);
});
