/** The card drawn first, with because asked later, says what the card asked thoroughly says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { buildCard } from "../../core/card.ts";
import { cardAsData } from "../../core/card-text.ts";
import { Engine } from "../../core/engine/engine.ts";
import type { FactEvent, Facts } from "../../core/facts.ts";
import { Speaker } from "../../core/index.ts";
import { openBundle } from "../../core/verify.ts";
import { type Because, personView, wordsShown } from "../screens/person/view.ts";

const LMP = 20_000;
const TODAY = LMP + 30 * 7;

async function keptEngine(): Promise<Engine> {
  const url = new URL("../../core/tests/bundles/eb91e43b94d3.bundle.gz", import.meta.url);
  const file = new Uint8Array(gunzipSync(readFileSync(url)));
  const [line] = new TextDecoder().decode(file).split("\n", 1);
  const { key } = JSON.parse(line as string) as { key: string };
  return new Engine(await openBundle(file, new Set([key]), crypto.subtle));
}

const event = (day: number, code: string, value: FactEvent["value"]): FactEvent => ({
  day,
  minute: -1,
  seq: day,
  code,
  value,
});

const mother: Facts = {
  sex: "female",
  born: LMP - 25 * 365,
  bornMinute: -1,
  events: [
    event(LMP, "pregnancy_start", null),
    event(LMP + 70, "weight_kg", 50),
    event(LMP + 140, "systolic_mmhg", 165),
    event(LMP + 140, "diastolic_mmhg", 112),
    event(LMP + 140, "muac_cm", 22),
  ],
};
const child: Facts = {
  sex: "male",
  born: TODAY - 300,
  bornMinute: -1,
  events: [event(TODAY - 100, "weight_kg", 5.1), event(TODAY - 40, "weight_kg", 5.2)],
};

type Line = { readonly id: string; readonly because: Because | null };
const spoken = (lines: readonly Line[]) =>
  Object.fromEntries(lines.map(({ id, because }) => [id, because?.()]));

for (const [name, facts] of Object.entries({ mother, child })) {
  test(`because, asked after others had the engine, is that of the whole card: ${name}`, async () => {
    const engine = await keptEngine();
    const reader = {
      role: "nakes",
      hidden: new Set<string>(),
      language: "id",
      today: TODAY,
    } as const;
    const view = personView(engine, facts, reader);
    personView(engine, facts === mother ? child : mother, { ...reader, today: TODAY + 400 });
    const lines = [...view.now, ...view.done, ...view.closed];
    const findings = [...view.findings, ...view.good];

    engine.on(TODAY).about(engine.person(facts));
    const whole = cardAsData(engine, buildCard(engine), new Speaker(engine, "id"));
    const shown = whole.services.filter(({ status }) => status !== "waiting");
    assert.ok(view.now.length > 0 && findings.length > 0, "the example says something");
    assert.deepEqual(
      spoken(lines),
      Object.fromEntries(shown.map(({ id, because }) => [id, because])),
    );
    assert.deepEqual(
      spoken(findings),
      Object.fromEntries(whole.findings.map(({ id, because }) => [id, because])),
    );
    for (const line of view.now) {
      const { because: _, ...rest } = line;
      const { because: __, ...expected } = shown.find(({ id }) => id === line.id) ?? { because: 0 };
      assert.deepEqual(rest, expected);
    }
  });
}

test("no service tells a reader that something hidden from them is recorded", async () => {
  const engine = await keptEngine();
  const hidden = new Set([...engine.words.values()].flatMap(({ sensitive }) => sensitive ?? []));
  const words = wordsShown(engine, hidden);
  const view = personView(engine, mother, { role: "kader", hidden, language: "id", today: TODAY });
  const services = new Map((engine.bundle.services ?? []).map((one) => [one.id, one]));
  const all = [...view.now, ...view.soon, ...view.done, ...view.closed];
  assert.ok(hidden.size > 0 && all.length > 0);
  for (const { id } of all) {
    const { eligible, start, done, late, overdue, overdue_when, closes, not_before } =
      services.get(id) ?? assert.fail(id);
    const nodes = [eligible, start, done, late, overdue, overdue_when, closes];
    const codes = engine.codesOf([...nodes, ...(not_before ?? [])].filter((n) => n !== undefined));
    assert.ok(
      [...codes].every((code) => words.has(code) || !engine.words.has(code)),
      id,
    );
  }
});
