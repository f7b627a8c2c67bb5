import assert from "node:assert/strict";
import test from "node:test";
import { momentOf as recordedMoment } from "../../core/journal/facts.ts";
import { mayHaveHour } from "../../core/package.ts";
import { dayTyped } from "../../core/typed.ts";
import { clockOf, dayOf, momentOf } from "../forms/moment.ts";

test("a delivery has an hour where somebody knows it, and rules read it", () => {
  const moment = momentOf("2026-06-30", "08:30");
  assert.deepEqual([dayOf(moment), clockOf(moment)], ["2026-06-30", "08:30"]);
  assert.deepEqual(recordedMoment(moment), [dayTyped("2026-06-30"), 8 * 60 + 30]);
  assert.equal(dayTyped(moment), dayTyped("2026-06-30"));
  assert.equal(momentOf("2026-06-30", ""), "2026-06-30");
  assert.equal(clockOf("2026-06-30"), "");
});

test("only what happens at an hour is asked for one", () => {
  assert.equal(mayHaveHour({ action: "enter", of: "pregnancy.delivered" }), true);
  assert.equal(mayHaveHour({ action: "enter", of: "pregnancy.start" }), false);
  assert.equal(mayHaveHour({ action: "ask", of: "delivered" }), false);
});
