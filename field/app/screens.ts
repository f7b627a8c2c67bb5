/** Every screen there is, with what it needs to know, and the component that shows it. Loaded when first opened. */

import type { Component } from "svelte";
import { texts } from "./language.svelte.ts";
import type { IconName } from "./parts/icons.ts";

export type Screen =
  | { readonly name: "home" }
  | { readonly name: "phone" }
  | FormScreen
  | PeopleScreen;

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
  phone: () => import("./screens/phone/PhonePage.svelte") as ReturnType<Loader>,
};

/** The bar below, at most five: what somebody opens many times a day. */
export const TABS: readonly {
  readonly screen: Screen;
  readonly icon: IconName;
  readonly label: () => string;
}[] = [
  { screen: { name: "home" }, icon: "today", label: () => t.home },
  { screen: { name: "people" }, icon: "people", label: () => t.people },
  { screen: { name: "phone" }, icon: "phone", label: () => t.phone },
];

const t = texts({
  home: { id: "Hari ini", en: "Today" },
  people: { id: "Orang", en: "People" },
  phone: { id: "Ponsel", en: "Phone" },
});
