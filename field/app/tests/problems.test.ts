/** Every code that the store can throw, and every one that a server tells a phone, has its words. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

(globalThis as Record<string, unknown>)["localStorage"] ??= { getItem: () => null };
(globalThis as Record<string, unknown>)["$state"] ??= (value: unknown) => value;
const { TOLD, told } = await import("../problems.ts");

const STORE = new URL("../../store/", import.meta.url);
const PROBLEMS = new URL("../../../contracts/problems.yaml", import.meta.url);
/** Not for phones: a laptop asks these. */
const OF_LAPTOPS = new Set(["relay-not-allowed"]);

function thrown(): string[] {
  const files = readdirSync(STORE).filter((name) => name.endsWith(".ts"));
  const source = files.map((name) => readFileSync(new URL(name, STORE), "utf8")).join("\n");
  const made = /(?:new Problem|super)\(\s*"([a-z-]+)"/g;
  const told = /"(bundle-refused|sync-failed)"/g;
  return [made, told].flatMap((one) => [...source.matchAll(one)].map(([, code]) => code as string));
}

/** What the contract says of the door for devices. */
function answered(): string[] {
  const [, door = ""] = readFileSync(PROBLEMS, "utf8").split(
    "# ---- journal: the door for devices",
  );
  const [section = ""] = door.split("\n# ----");
  return [...section.matchAll(/^- code: ([a-z-]+)/gm)].map(([, code]) => code as string);
}

test("every problem of the store and of the server's door has its words in both languages", () => {
  const codes = [...thrown(), ...answered()].filter((code) => !OF_LAPTOPS.has(code));
  assert.ok(new Set(codes).size > 20, codes.join());
  const missing = [...new Set(codes)].filter((code) => {
    const { sentence, next } = TOLD[code] ?? {};
    return ![sentence?.id, sentence?.en, next?.id, next?.en].every(
      (text) => text && text.length > 10,
    );
  });
  assert.deepEqual(missing, []);
});

test("a code that nobody knows is named, and that nothing was lost", () => {
  assert.match(told("from-later").sentence, /from-later/);
  assert.match(told("from-later").next, /tersimpan/);
});
