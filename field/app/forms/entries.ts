/** What a filled form writes: the contact or assessment, what it changes of its subject, and episodes. */

import { PERSON } from "../../core/facts.ts";
import type { FormState } from "../../core/form.ts";
import { type Filled, filled } from "../../core/form-text.ts";
import type { Subject } from "../../core/journal/fold.ts";
import type { Package } from "../../core/package.ts";
import type { TypedValue } from "../../core/typed.ts";
import type { NewEntry } from "../../store/types.ts";
import type { FormDraft } from "./draft.ts";

type Values = Readonly<Record<string, TypedValue>>;
type Body = Record<string, unknown>;

const GROUPS = ["observations", "doses", "topics"] as const;

/** What saving needs besides the form's state. */
export interface Saving {
  readonly draft: FormDraft;
  /** Everything recorded under the same `about`. */
  readonly subjects: ReadonlyMap<string, Subject>;
  /** Moment of saving, for the step of a session that it ends. */
  readonly moment: string;
  /** What was typed and can never be, kept as a remark. */
  readonly remark: string;
}

/**
 * The entries to write, all or none. Empty where nothing was changed. Why something is corrected stands in the entry of
 * the record itself: no crash can come between the two.
 */
export function entriesOf(state: FormState, saving: Saving): NewEntry[] {
  const { reason } = saving.draft;
  const what = filled(state);
  const main = mainEntry(state, what, saving);
  const others = [...subjectEntry(state, what, saving), ...episodeEntries(what, saving)];
  const changed = [main, ...others].filter(({ body }) => Object.keys(body).length > 0);
  return reason && changed.length > 0
    ? [{ ...main, body: { ...main.body, reason } }, ...changed.filter((one) => one !== main)]
    : changed;
}

function mainEntry(state: FormState, { contact }: Filled, saving: Saving): NewEntry {
  const { draft, subjects } = saving;
  const { facility } = draft;
  const before = subjects.get(draft.subject);
  const of = state.package.subject ?? PERSON;
  const isContact = of === PERSON;
  const head = isContact
    ? contactHead(contact)
    : { of, ...(facility ? { facility } : {}), package: contact["package"] };
  const body: Body = before ? {} : { ...head };
  for (const group of isContact ? GROUPS : GROUPS.slice(0, 1)) {
    const changes = changesOf(contact[group], before?.fields[group], draft);
    if (Object.keys(changes).length > 0) {
      body[group] = changes;
    }
  }
  const happened = before?.happened ?? draft.started;
  const kind = isContact ? "contact" : "assessment";
  return {
    ...whose(draft),
    kind,
    subject: draft.subject,
    happened,
    body: { ...body, ...ofSession(saving, before), ...remarkOf(saving, before) },
  };
}

function contactHead({ package: form, package_version }: Filled["contact"]): Body {
  return { package: form, package_version };
}

function whose({ about, at }: FormDraft): Pick<NewEntry, "about" | "place"> {
  return { about, place: at };
}

/** Where this is a step of a session: which, the number called out, and that the step is done. */
function ofSession({ draft, moment }: Saving, before: Subject | undefined): Body {
  if (draft.session === null) {
    return {};
  }
  const { session, queue, step } = draft;
  return {
    ...(before?.fields["session"] === session ? {} : { session }),
    ...(queue === null || before?.fields["queue"] === queue ? {} : { queue }),
    ...(step === null ? {} : { steps: { [step]: moment } }),
  };
}

function remarkOf({ remark }: Saving, before: Subject | undefined): Body {
  const old = typeof before?.fields["note"] === "string" ? before.fields["note"] : "";
  return remark === "" || old.includes(remark) ? {} : { note: old ? `${old}\n${remark}` : remark };
}

/** Values that differ from those recorded, and null for those that somebody emptied. */
function changesOf(now: unknown, before: unknown, { typed, unknown }: FormDraft): Body {
  const fresh = (now ?? {}) as Values;
  const old = (before ?? {}) as Values;
  const changed = Object.entries(fresh).filter(([code, value]) => old[code] !== value);
  const emptied = Object.entries(old).filter(
    ([code, value]) =>
      value !== null && !(code in fresh) && (unknown.includes(code) || typed[code] === null),
  );
  return Object.fromEntries([...changed, ...emptied.map(([code]) => [code, null])]);
}

/** What changes of the person or household itself. */
function subjectEntry(state: FormState, { subject }: Filled, saving: Saving): NewEntry[] {
  const of = state.package.subject ?? PERSON;
  const { about, started: happened } = saving.draft;
  const known = saving.subjects.get(about)?.fields ?? {};
  const changed = Object.entries(subject).filter(([name, value]) => known[name] !== value);
  return of === PERSON || of === "household"
    ? [
        {
          ...whose(saving.draft),
          kind: of,
          subject: about,
          happened,
          body: Object.fromEntries(changed),
        },
      ]
    : [];
}

/** An episode that is going on is patched; otherwise one begins under the identity that the draft keeps for it. */
function episodeEntries({ episodes }: Filled, { draft, subjects }: Saving): NewEntry[] {
  return Object.entries(episodes).map(([type, parts]) => {
    const open = openEpisode(type, subjects, draft);
    const subject = open?.id ?? (draft.episodes[type] as string);
    const body = open ? parts : { type, ...parts };
    return {
      ...whose(draft),
      kind: "episode",
      subject,
      happened: open?.happened ?? draft.started,
      body,
    };
  });
}

function openEpisode(
  type: string,
  subjects: ReadonlyMap<string, Subject>,
  draft: FormDraft,
): Subject | undefined {
  const own = subjects.get(draft.episodes[type] ?? "");
  const open = [...subjects.values()].filter(
    ({ kind, fields, retracted }) =>
      kind === "episode" &&
      !retracted &&
      fields["type"] === type &&
      !fields["end"] &&
      !fields["delivered"],
  );
  return own ?? open.at(-1);
}

/** Types of the episodes that the form may write: each needs an identity in the draft. */
export function typesEntered({ sections }: Package): string[] {
  const entered = sections.flatMap(({ fields }) =>
    fields.filter(({ action, of }) => action === "enter" && of.includes(".")),
  );
  return [...new Set(entered.map(({ of }) => of.split(".")[0] as string))];
}
