import assert from "node:assert/strict";
import test from "node:test";
import { type Sending, sendingOf } from "../sending.ts";

const status = (unsent: number, problem: string | null = null, syncing = false) => ({
  unsent,
  problem,
  syncing,
});

test("without a signal the bar never says that all was sent", () => {
  const told: [Sending, ReturnType<typeof status>, boolean][] = [
    ["sent", status(0), true],
    ["waiting", status(2), true],
    ["sending", status(2, null, true), true],
    ["offline", status(0), false], // the phone knows at once, before any try
    ["kept", status(2), false],
    ["offline", status(0, "no-contact"), true], // a network without a way to the server
    ["kept", status(2, "no-contact", true), true], // another try runs: nobody answered yet
    ["waiting", status(1, "server-busy"), true],
  ];
  for (const [wanted, one, isOnline] of told) {
    assert.equal(sendingOf(one, isOnline), wanted, JSON.stringify([one, isOnline]));
  }
});
