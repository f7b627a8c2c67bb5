/** Every screen there is, with what it needs to know, and the component that shows it. Loaded when first opened. */

import type { Component } from "svelte";
import { texts } from "./language.svelte.ts";
import type { IconName } from "./parts/icons.ts";

export type Screen =
  | { readonly name: "home" }
  | { readonly name: "phone" }
  | FormScreen
  | PeopleScreen
  | VisitScreen
  | ReferralScreen
  | AreaScreen
  | SessionScreen
  | { readonly name: "more" }
  | { readonly name: "guide" };

/** People: finding them, their cards, registering and changing them, and what the worker wrote. */
export type PeopleScreen =
  | { readonly name: "people" }
  | { readonly name: "household"; readonly household: string }
  | { readonly name: "person"; readonly person: string }
  /** Which forms serve what is due; `at` is a kind of place: home, posyandu, pustu … */
  | { readonly name: "start"; readonly person: string; readonly at?: string }
  | { readonly name: "charts"; readonly person: string }
  /** QR cards of one person, or of everybody of an area ("": all). */
  | { readonly name: "cards"; readonly person?: string; readonly area?: string }
  /** `mother` makes it a newborn; `draft` goes on with one. */
  | {
      readonly name: "register";
      readonly household?: string;
      readonly mother?: string;
      readonly draft?: string;
    }
  | { readonly name: "change"; readonly person: string; readonly what: Change }
  | { readonly name: "mine" }
  /** One own record: its history, correcting it, taking it back. */
  | { readonly name: "own"; readonly about: string; readonly subject: string };

export type Change = "identity" | "moved" | "died";

/** Home visits; a house is a household, or one person who belongs to none. */
export type VisitScreen =
  | { readonly name: "visits" }
  | { readonly name: "house"; readonly house: string }
  | { readonly name: "outcome"; readonly house: string };

/** Referrals; `refer` makes one, `contact` is the contact that found the reason. */
export type ReferralScreen =
  | { readonly name: "referrals" }
  | { readonly name: "referral"; readonly about: string; readonly id: string }
  | { readonly name: "refer"; readonly about: string; readonly contact?: string | null };

/** Coverage of the worker's people, and the names behind one number. */
export type AreaScreen =
  | { readonly name: "area" }
  | { readonly name: "indicator"; readonly id: string };

/** Any form about anybody; see FormView for what each part means. */
export interface FormScreen {
  readonly name: "form";
  readonly about: string;
  readonly form: string;
  readonly place: string;
  readonly at?: string | null;
  readonly step?: number | null;
  readonly session?: string | null;
  readonly queue?: string | null;
  readonly subject?: string | null;
  readonly facility?: string | null;
}

/** A hari buka: `facility` by code, `day` as day number. */
export type SessionScreen =
  | { readonly name: "sessions" }
  | {
      readonly name: "session-plan" | "session" | "session-end";
      readonly facility: string;
      readonly day: number;
    }
  | {
      readonly name: "session-step";
      readonly facility: string;
      readonly day: number;
      readonly person: string;
      readonly step: number;
    };

type Loader = () => Promise<{ default: Component<{ screen: never }> }>;

export const SCREENS: Readonly<Record<Screen["name"], Loader>> = {
  home: () => import("./screens/home/Home.svelte") as ReturnType<Loader>,
  form: () => import("./screens/form/FormPage.svelte") as ReturnType<Loader>,
  people: () => import("./screens/people/People.svelte") as ReturnType<Loader>,
  household: () => import("./screens/people/Household.svelte") as ReturnType<Loader>,
  cards: () => import("./screens/people/Cards.svelte") as ReturnType<Loader>,
  person: () => import("./screens/person/Person.svelte") as ReturnType<Loader>,
  start: () => import("./screens/person/Start.svelte") as ReturnType<Loader>,
  charts: () => import("./screens/person/Charts.svelte") as ReturnType<Loader>,
  register: () => import("./screens/register/Register.svelte") as ReturnType<Loader>,
  change: () => import("./screens/register/Change.svelte") as ReturnType<Loader>,
  mine: () => import("./screens/mine/Mine.svelte") as ReturnType<Loader>,
  own: () => import("./screens/mine/OwnRecord.svelte") as ReturnType<Loader>,
  visits: () => import("./screens/visits/VisitList.svelte") as ReturnType<Loader>,
  house: () => import("./screens/visits/House.svelte") as ReturnType<Loader>,
  outcome: () => import("./screens/visits/OutcomePage.svelte") as ReturnType<Loader>,
  referrals: () => import("./screens/referrals/ReferralList.svelte") as ReturnType<Loader>,
  referral: () => import("./screens/referrals/ReferralPage.svelte") as ReturnType<Loader>,
  refer: () => import("./screens/referrals/ReferPage.svelte") as ReturnType<Loader>,
  area: () => import("./screens/area/AreaPage.svelte") as ReturnType<Loader>,
  indicator: () => import("./screens/area/IndicatorPage.svelte") as ReturnType<Loader>,
  more: () => import("./screens/home/More.svelte") as ReturnType<Loader>,
  guide: () => import("./screens/home/Guide.svelte") as ReturnType<Loader>,
  sessions: () => import("./screens/session/SessionHome.svelte") as ReturnType<Loader>,
  "session-plan": () => import("./screens/session/PlanPage.svelte") as ReturnType<Loader>,
  session: () => import("./screens/session/SessionPage.svelte") as ReturnType<Loader>,
  "session-step": () => import("./screens/session/StepPage.svelte") as ReturnType<Loader>,
  "session-end": () => import("./screens/session/EndPage.svelte") as ReturnType<Loader>,
  phone: () => import("./screens/phone/PhonePage.svelte") as ReturnType<Loader>,
};

/** A screen that a bar or a list leads to. */
export interface Way {
  readonly screen: Screen;
  readonly icon: IconName;
  readonly label: () => string;
}

/** The bar below, at most five: what somebody opens many times a day. */
export const TABS: readonly Way[] = [
  { screen: { name: "home" }, icon: "today", label: () => t.home },
  { screen: { name: "people" }, icon: "people", label: () => t.people },
  { screen: { name: "sessions" }, icon: "session", label: () => t.sessions },
  { screen: { name: "visits" }, icon: "visits", label: () => t.visits },
  { screen: { name: "more" }, icon: "more", label: () => t.more },
];

const t = texts({
  home: { id: "Hari ini", en: "Today" },
  people: { id: "Orang", en: "People" },
  sessions: { id: "Hari buka", en: "Session" },
  visits: { id: "Kunjungan", en: "Visits" },
  more: { id: "Lainnya", en: "More" },
});
