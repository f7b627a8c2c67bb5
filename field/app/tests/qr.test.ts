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
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)/g)) {
    for (let at = 0; at < SCALE * SCALE; at++) {
      const column = Number(x) * SCALE + (at % SCALE);
      const row = Number(y) * SCALE + Math.floor(at / SCALE);
      data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
    }
  }
  assert.equal(readCard(decode({ width, height: width, data })), id);
});
