/** Every screen there is, with what it needs to know, and the component that shows it. Loaded when first opened. */

import type { Component } from "svelte";
import { texts } from "./language.svelte.ts";
import type { IconName } from "./parts/icons.ts";
import Home from "./screens/home/Home.svelte";

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
  /** Why a record is corrected: saved together with what was corrected. */
  readonly reason?: string;
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

/** One file for all that is not the first screen: packed together they are far smaller. */
const later =
  (name: keyof typeof import("./screens/all.ts")): Loader =>
  async () => ({
    default: (await import("./screens/all.ts"))[name] as Component<{ screen: never }>,
  });

export const SCREENS: Readonly<Record<Screen["name"], Loader>> = {
  home: async () => ({ default: Home as Component<{ screen: never }> }),
  form: later("FormPage"),
  people: later("People"),
  household: later("Household"),
  cards: later("Cards"),
  person: later("Person"),
  start: later("Start"),
  charts: later("Charts"),
  register: later("Register"),
  change: later("Change"),
  mine: later("Mine"),
  own: later("OwnRecord"),
  visits: later("VisitList"),
  house: later("House"),
  outcome: later("OutcomePage"),
  referrals: later("ReferralList"),
  referral: later("ReferralPage"),
  refer: later("ReferPage"),
  area: later("AreaPage"),
  indicator: later("IndicatorPage"),
  more: later("More"),
  guide: later("Guide"),
  sessions: later("SessionHome"),
  "session-plan": later("PlanPage"),
  session: later("SessionPage"),
  "session-step": later("StepPage"),
  "session-end": later("EndPage"),
  phone: later("PhonePage"),
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
