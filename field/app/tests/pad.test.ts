/** The number pad: what keys make of a text, and when the next line may open itself. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { isComplete, numberOf, type PadRange, press } from "../forms/pad.ts";

const LENGTH: PadRange = {
  possible: [20, 250],
  plausible: [45, 130],
  whole: false,
  decimals: 1,
  tenths: true,
};
const WEIGHT: PadRange = {
  possible: [0.3, 300],
  plausible: [1, 40],
  whole: false,
  decimals: 1,
  tenths: true,
};
const PRESSURE: PadRange = {
  possible: [40, 300],
  plausible: [70, 240],
  whole: false,
  decimals: 0,
  tenths: false,
};
const CHILDREN: PadRange = {
  possible: [0, 20],
  plausible: [0, 15],
  whole: true,
  decimals: null,
  tenths: false,
};

const typed = (keys: string, range: PadRange) =>
  [...keys].reduce((text, key) => press(text, key === "<" ? "erase" : key, range), "");

test("a tape's number beyond what is possible is read as tenths", () => {
  assert.equal(typed("655", LENGTH), "65,5");
  assert.equal(typed("1052", LENGTH), "105,2");
});

test("an unlikely number is left as it was typed, to be asked back", () => {
  assert.equal(typed("71", WEIGHT), "71");
});

test("a number that is no tape's is never changed", () => {
  assert.equal(typed("1180", PRESSURE), "1180");
});

test("decimals: one mark, two digits, by comma or point", () => {
  assert.equal(typed("7,1,59", WEIGHT), "7,15");
  assert.equal(typed("7.1", WEIGHT), "7,1");
  assert.equal(typed(",5", WEIGHT), "5");
  assert.equal(typed("0,9", WEIGHT), "0,9");
  assert.equal(typed("07", WEIGHT), "7");
});

test("whole numbers take no decimal mark", () => {
  assert.equal(typed("3,", CHILDREN), "3");
});

test("erasing a decimal erases its mark too", () => {
  assert.equal(typed("65,5<", LENGTH), "65");
  assert.equal(typed("65,<", LENGTH), "65");
  assert.equal(typed("6<<", LENGTH), "");
});

test("numberOf", () => {
  assert.equal(numberOf(""), null);
  assert.equal(numberOf("7,"), 7);
  assert.equal(numberOf("65,5"), 65.5);
});

test("complete where the decimals are typed that are measured, or no further digit is usual", () => {
  assert.equal(isComplete("3", CHILDREN), true);
  assert.equal(isComplete("1", CHILDREN), false);
  assert.equal(isComplete("0", CHILDREN), false);
  assert.equal(isComplete("12", WEIGHT), false);
  assert.equal(isComplete("12,", WEIGHT), false);
  assert.equal(isComplete("12,4", WEIGHT), true);
  assert.equal(isComplete("7,15", WEIGHT), true);
  assert.equal(isComplete("71,5", WEIGHT), false);
  assert.equal(isComplete("65,5", LENGTH), true);
  assert.equal(isComplete("12", PRESSURE), false);
  assert.equal(isComplete("120", PRESSURE), true);
  assert.equal(isComplete("98", PRESSURE), true);
  const glucose: PadRange = { ...PRESSURE, possible: [10, 1000], plausible: [40, 500] };
  assert.equal(isComplete("54", glucose), false); // it may become 540
  assert.equal(isComplete("145", glucose), true);
  assert.equal(isComplete("12", { ...WEIGHT, plausible: null, possible: null }), false);
});

test("where tools differ two decimals are waited for", () => {
  const unknown: PadRange = { ...WEIGHT, decimals: null };
  assert.equal(isComplete("7,1", unknown), false);
  assert.equal(isComplete("7,15", unknown), true);
});
