/**
 * The houses of this worker, reckoned anew at most once in a while: standings come in slices while thousands of people
 * are being reckoned, and sorting all houses at each slice would hold up the screen.
 */

import type { Desk } from "../../../store/types.ts";
import { type House, housesToVisit, type Neighbourhood } from "./houses.ts";

const CALM_MS = 700;

/** What houses are made from, as the desk knows it now. */
export function neighbourhood(desk: Desk): Neighbourhood {
  return {
    people: desk.people.get(),
    households: desk.households.get(),
    standings: desk.standings.get(),
  };
}

/** Follows the desk. Call `leave` when the screen goes. */
export class Town {
  houses = $state.raw<readonly House[]>([]);
  /** Nothing came since the houses were reckoned. */
  isCurrent = $state(false);
  readonly #desk: Desk;
  readonly #leaving: readonly (() => void)[];
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#reckon();
    const later = (): void => this.#soon();
    this.#leaving = [
      desk.people.subscribe(later),
      desk.households.subscribe(later),
      desk.standings.subscribe(later),
      desk.engine.subscribe(later),
    ];
  }

  #soon(): void {
    this.isCurrent = false;
    this.#timer ??= setTimeout(() => this.#reckon(), CALM_MS);
  }

  #reckon(): void {
    this.#timer = null;
    this.isCurrent = true;
    const engine = this.#desk.engine.get();
    this.houses = engine === null ? [] : housesToVisit(neighbourhood(this.#desk), engine.bundle);
  }

  leave(): void {
    for (const leave of this.#leaving) {
      leave();
    }
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }
}
