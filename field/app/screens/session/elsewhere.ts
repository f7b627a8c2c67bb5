/** Screens of other parts of the app, opened where this version has them. */

import { navigation } from "../../navigation.svelte.ts";
import { SCREENS, type Screen } from "../../screens.ts";

export function canOpen(name: string): boolean {
  return name in SCREENS;
}

export function openElsewhere(screen: { readonly name: string } & Record<string, unknown>): void {
  if (canOpen(screen.name)) {
    navigation.go(screen as unknown as Screen);
  }
}
