/** Ways from these screens to those of others: a card, a form, a referral, a hari buka, what the worker wrote. */

import { navigation } from "./navigation.svelte.ts";
import type { NextSession } from "./screens/home/next-session.ts";

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

/** Hari buka: the open one is held, one that is planned is prepared; without one it is chosen among all. */
export function openSession(session: NextSession | null): void {
  if (session === null) {
    navigation.go({ name: "sessions" });
  } else {
    const { facility, day, isOpen } = session;
    navigation.go({ name: isOpen ? "session" : "session-plan", facility, day });
  }
}

/** What the worker wrote, with what became of it. */
export function openMine(): void {
  navigation.go({ name: "mine" });
}
