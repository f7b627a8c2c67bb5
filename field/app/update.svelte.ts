/** The app on the phone: kept by a service worker, renewed when the worker says so, never in the middle of work. */

import { registerSW } from "virtual:pwa-register";

class Update {
  /** A newer app lies ready. */
  ready = $state(false);
  #apply: ((reload?: boolean) => Promise<void>) | null = null;

  /** Look for the app's files once; without a service worker (an old browser) the app still runs with a signal. */
  register(): void {
    this.#apply = registerSW({
      onNeedRefresh: () => {
        this.ready = true;
      },
    });
  }

  /** Change over now: the page starts anew, drafts stay. */
  async apply(): Promise<void> {
    await this.#apply?.(true);
  }
}

export const update = new Update();

export function registerApp(): void {
  update.register();
}
