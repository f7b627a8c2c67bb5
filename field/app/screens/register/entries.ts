/** What registering somebody writes: a new household, the person, what the form observed, episodes, the mother's delivery. */

import { addMonths, calendarDay, isoDay } from "../../../core/dates.ts";
import type { Filled } from "../../../core/form-text.ts";
import type { Subject } from "../../../core/journal/fold.ts";
import type { Listed, ListedHousehold, NewEntry } from "../../../store/types.ts";
import type { RegisterDraft } from "./draft.ts";

const NEW = "new";
const PREGNANCY = "pregnancy";

export interface Registering {
  readonly draft: RegisterDraft;
  readonly filled: Filled;
  readonly mother: Listed | null;
  /** The mother's pregnancy that this birth ends, if one is open. */
  readonly pregnancy: Subject | null;
  readonly place: string | null;
}

/** 1 July of the year of birth: whoever knows only the years knows no day. */
export function dayOfAge(years: number, today: number): string {
  const { year } = calendarDay(addMonths(today, -12 * years));
  const middle = `${year}-07-01`;
  return middle <= isoDay(today) ? middle : isoDay(addMonths(today, -12 * years));
}

/** The entries to write, all or none. */
export function registrationEntries(what: Registering): NewEntry[] {
  const { draft } = what;
  const common = { happened: draft.started, place: what.place };
  const household = householdOf(draft);
  const about = draft.person;
  return [
    ...(draft.household === NEW ? [{ ...common, ...freshHousehold(what) }] : []),
    { ...common, kind: "person", subject: about, about, body: personBody(what, household) },
    ...contactOf(what, common),
    ...Object.entries(what.filled.episodes).map(
      ([type, parts]): NewEntry => ({
        ...common,
        kind: "episode",
        subject: draft.freshEpisode,
        about,
        body: { type, ...parts },
      }),
    ),
    ...delivery(what, common),
  ];
}

type Common = Pick<NewEntry, "happened" | "place">;

function householdOf({ household, freshHousehold: fresh }: RegisterDraft): string | null {
  return household === NEW ? fresh : household || null;
}

function freshHousehold({
  draft,
  filled,
}: Registering): Pick<NewEntry, "kind" | "subject" | "about" | "body"> {
  const { name, kk, address } = filled.subject;
  const id = draft.freshHousehold;
  const body = withoutNothing({ head_name: name, kk, address, area: draft.area });
  return { kind: "household", subject: id, about: id, body };
}

function personBody(
  { draft, filled, mother }: Registering,
  household: string | null,
): NewEntry["body"] {
  return withoutNothing({
    ...filled.subject,
    area: draft.area,
    household,
    mother: mother?.id,
    mother_name: filled.subject["mother_name"] ?? mother?.name,
    born_estimated: draft.byAge ? true : null,
  });
}

/** A contact only where the form observed something: of a mere registration there is nothing to say. */
function contactOf({ draft, filled }: Registering, common: Common): NewEntry[] {
  const { package: form, package_version: version, ...groups } = filled.contact;
  if (Object.keys(groups).length === 0) {
    return [];
  }
  const body = { package: form, package_version: version, ...groups };
  return [{ ...common, kind: "contact", subject: draft.freshContact, about: draft.person, body }];
}

/** The birth ends the mother's pregnancy, on the day (and at the hour) of the birth. */
function delivery({ draft, filled, mother, pregnancy }: Registering, common: Common): NewEntry[] {
  const born = filled.subject["born"];
  if (!draft.delivers || mother === null || pregnancy === null || born === undefined) {
    return [];
  }
  return [
    {
      ...common,
      kind: "episode",
      subject: pregnancy.id,
      about: pregnancy.about,
      body: { delivered: born, outcome: "live_birth" },
    },
  ];
}

function withoutNothing(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([, value]) => value !== null && value !== undefined && value !== "",
    ),
  );
}

/** The pregnancy that has no end yet, the one begun last. */
export function openPregnancy(subjects: Iterable<Subject>): Subject | null {
  const open = [...subjects].filter(
    ({ kind, fields, retracted }) =>
      kind === "episode" &&
      !retracted &&
      fields["type"] === PREGNANCY &&
      !fields["end"] &&
      !fields["delivered"],
  );
  return open.at(-1) ?? null;
}

/** Households of an area by the head's name, to choose from. */
export function householdsOf(
  households: Iterable<ListedHousehold>,
  area: string,
): ListedHousehold[] {
  return [...households]
    .filter((one) => one.area === area)
    .sort((one, other) => one.headName.localeCompare(other.headName));
}
