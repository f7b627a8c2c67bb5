/**
 * Which screen stands open. The address never changes and the browser's history holds an index only: whom a screen is
 * about stays in memory.
 */

import type { Screen } from "./screens.ts";

const HOME: Screen = { name: "home" };

class Navigation {
  #stack = $state.raw<readonly Screen[]>([HOME]);
  #at = $state(0);

  get screen(): Screen {
    return this.#stack[this.#at] ?? HOME;
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  /** Open a screen above this one. */
  go(screen: Screen): void {
    this.#stack = [...this.#stack.slice(0, this.#at + 1), screen];
    this.#at += 1;
    history.pushState({ at: this.#at }, "");
    scrollTo(0, 0);
  }

  /** Put another screen in the place of this one: after saving, so that "back" does not open the form again. */
  replace(screen: Screen): void {
    this.#stack = [...this.#stack.slice(0, this.#at), screen];
    scrollTo(0, 0);
  }

  back(): void {
    if (this.canGoBack) {
      history.back();
    } else {
      this.reset();
    }
  }

  /** A tab of the bar below: its screen becomes the first. */
  reset(screen: Screen = HOME): void {
    this.#stack = screen.name === "home" ? [HOME] : [HOME, screen];
    this.#at = this.#stack.length - 1;
    history.pushState({ at: this.#at }, "");
    scrollTo(0, 0);
  }

  /** Follow the browser's own back and forward. */
  listen(): void {
    history.replaceState({ at: 0 }, "");
    addEventListener("popstate", ({ state }) => {
      const at = typeof state?.at === "number" ? state.at : 0;
      this.#at = Math.max(0, Math.min(at, this.#stack.length - 1));
    });
  }

  /** Forget everything: somebody locked. */
  clear(): void {
    this.#stack = [HOME];
    this.#at = 0;
    history.replaceState({ at: 0 }, "");
  }
}

export const navigation = new Navigation();
