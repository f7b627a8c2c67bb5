/** Curves of a pregnancy and of anybody: limits come from the rulebook, and without one no line is drawn. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { Bundle, Definition, NodeRow } from "../bundle.ts";
import { Engine } from "../engine/engine.ts";
import type { FactEvent, Facts } from "../facts.ts";
import { longTrends, pregnancyTrends } from "../trends.ts";
import { openBundle } from "../verify.ts";

const LMP = 20_000;
const TODAY = LMP + 30 * 7;
const NOTHING: ReadonlySet<string> = new Set();

const LIMITS = {
  kek_line: 23.5,
  systolic_line: 140,
  diastolic_line: 90,
  least_gain_trimester_1: 0.5,
  most_gain_trimester_1: 2,
  gain_curve_weeks: 40,
};

/** A kept rulebook of before, without and with the lines. */
async function bundle(limits: Readonly<Record<string, number>>): Promise<Bundle> {
  const packed = readFileSync(new URL("./bundles/c7a6e137d209.bundle.gz", import.meta.url));
  const file = new Uint8Array(gunzipSync(packed));
  const [line] = new TextDecoder().decode(file).split("\n", 1);
  const { key } = JSON.parse(line as string) as { key: string };
  const old = await openBundle(file, new Set([key]), crypto.subtle);
  const ids = Object.keys(limits);
  const nodes: NodeRow[] = Object.values(limits).map((value) => ["constant", "number", value]);
  const added: Definition[] = ids.map((id, place) => ({
    id,
    label: { id, en: id },
    node: old.nodes.length + place,
    type: "number",
  }));
  const definitions = [...(old.definitions ?? []).filter((one) => !ids.includes(one.id)), ...added];
  return { ...old, nodes: [...old.nodes, ...nodes], definitions };
}

const event = (day: number, code: string, value: FactEvent["value"]): FactEvent => ({
  day,
  minute: -1,
  seq: day,
  code,
  value,
});

const MOTHER: Facts = {
  sex: "female",
  born: LMP - 25 * 365,
  bornMinute: -1,
  events: [
    event(LMP - 400, "systolic_mmhg", 110),
    event(LMP, "pregnancy_start", null),
    event(LMP + 70, "pre_pregnancy_weight_kg", 50),
    event(LMP + 70, "height_cm", 155),
    event(LMP + 70, "weight_kg", 51),
    event(LMP + 70, "muac_cm", 23),
    event(LMP + 140, "weight_kg", 55.5),
    event(LMP + 140, "systolic_mmhg", 138),
    event(LMP + 140, "diastolic_mmhg", 92),
  ],
};

const opened = async (limits: Readonly<Record<string, number>>, facts = MOTHER) => {
  const engine = new Engine(await bundle(limits));
  return engine.on(TODAY).about(engine.person(facts));
};

test("a pregnancy has gain, arm and pressure by week, with the rulebook's lines", async () => {
  const trends = pregnancyTrends(await opened(LIMITS), MOTHER, NOTHING);
  assert.deepEqual(
    trends.map(({ id, by }) => [id, by]),
    [
      ["gain", "week"],
      ["muac", "week"],
      ["pressure", "week"],
    ],
  );
  const [gain, arm, pressure] = trends;
  assert.deepEqual(gain?.series[0]?.points, [
    { x: 10, y: 1, day: LMP + 70 },
    { x: 20, y: 5.5, day: LMP + 140 },
  ]);
  assert.deepEqual(
    gain?.limits.map(({ points }) => points),
    [
      [
        [0, 0],
        [13, 0.5],
        [40, 11.5],
      ],
      [
        [0, 0],
        [13, 2],
        [40, 16],
      ],
    ],
  );
  assert.deepEqual(arm?.limits[0]?.points, [
    [0, 23.5],
    [40, 23.5],
  ]);
  // What was measured before this pregnancy is no part of its curve.
  assert.deepEqual(
    pressure?.series.map(({ points }) => points.length),
    [1, 1],
  );
});

test("without a pregnancy there are no such curves", async () => {
  const facts = {
    ...MOTHER,
    events: MOTHER.events.filter(({ code }) => code !== "pregnancy_start"),
  };
  assert.deepEqual(pregnancyTrends(await opened(LIMITS, facts), facts, NOTHING), []);
});

test("a rulebook without the lines draws values and no line", async () => {
  const trends = pregnancyTrends(await opened({}), MOTHER, NOTHING);
  assert.deepEqual(
    trends.flatMap(({ limits }) => limits),
    [],
  );
  assert.equal(trends.length, 3);
});

test("the long trends hold what was measured, from the first day on", async () => {
  const trends = longTrends(await opened(LIMITS), MOTHER, NOTHING);
  assert.deepEqual(
    trends.map(({ id }) => id),
    ["pressure", "weight"],
  );
  assert.deepEqual(trends[0]?.xRange, [LMP - 400, TODAY]);
  assert.deepEqual(
    trends[0]?.series[0]?.points.map(({ y }) => y),
    [110, 138],
  );
  const again = { ...MOTHER, events: [...MOTHER.events, event(LMP + 140, "systolic_mmhg", 120)] };
  const corrected = longTrends(await opened(LIMITS, again), again, NOTHING);
  assert.deepEqual(
    corrected[0]?.series[0]?.points.map(({ y }) => y),
    [110, 120],
  );
});
