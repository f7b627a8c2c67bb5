/** Ways from these screens to those of others: a card, a form, a referral, a hari buka, what the worker wrote. */

import { navigation } from "./navigation.svelte.ts";

export function openPerson(person: string): void {
  navigation.go({ name: "person", person });
}

/** A form about somebody at home. */
export function openForm(about: string, form: string): void {
  navigation.go({ name: "form", about, form, place: "home" });
}

/** A new referral, its reason proposed from what was found. */
export function openReferral(about: string): void {
  navigation.go({ name: "refer", about });
}

/** Hari buka: planning, preparing, holding it. */
export function openSession(): void {
  navigation.go({ name: "sessions" });
}

/** What the worker wrote, with what became of it. */
export function openMine(): void {
  navigation.go({ name: "mine" });
}
