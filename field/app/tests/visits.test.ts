import assert from "node:assert/strict";
import test from "node:test";
import type { Facts } from "../../core/facts.ts";
import type { Standing } from "../../store/types.ts";
import { ageText, dayText, relativeDay } from "../days.ts";
import { nextSession } from "../screens/home/next-session.ts";
import { ago, firstReason, isNearlyFull, lateBy } from "../screens/home/tasks.ts";
import { homeForms } from "../screens/visits/forms.ts";
import { visitEntries } from "../screens/visits/outcome.ts";
import { dangersOf, findingText, reasonsOf } from "../screens/visits/reasons.ts";
import { engine, standing, subject, TODAY } from "./people.ts";

const facts: Facts = { sex: "female", born: TODAY - 9000, bornMinute: -1, events: [] };
const names = (forms: readonly { readonly form: string }[]) => forms.map(({ form }) => form);

test("at home are offered this person's checklist, danger signs alone, and what follows a visit", () => {
  const visitor = { facts, today: TODAY, role: "kader", hidden: new Set<string>() };
  const { checklists, dangers, after } = homeForms(engine(), visitor);
  assert.deepEqual(names(checklists), ["visit-one"]);
  assert.deepEqual(names(dangers), ["signs-one"]);
  assert.deepEqual(names(after), ["visit-recap", "visit-schedule"]);
});

test("of a diagnosis a kader reads the plain words, or nothing", () => {
  const text = (id: string, role: string) => findingText(engine(), id, "yes", role, "id");
  assert.equal(text("named", "kader"), "Perlu diperiksa");
  assert.equal(text("secret", "kader"), null);
  assert.equal(text("secret", "nakes"), "Label secret");
  assert.equal(text("thin", "kader"), "Label thin");
});

test("reasons are findings by gravity, then services, without what is well", () => {
  const findings = [
    { id: "fits", class: "yes", severity: "danger" },
    { id: "secret", class: "yes", severity: "yellow" },
    { id: "thin", class: "yes", severity: "green" },
  ];
  const due = [{ service: "weighing", status: "overdue" as const, start: 1, overdue: 2 }];
  const reasons = reasonsOf(engine(), standing({ findings, due }), "kader", "id");
  assert.deepEqual(
    reasons.map(({ text, severity, since }) => [text, severity, since]),
    [
      ["Label fits", "danger", null],
      ["Label weighing", "overdue", 2],
    ],
  );
});

test("how late is said of the reason that stands beside it, and years are not counted", () => {
  const due = (days: number): Standing["due"] => [
    { service: "weighing", status: "overdue", start: 1, overdue: TODAY - days },
  ];
  const late = (parts: Partial<Standing>) =>
    lateBy(firstReason(engine(), standing(parts), "kader", "id"), TODAY);
  assert.equal(late({ due: due(40) }), 40);
  assert.equal(late({ due: due(1200) }), "years");
  const findings = [{ id: "fits", class: "yes", severity: "danger" }];
  assert.equal(late({ due: due(40), findings }), null);
  assert.equal(late({}), null);
});

test("a danger that was followed up is no reason any more, and nothing to do now", () => {
  const fits = { id: "fits", class: "yes", severity: "danger" } as const;
  const of = (findings: Standing["findings"]) => [
    reasonsOf(engine(), standing({ findings }), "kader", "id").length,
    dangersOf(engine(), standing({ findings }), "kader", "id").length,
  ];
  assert.deepEqual(of([fits]), [1, 1]);
  assert.deepEqual(of([{ ...fits, followed: true }]), [0, 0]);
});

test("a visit that met nobody writes one entry for each person, with only what was said", () => {
  let next = 0;
  const found = {
    outcome: "not_home",
    reason: " ",
    againOn: "2026-07-04",
    position: null,
  } as const;
  const entries = visitEntries(["a", "b"], found, "2026-07-01T09:00", () => `id${++next}`);
  assert.deepEqual(
    entries.map(({ about, subject: id, kind }) => [about, id, kind]),
    [
      ["a", "id1", "visit"],
      ["b", "id2", "visit"],
    ],
  );
  assert.deepEqual(entries[0]?.body, { outcome: "not_home", again_on: "2026-07-04" });
});

test("nobody returns to who moved away, and a place is noted to the metre", () => {
  const position = { latitude: -2.871234567, longitude: 108.29 };
  const found = {
    outcome: "moved",
    reason: "ke Manggar",
    againOn: "2026-07-04",
    position,
  } as const;
  const [entry] = visitEntries(["a"], found, "2026-07-01T09:00", () => "id");
  assert.deepEqual(entry?.body, {
    outcome: "moved",
    reason: "ke Manggar",
    latitude: -2.87123,
    longitude: 108.29,
  });
});

test("the next hari buka is the earliest that is not over and not closed", () => {
  const session = (day: string, fields = {}) =>
    subject("session", { facility: "P", day, ...fields }, { id: day });
  const sessions = [
    session("2026-07-20"),
    session("2026-07-11"),
    session("2026-06-30"),
    session("2026-07-01", { opened: "2026-07-01T08:00", closed: "2026-07-01T11:00" }),
    { ...session("2026-07-02"), retracted: true },
    subject("contact", { day: "2026-07-02" }),
  ];
  assert.deepEqual(nextSession(sessions, TODAY), { facility: "P", day: TODAY + 10, isOpen: false });
  assert.equal(nextSession([], TODAY), null);
});

test("the worker is warned before the space is used up", () => {
  const storage = (used: number) => isNearlyFull({ storage: { used, quota: 100 } });
  assert.deepEqual([89, 90, 100].map(storage), [false, true, true]);
  assert.equal(isNearlyFull({ storage: null }), false);
});

test("times passed are told in their largest whole unit", () => {
  const hour = 3_600_000;
  assert.deepEqual(ago(0, 30_000), { unit: "now", count: 0 });
  assert.deepEqual(ago(0, hour - 1), { unit: "minutes", count: 59 });
  assert.deepEqual(ago(0, 25 * hour), { unit: "days", count: 1 });
  assert.deepEqual(ago(hour, 0), { unit: "now", count: 0 }); // the clock went back
});

test("days and ages are said as people say them", () => {
  assert.equal(dayText(TODAY, "id"), "Rabu, 1 Jul 2026");
  const days = [-400, -70, -3, -1, 0, 1, 10].map((off) => relativeDay(TODAY + off, TODAY, "id"));
  assert.deepEqual(days, [
    "13 bulan lalu",
    "2 bulan lalu",
    "3 hari lalu",
    "kemarin",
    "hari ini",
    "besok",
    "10 hari lagi",
  ]);
  const ages = [3, 40, 800, 3000].map((off) => ageText(TODAY - off, TODAY, "id"));
  assert.deepEqual(ages, ["3 hari", "1 bulan", "2 tahun 2 bulan", "8 tahun"]);
});
