/** Opening a form: the draft that was left, else an empty one; the facts without this contact; who it is about. */

import type { Engine } from "../../core/engine/engine.ts";
import { type FactEvent, UNKNOWN_MINUTE } from "../../core/facts.ts";
import type { Package } from "../../core/package.ts";
import { dayTyped } from "../../core/typed.ts";
import type { Desk, File } from "../../store/types.ts";
import { factsBefore, valuesBefore } from "./before.ts";
import { draftKey, type FormDraft, readDraft } from "./draft.ts";
import { typesEntered } from "./entries.ts";
import type { Ground } from "./sheet.svelte.ts";

const FACILITY_TYPE = "facility_type";

/** What a form is opened with; see the properties of FormView. */
export interface Opening {
  readonly form: Package;
  readonly person: File;
  readonly place: string;
  readonly at?: string | null;
  readonly step?: number | null;
  readonly session?: string | null;
  readonly queue?: string | null;
  readonly subject?: string | null;
  readonly facility?: string | null;
  readonly reason?: string;
}

/** A form ready to be shown. `isRestored`: a draft was found. */
export interface Opened {
  readonly key: string;
  readonly draft: FormDraft;
  readonly isRestored: boolean;
  readonly ground: Omit<Ground, "speaker">;
}

/** Throws what reading a draft throws. */
export async function openForm(desk: Desk, engine: Engine, opening: Opening): Promise<Opened> {
  const { form, person, subject } = opening;
  const key = draftKey(person.about, form.form, subject);
  const kept = readDraft(await desk.drafts.get(key));
  const reason = opening.reason || kept?.reason || "";
  const draft = { ...(kept ? { ...kept, ...stepOf(opening) } : fresh(desk, opening)), reason };
  return {
    key,
    draft,
    isRestored: kept !== null,
    ground: groundOf(desk, engine, opening, draft),
  };
}

/** Where in the session the form stands now: a draft may have been begun at another step. */
function stepOf({ step, session, queue }: Opening): Pick<FormDraft, "step" | "session" | "queue"> {
  return { step: step ?? null, session: session ?? null, queue: queue ?? null };
}

function fresh(desk: Desk, opening: Opening): FormDraft {
  const { form, person, place } = opening;
  return {
    kind: "form",
    about: person.about,
    form: form.form,
    place,
    at: opening.at === undefined && place === "home" ? "home" : (opening.at ?? null),
    ...stepOf(opening),
    facility: opening.facility ?? null,
    subject: opening.subject ?? desk.newId(),
    started: desk.moment(),
    episodes: Object.fromEntries(typesEntered(form).map((type) => [type, desk.newId()])),
    typed: {},
    texts: {},
    unknown: [],
    confirmed: {},
  };
}

function groundOf(
  desk: Desk,
  engine: Engine,
  { form, person, facility }: Opening,
  { subject, started }: FormDraft,
): Opened["ground"] {
  const { worker, hidden, facilities } = desk.setup.get();
  const type = facilities.find(({ code }) => code === facility)?.type;
  return {
    engine,
    form,
    facts: factsBefore(engine, form, person, subject, typeOfFacility(engine, type)),
    before: valuesBefore(form, person, subject),
    // The day on which the contact took place: a form that was left overnight is still of that day.
    today: dayTyped(started) ?? desk.today(),
    minute: minuteOf(started),
    role: worker.form_role,
    hidden: new Set(hidden),
  };
}

/** What the register knows of a facility, as the desk gives it to rules. */
function typeOfFacility(engine: Engine, value: string | undefined): readonly FactEvent[] {
  const word = engine.words.get(FACILITY_TYPE);
  return value !== undefined && word?.choices?.some(({ code }) => code === value)
    ? [{ day: 0, minute: UNKNOWN_MINUTE, seq: 0, code: FACILITY_TYPE, value }]
    : [];
}

function minuteOf(moment: string): number {
  const [hour = 0, minute = 0] = (moment.split("T")[1] ?? "0:0").split(":").map(Number);
  return hour * 60 + minute;
}
