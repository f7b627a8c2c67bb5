/** What a filled form writes. */

import assert from "node:assert/strict";
import { test } from "node:test";
import type { FormState } from "../../core/form.ts";
import type { Subject } from "../../core/journal/fold.ts";
import type { FormDraft } from "../forms/draft.ts";
import { entriesOf, typesEntered } from "../forms/entries.ts";

const DRAFT: FormDraft = {
  kind: "form",
  about: "person-1",
  form: "card",
  place: "posyandu",
  at: "POS-1",
  step: null,
  session: null,
  queue: null,
  facility: null,
  subject: "contact-1",
  started: "2026-07-01T08:00",
  episodes: { pregnancy: "episode-1" },
  typed: {},
  texts: {},
  unknown: [],
  confirmed: {},
};

type Typed = readonly [action: string, of: string, value: unknown];

function state(typed: readonly Typed[], subject?: string): FormState {
  const fields = typed.map(([action, of, value]) => ({
    field: { action, of },
    shown: true,
    value,
    typed: value,
  }));
  const form = { form: "card", version: "2023", subject, sections: [] };
  return { package: form, sections: [{ fields }] } as unknown as FormState;
}

function recorded(id: string, kind: string, fields: Record<string, unknown>): Subject {
  return { id, kind, fields, happened: "2026-07-01T07:00", retracted: false } as unknown as Subject;
}

const saving = (
  draft: Partial<FormDraft> = {},
  subjects: readonly Subject[] = [],
  remark = "",
) => ({
  draft: { ...DRAFT, ...draft },
  subjects: new Map(subjects.map((one) => [one.id, one])),
  moment: "2026-07-01T08:05",
  remark,
});

test("a new contact: its form, values and moment", () => {
  const [entry, ...more] = entriesOf(
    state([
      ["ask", "weight_kg", 7.1],
      ["give", "MR", 1],
      ["counsel", "pmba", true],
    ]),
    saving(),
  );
  assert.deepEqual(more, []);
  assert.deepEqual(entry, {
    kind: "contact",
    subject: "contact-1",
    about: "person-1",
    place: "POS-1",
    happened: "2026-07-01T08:00",
    body: {
      package: "card",
      package_version: "2023",
      observations: { weight_kg: 7.1 },
      doses: { MR: 1 },
      topics: { pmba: true },
    },
  });
});

test("going on with a contact writes what changed, at the contact's own moment", () => {
  const before = recorded("contact-1", "contact", {
    observations: { weight_kg: 7.1, kia_book: true },
  });
  const draft = { step: 2, session: "s", queue: "A1" };
  const [entry] = entriesOf(
    state([
      ["ask", "weight_kg", 7.1],
      ["ask", "kia_book", true],
      ["ask", "head_cm", 42],
    ]),
    saving(draft, [before]),
  );
  assert.deepEqual(entry?.body, {
    observations: { head_cm: 42 },
    session: "s",
    queue: "A1",
    steps: { 2: "2026-07-01T08:05" },
  });
  assert.equal(entry?.happened, "2026-07-01T07:00");
});

test("saving again what is saved writes nothing", () => {
  const before = recorded("contact-1", "contact", { observations: { weight_kg: 7.1 } });
  assert.deepEqual(entriesOf(state([["ask", "weight_kg", 7.1]]), saving({}, [before])), []);
});

test("an emptied value is erased; one whose line is merely closed stays", () => {
  const before = recorded("contact-1", "contact", {
    observations: { weight_kg: 7.1, portions: 30 },
  });
  const [entry] = entriesOf(state([]), saving({ typed: { weight_kg: null } }, [before]));
  assert.deepEqual(entry?.body, { observations: { weight_kg: null } });
});

test("what can never be is kept as a remark, once", () => {
  const before = recorded("contact-1", "contact", { note: "LK 421 cm" });
  const [entry] = entriesOf(state([]), saving({}, [before], "BB 0 kg"));
  assert.deepEqual(entry?.body, { note: "LK 421 cm\nBB 0 kg" });
  assert.deepEqual(entriesOf(state([]), saving({}, [before], "LK 421 cm")), []);
});

test("changes of the person are a patch of the person", () => {
  const person = recorded("person-1", "person", { name: "Siti", phone: "1" });
  const entries = entriesOf(
    state([
      ["enter", "name", "Siti"],
      ["enter", "phone", "2"],
    ]),
    saving({}, [person]),
  );
  assert.deepEqual(entries.find(({ kind }) => kind === "person")?.body, { phone: "2" });
});

test("an episode begins under the draft's identity, and one that is open is patched", () => {
  const typed: Typed[] = [["enter", "pregnancy.start", "2026-05-01"]];
  const begun = entriesOf(state(typed), saving()).find(({ kind }) => kind === "episode");
  assert.deepEqual(
    [begun?.subject, begun?.body],
    ["episode-1", { type: "pregnancy", start: "2026-05-01" }],
  );
  const open = recorded("episode-0", "episode", { type: "pregnancy", start: "2026-04-01" });
  const patched = entriesOf(
    state([["enter", "pregnancy.delivered", "2026-07-01"]]),
    saving({}, [open]),
  );
  const patch = patched.find(({ kind }) => kind === "episode");
  assert.deepEqual([patch?.subject, patch?.body], ["episode-0", { delivered: "2026-07-01" }]);
});

test("a form about a facility is an assessment of it", () => {
  const [entry] = entriesOf(
    state([["ask", "session_opened", true]], "facility"),
    saving({ facility: "POS-1" }),
  );
  assert.equal(entry?.kind, "assessment");
  assert.deepEqual(entry?.body, {
    of: "facility",
    facility: "POS-1",
    package: "card",
    observations: { session_opened: true },
  });
});

test("typesEntered names the episodes of a form", () => {
  const fields = [
    { action: "enter", of: "pregnancy.start" },
    { action: "enter", of: "name" },
    { action: "ask", of: "a.b" },
  ];
  assert.deepEqual(typesEntered({ sections: [{ fields }] } as never), ["pregnancy"]);
});

test("why a record is corrected stands in the same entry as what was corrected", () => {
  const before = recorded("contact-1", "contact", { observations: { weight_kg: 71 } });
  const reason = "Salah ketik";
  const corrected = entriesOf(state([["ask", "weight_kg", 7.1]]), saving({ reason }, [before]));
  assert.deepEqual(
    corrected.map(({ body }) => body),
    [{ observations: { weight_kg: 7.1 }, reason }],
  );
  const elsewhere = entriesOf(
    state([
      ["ask", "weight_kg", 71],
      ["enter", "phone", "0812"],
    ]),
    saving({ reason }, [before]),
  );
  assert.deepEqual(
    elsewhere.map(({ kind, body }) => [kind, body]),
    [
      ["contact", { reason }],
      ["person", { phone: "0812" }],
    ],
  );
  assert.deepEqual(entriesOf(state([["ask", "weight_kg", 71]]), saving({ reason }, [before])), []);
});
