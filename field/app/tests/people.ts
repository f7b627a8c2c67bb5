/** People and standings for tests of screens: only what differs is said. */

import type { Bundle, Finding, Rule } from "../../core/bundle.ts";
import { Engine } from "../../core/engine/engine.ts";
import type { Subject } from "../../core/journal/fold.ts";
import type { Listed, Standing } from "../../store/types.ts";

export const TODAY = 20_635; // 2026-07-01

const NO = 0;
const YES = 1;
const rule = (id: string): Rule & { ruleset: string; eligible: number } => ({
  id,
  label: { id: `Label ${id}`, en: id },
  source: { document: "", section: "", confidence: "high" },
  in_force: { since: 0 },
  ruleset: "",
  eligible: YES,
});

function finding(
  id: string,
  severity: "danger" | "yellow",
  rest: Partial<Finding["classes"][number]> = {},
  audience = "everyone",
): Finding {
  const label = { id: `Kelas ${id}`, en: id };
  const found = { id: "yes", label, when: YES, severity, say: null, then: [], ...rest };
  return { ...rule(id), audience, classes: [found] };
}

const show = (of: string) => ({ action: "show" as "show" | "ask", of, label: { id: of, en: of } });
const ask = (of: string) => ({ ...show(of), action: "ask" as const });

function form(id: string, kind: string, lines: readonly ReturnType<typeof show>[][], rest = {}) {
  const sections = lines.map((fields, at) => ({ ...rule(`${id}-${at}`), fields }));
  return {
    ...rule(id),
    kind,
    form: id,
    version: "1",
    at: ["home"],
    by: ["kader"],
    sections,
    ...rest,
  };
}

/** A rulebook just large enough for these screens: what is offered, what is not, and why. */
const BUNDLE = {
  format: 1,
  rulebook: "small",
  nodes: [
    ["constant", "truth", false],
    ["constant", "truth", true],
  ],
  words: [{ code: "cough", label: { id: "Batuk", en: "Cough" }, kind: "yes_no" }],
  services: [rule("weighing")],
  findings: [
    finding("fits", "danger", { then: [{ action: "refer", what: "hospital", within: "0 days" }] }),
    finding("thin", "yellow", { then: [{ action: "refer", what: "pustu", within: "7 days" }] }),
    finding("named", "yellow", { plain: { id: "Perlu diperiksa", en: "To be examined" } }, "nakes"),
    finding("secret", "yellow", {}, "nakes"),
  ],
  packages: [
    form("visit-one", "checklist", [[ask("cough")], [show("fits")]]),
    form("visit-other", "checklist", [[ask("cough")]], { eligible: NO }),
    form("visit-elsewhere", "checklist", [[ask("cough")]], { at: ["pustu"] }),
    form("visit-house", "checklist", [[ask("cough")]], { subject: "household" }),
    form("signs-one", "screening", [[ask("cough"), show("fits")]]),
    form("report", "surveillance", [[ask("cough"), show("fits")]]),
    form("screening", "screening", [[ask("cough")], [show("thin")]]),
    form("visit-recap", "recap", [[ask("cough")]]),
    form("visit-schedule", "registration", [[ask("cough")]]),
    form("registration", "registration", [[ask("cough")]]),
  ],
} as unknown as Bundle;

export function engine(): Engine {
  return new Engine(BUNDLE);
}

export function listed(id: string, parts: Partial<Listed> = {}): Listed {
  return {
    id,
    name: id,
    key: id.toLowerCase(),
    motherKey: "",
    sex: "female",
    born: "1990-01-01",
    bornEstimated: false,
    birthOrder: null,
    nik: "",
    kk: "",
    area: "19.06.01.2004-01-001",
    address: "",
    phone: "",
    household: null,
    mother: null,
    motherName: "",
    died: null,
    movedOut: null,
    retracted: false,
    conflicts: 0,
    ...parts,
  };
}

export function standing(parts: Partial<Standing> = {}): Standing {
  return {
    day: TODAY,
    rulebook: "",
    due: [],
    findings: [],
    groups: [],
    lastVisit: null,
    lastContact: null,
    lastTry: null,
    promised: null,
    referrals: [],
    ...parts,
  };
}

export function byId(people: readonly Listed[]): ReadonlyMap<string, Listed> {
  return new Map(people.map((person) => [person.id, person]));
}

export function subject(kind: string, fields: Subject["fields"], parts: Partial<Subject> = {}) {
  return {
    id: `${kind}-1`,
    kind,
    about: "a",
    fields,
    happened: "2026-06-20T08:00",
    by: null,
    place: null,
    retracted: false,
    conflicts: [],
    entries: [],
    ...parts,
  } satisfies Subject;
}
