/** The language of the screens: Indonesian unless the worker chose English. */

import type { Label, Language } from "../core/index.ts";

const KEPT = "bahasa"; // says nothing of anybody

class Chosen {
  now = $state<Language>(localStorage.getItem(KEPT) === "en" ? "en" : "id");

  choose(language: Language): void {
    this.now = language;
    localStorage.setItem(KEPT, language);
    document.documentElement.lang = language;
  }
}

export const language = new Chosen();

/** The texts of one screen, each in both languages; reading one follows the chosen language. */
export function texts<Name extends string>(
  table: Readonly<Record<Name, Label>>,
): Readonly<Record<Name, string>> {
  const spoken = {} as Record<Name, string>;
  for (const name of Object.keys(table) as Name[]) {
    Object.defineProperty(spoken, name, { get: () => table[name][language.now], enumerable: true });
  }
  return spoken;
}

/** A text with its {places} filled. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** A label of the rulebook in the chosen language. */
export function label(of: Label): string {
  return of[language.now];
}
