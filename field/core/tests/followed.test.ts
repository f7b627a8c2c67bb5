/** When a danger that was found is no longer the first thing to do: after somebody acted on it, until it is found anew. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { dayNumber } from "../dates.ts";
import { Engine } from "../engine/engine.ts";
import type { UsedEvent } from "../engine/person.ts";
import type { StoredEntry } from "../journal/entry.ts";
import { factsOfSubjects } from "../journal/facts.ts";
import { fold } from "../journal/fold.ts";
import { isFollowedUp } from "../people/followed.ts";
import { standingOf } from "../people/standing.ts";
import { openBundle } from "../verify.ts";

const BUNDLES = new URL("./bundles/", import.meta.url);
const [newest] = readdirSync(BUNDLES).filter((name) => name.endsWith(".bundle.gz"));
const file = new Uint8Array(gunzipSync(readFileSync(new URL(newest as string, BUNDLES))));
const [header] = new TextDecoder().decode(file).split("\n", 1);
const { key } = JSON.parse(header as string) as { key: string };
const engine = new Engine(await openBundle(file, new Set([key]), crypto.subtle));
const ABOUT = "00000000-0000-7000-8000-aaaaaaaaaaaa";

let number = 0;
function told(kind: string, happened: string, body: object, more: Partial<StoredEntry> = {}) {
  number += 1;
  return {
    device: "d",
    number,
    kind,
    version: 1,
    subject:
      kind === "person" ? ABOUT : `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
    about: ABOUT,
    body,
    happened,
    written: BigInt(number),
    seen: 0,
    by: null,
    place: null,
    rulebook: "test",
    seq: number,
    ...more,
  } as StoredEntry;
}

const person = told("person", "2026-01-01", { sex: "female", born: "2024-01-01" });
const fits = (happened: string, isThere: boolean, place: string | null = null) =>
  told("contact", happened, { observations: { danger_child_convulsion: isThere } }, { place });
const found = fits("2026-06-28T10:00", true, "home");
const sent = told("referral", "2026-06-28T10:10", { to: "hospital" });
const patched = (of: StoredEntry, body: object) =>
  told("referral", of.happened, body, { subject: of.subject });

/** Whether the danger counts as followed up on 30 June; null where none holds. */
function isFollowed(...entries: StoredEntry[]): boolean | null {
  const subjects = fold([person, ...entries]);
  const facts = factsOfSubjects(subjects.values(), engine.words, ABOUT);
  const today = dayNumber(2026, 6, 30);
  const { findings } = standingOf(
    engine,
    engine.person(facts),
    subjects.values(),
    today,
    new Set(),
  );
  const danger = findings.find(({ id }) => id === "danger-child");
  return danger ? danger.followed === true : null;
}

test("a danger waits for somebody to act on it", () => {
  assert.equal(isFollowed(), null);
  assert.equal(isFollowed(found), false);
  assert.equal(isFollowed(found, sent), false);
  assert.equal(
    isFollowed(found, told("visit", "2026-06-29T09:00", { outcome: "not_home" })),
    false,
  );
});

test("a referral of since that was answered ends the alarm; one that nobody came to, or of before, does not", () => {
  const answer = (of: StoredEntry, how: string, when = "2026-06-28T15:00") =>
    patched(of, { answered: when, answer: how });
  assert.equal(isFollowed(found, sent, answer(sent, "treated")), true);
  assert.equal(isFollowed(found, sent, answer(sent, "did_not_come")), false);
  const missed = patched(sent, { followed_up: "2026-06-29T08:00" });
  assert.equal(isFollowed(found, sent, answer(sent, "did_not_come"), missed), true);
  const eyes = told("referral", "2026-06-20T10:10", { to: "puskesmas" });
  assert.equal(isFollowed(found, eyes, answer(eyes, "seen")), false);
});

test("a visit on a later day ends it, unless the sign is there again", () => {
  assert.equal(isFollowed(found, told("contact", "2026-06-29T09:00", {}, { place: "home" })), true);
  assert.equal(isFollowed(found, told("visit", "2026-06-29T09:00", { outcome: "met" })), true);
  assert.equal(isFollowed(found, fits("2026-06-29T09:00", true, "home")), false);
  assert.equal(
    isFollowed(found, told("contact", "2026-06-28T11:00", {}, { place: "home" })),
    false,
  );
});

test("a sign that was asked again on a later day, wherever, and is gone ends it", () => {
  const event = (code: string, day: number, value: boolean): UsedEvent => ({
    code,
    day,
    minute: 600,
    value,
  });
  const nothing = { attended: [], lastVisit: null };
  const isOver = (...used: UsedEvent[]) => isFollowedUp(used, nothing);
  assert.equal(isOver(event("chest", 1, true)), false);
  assert.equal(isOver(event("chest", 1, true), event("chest", 2, false)), true);
  assert.equal(isOver(event("chest", 1, true), event("chest", 1, false)), false);
  assert.equal(isOver(event("chest", 1, true), event("breath", 2, false)), false);
  assert.equal(isOver(), false);
});

test("after the answer a new sign is a new alarm", () => {
  const treated = patched(sent, { answered: "2026-06-28T15:00", answer: "treated" });
  assert.equal(isFollowed(found, sent, treated, fits("2026-06-28T16:00", true)), false);
  assert.equal(isFollowed(found, sent, treated, fits("2026-06-28T10:00", true)), true);
});

test("a value that was measured stands over a visit: until a health worker saw the person", () => {
  const thin: UsedEvent = { code: "muac_cm", day: 1, minute: 600, value: 11 };
  const seen = [{ sent: 1, at: [1, 700] as const }];
  assert.equal(isFollowedUp([thin], { attended: [], lastVisit: 2 }), false);
  assert.equal(isFollowedUp([thin], { attended: seen, lastVisit: null }), true);
});
