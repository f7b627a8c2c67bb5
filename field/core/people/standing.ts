/** One person today, as lists need it: what is due, what was found, when somebody last came. */

import type { Bundle, Finding, FindingClass } from "../bundle.ts";
import {
  type Asked,
  askedRules,
  byGravity,
  byUrgency,
  findingsAsked,
  type Hidden,
  servicesAsked,
} from "../card.ts";
import type { Engine } from "../engine/engine.ts";
import type { Person } from "../engine/person.ts";
import { momentOf } from "../journal/facts.ts";
import type { Subject } from "../journal/fold.ts";
import { dueState, findingState } from "../outcome.ts";
import { type Attended, attendedOf, isFollowedUp } from "./followed.ts";

/** One person today. Days are day numbers. */
export interface Standing {
  readonly day: number;
  readonly rulebook: string;
  /** Overdue first. */
  readonly due: readonly DueService[];
  /** Findings that hold, gravest first. */
  readonly findings: readonly {
    readonly id: string;
    readonly class: string;
    readonly severity: string;
    /** Of a danger: somebody acted on it since it was found. */
    readonly followed?: true;
  }[];
  /** Groups the person belongs to, by id. */
  readonly groups: readonly string[];
  readonly lastVisit: number | null;
  readonly lastContact: number | null;
  /** The last time somebody came and there was nothing to fill in, if it was after the last visit. */
  readonly lastTry: VisitTry | null;
  /** The day that was agreed for the next visit, while the rulebook says that this still stands. */
  readonly promised: number | null;
  /** Referrals of the person that wait: for an answer, or answered and for the kader's follow-up. */
  readonly referrals: readonly {
    readonly id: string;
    readonly state: "sent" | "answered";
    /** When it was sent; or when the answer is to be followed up, at once if it does not say. */
    readonly day: number;
  }[];
}

export interface DueService {
  readonly service: string;
  readonly status: "due" | "overdue";
  readonly start: number | null;
  readonly overdue: number | null;
}

/** A home visit without a form: nobody there, refused, moved. */
export interface VisitTry {
  readonly day: number;
  readonly outcome: string;
  /** The day on which to come again, if one was named. */
  readonly again: number | null;
}

/** The kind of the forms that are made for home visits, in the rulebook; filled elsewhere too they say nothing. */
const CHECKLIST = "checklist";
/** Definitions: whether a promise stands, the days on which a visit keeps it, and the day that was agreed. */
const PROMISED = "visit_promised";
const PROMISE = "visit_promise";
const AGREED_ON = "visit_agreed_on";
const DANGER = "danger";
const HOME = "home";
const MET = "met";

/** The standing of a person made ready, today; `subjects` are all of the person's, `hidden` what the reader may not see. */
export function standingOf(
  engine: Engine,
  person: Person,
  subjects: Iterable<Subject>,
  today: number,
  hidden: Hidden,
): Standing {
  return standings(engine, today, hidden)(person, comingsOf(engine.bundle, subjects));
}

/** Answers the standing of one person after the other: which rules concern the reader is looked up once. */
export function standings(
  engine: Engine,
  today: number,
  hidden: Hidden,
): (person: Person, comings: Comings) => Standing {
  const rules = new Map<string, ReturnType<typeof rulesFor>>();
  return (person, comings) => {
    const { subject } = person;
    const asked = rules.get(subject) ?? rulesFor(engine, { today, subject, hidden });
    rules.set(subject, asked);
    engine.on(today).about(person); // each time anew: between two people others may ask the engine
    const { attended, ...came } = comings;
    const found = answered(engine, asked, comings);
    return { day: today, rulebook: engine.bundle.rulebook, ...found, ...came };
  };
}

function rulesFor(engine: Engine, asked: Asked) {
  return {
    services: servicesAsked(engine, asked),
    findings: findingsAsked(engine, asked),
    groups: askedRules(engine.bundle.groups, asked),
    promise: promiseOf(engine.bundle),
  };
}

/** The nodes of a promised visit; null in a bundle of before. */
function promiseOf({ definitions }: Bundle) {
  const [stands, days, agreed] = [PROMISED, PROMISE, AGREED_ON].map(
    (id) => definitions?.find((one) => one.id === id)?.node,
  );
  return stands === undefined || days === undefined || agreed === undefined
    ? null
    : { stands, days, agreed };
}

/** Rules know visits by their forms; whom somebody met without one, or found away, only `comings` tell. */
function promisedOn(
  engine: Engine,
  promise: ReturnType<typeof promiseOf>,
  { lastVisit, lastTry }: Comings,
): number | null {
  if (promise === null || engine.value(promise.stands) !== true) {
    return null;
  }
  const low = engine.window(promise.days)?.low ?? 0;
  const agreedSince = lastTry !== null && lastTry.again !== null ? lastTry.day : null;
  const isOver = [lastVisit, agreedSince].some((day) => day !== null && day >= low);
  return isOver ? null : engine.day(promise.agreed);
}

