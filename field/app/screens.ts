/** Every screen there is, with what it needs to know, and the component that shows it. Loaded when first opened. */

import type { Component } from "svelte";
import { texts } from "./language.svelte.ts";
import type { IconName } from "./parts/icons.ts";

export type Screen = { readonly name: "home" } | { readonly name: "phone" } | FormScreen;

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
  phone: () => import("./screens/phone/PhonePage.svelte") as ReturnType<Loader>,
};

/** The bar below, at most five: what somebody opens many times a day. */
export const TABS: readonly {
  readonly screen: Screen;
  readonly icon: IconName;
  readonly label: () => string;
}[] = [
  { screen: { name: "home" }, icon: "today", label: () => t.home },
  { screen: { name: "phone" }, icon: "phone", label: () => t.phone },
];

const t = texts({
  home: { id: "Hari ini", en: "Today" },
  phone: { id: "Ponsel", en: "Phone" },
});
