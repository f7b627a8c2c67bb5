/** Bundles of earlier rulebooks still run, and say what the desk said when they were made. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { Desk, type Question } from "../../answer/requests.ts";
import { type Bundle, BundleRefused } from "../bundle.ts";
import { isoDay } from "../dates.ts";
import { openBundle } from "../verify.ts";

const FOLDER = new URL("./bundles/", import.meta.url);
const DAYS = new Set(["from", "to", "late", "overdue", "closes", "done"]);

const names = readdirSync(FOLDER).filter((name) => name.endsWith(".bundle.gz"));
const file = (name: string) => new Uint8Array(gunzipSync(readFileSync(new URL(name, FOLDER))));

/** The key in the file's own first line: good enough for a file that lies in the repository. */
function signer(bundle: Uint8Array): string {
  const [line] = new TextDecoder().decode(bundle).split("\n", 1);
  return (JSON.parse(line as string) as { key: string }).key;
}

const opened = (bundle: Uint8Array<ArrayBuffer>): Promise<Bundle> =>
  openBundle(bundle, new Set([signer(bundle)]), crypto.subtle);

test("two earlier rulebooks are kept", () => {
  assert.equal(names.length, 2);
});

for (const name of names) {
  test(`the rulebook ${name} answers as it did`, async () => {
    const desk = new Desk();
    const bundle = await opened(file(name));
    desk.load(bundle);
    const kinds = new Map(bundle.definitions?.map(({ id, type }) => [id, type]));
    const vectors = JSON.parse(
      new TextDecoder().decode(file(name.replace(".bundle.gz", ".vectors.json.gz"))),
    ) as (Question & { name: string; answer: unknown })[];
    assert.ok(vectors.length > 500);
    for (const vector of vectors) {
      const said = shown(desk.rule(vector), kinds.get(vector.rule) === "day");
      assert.deepEqual(said, vector.answer, `${vector.rule}: ${vector.name}`);
    }
  });
}

/** An answer in the words of the desk: days as dates, yes, no and unknown. */
function shown(answer: unknown, isDay: boolean): unknown {
  if (typeof answer === "object" && answer !== null) {
    return Object.fromEntries(
      Object.entries(answer).map(([key, value]) => [
        key,
        DAYS.has(key) ? shown(value, true) : value,
      ]),
    );
  }
  if (answer === null) {
    return "unknown";
  }
  if (typeof answer === "boolean") {
    return answer ? "yes" : "no";
  }
  return isDay ? isoDay(answer as number) : answer;
}

test("a changed byte, an untrusted key and a forged signature are refused", async () => {
  const [name] = names as [string];
  const good = file(name);
  const changed = Uint8Array.from(good);
  changed[changed.length - 10] = 32;
  await assert.rejects(opened(changed), BundleRefused);
  await assert.rejects(openBundle(good, new Set(), crypto.subtle), /not trusted/);
  const text = new TextDecoder().decode(good);
  const forged = text.replace(/"signature":"../, (start) =>
    start.endsWith("AA") ? `${start.slice(0, -2)}BB` : `${start.slice(0, -2)}AA`,
  );
  await assert.rejects(opened(new TextEncoder().encode(forged)), /signature does not hold/);
});

test("a newer format and an unknown operation are refused in words", async () => {
  const desk = new Desk();
  const none = { rulebook: "", words: [] };
  assert.throws(
    () => desk.load({ ...none, format: 1, nodes: [["brand_new"]] }),
    /does not know: update it/,
  );
});