function answered(
  engine: Engine,
  { services, findings, groups, promise }: ReturnType<typeof rulesFor>,
  comings: Comings,
): Pick<Standing, "due" | "findings" | "groups" | "promised"> {
  const due = services.map((service) => dueState(engine, service)).filter((one) => one !== null);
  const found = findings.map((finding) => findingState(engine, finding)).sort(byGravity);
  return {
    due: due.sort(byUrgency).map(({ service, status, start, overdue }) => ({
      service: service.id,
      status: status === "overdue" ? "overdue" : "due",
      start,
      overdue,
    })),
    groups: groups.filter(({ when }) => engine.value(when) === true).map(({ id }) => id),
    promised: promisedOn(engine, promise, comings),
    // Last: asking for the events that a danger stands on forgets what was answered of the person.
    findings: found.flatMap(({ finding, found: one }) =>
      one === null ? [] : [told(engine, finding, one, comings)],
    ),
  };
}

function told(
  engine: Engine,
  finding: Finding,
  { id, severity }: FindingClass,
  comings: Comings,
): Standing["findings"][number] {
  const one = { id: finding.id, class: id, severity };
  if (severity !== DANGER) {
    return one;
  }
  const { used } = engine.because(() => findingState(engine, finding));
  return isFollowedUp(used, comings) ? { ...one, followed: true } : one;
}

/** The part of a standing that hangs on no day, and what tells whether a danger was followed up. */
export type Comings = Pick<Standing, "lastVisit" | "lastContact" | "lastTry" | "referrals"> & {
  readonly attended: readonly Attended[];
};

/** When somebody came or was referred, from all of a person's subjects alone. */
export function comingsOf(bundle: Bundle, subjects: Iterable<Subject>): Comings {
  const alive = [...subjects].filter(({ retracted }) => !retracted);
  const contacts = alive.filter(({ kind }) => kind === "contact");
  const tries = alive.filter(({ kind }) => kind === "visit");
  const forms = homeForms(bundle);
  const atHome = contacts.filter((one) => isHomeVisit(forms, one));
  const met = tries.filter(({ fields }) => fields["outcome"] === MET);
  const lastVisit = latestDay([...atHome, ...met]);
  const missed = tries.filter(({ fields }) => fields["outcome"] !== MET);
  const lastTry = missed.map(tryOf).filter((one) => one !== null);
  lastTry.sort((one, other) => other.day - one.day);
  const [newest] = lastTry;
  return {
    lastVisit,
    lastContact: latestDay(contacts),
    lastTry: newest && (lastVisit === null || newest.day >= lastVisit) ? newest : null,
    attended: attendedOf(alive),
    referrals: alive.flatMap(waitingReferral).sort((one, other) => one.day - other.day),
  };
}

/** At home by its place, or by the kind of its form. */
function isHomeVisit(forms: ReadonlySet<unknown>, { place, fields }: Subject): boolean {
  return place === HOME || forms.has(fields["package"]);
}

const FORMS = new WeakMap<Bundle, ReadonlySet<unknown>>();

function homeForms(bundle: Bundle): ReadonlySet<unknown> {
  let forms = FORMS.get(bundle);
  if (forms === undefined) {
    const made = (bundle.packages ?? []).filter(
      ({ kind, at }) => kind === CHECKLIST && at.every((place) => place === HOME),
    );
    forms = new Set(made.map(({ form }) => form));
    FORMS.set(bundle, forms);
  }
  return forms;
}

function tryOf({ fields, happened }: Subject): VisitTry | null {
  const day = dayOf(happened);
  return day === null
    ? null
    : { day, outcome: String(fields["outcome"] ?? ""), again: dayOf(fields["again_on"]) };
}

function waitingReferral({ id, kind, fields, happened }: Subject): Standing["referrals"][number][] {
  if (kind !== "referral" || fields["followed_up"] !== undefined) {
    return [];
  }
  const answered = dayOf(fields["answered"]);
  const day = answered === null ? dayOf(happened) : (dayOf(fields["follow_up_on"]) ?? answered);
  return day === null ? [] : [{ id, state: answered === null ? "sent" : "answered", day }];
}

function latestDay(subjects: readonly Subject[]): number | null {
  const days = subjects.map(({ happened }) => dayOf(happened)).filter((day) => day !== null);
  return days.length > 0 ? Math.max(...days) : null;
}

function dayOf(text: unknown): number | null {
  return momentOf(text)?.[0] ?? null;
}
