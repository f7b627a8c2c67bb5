/** The app on the phone: kept by a service worker, renewed when the worker says so, never in the middle of work. */

class Update {
  /** A newer app lies ready. */
  ready = $state(false);
  #registration: ServiceWorkerRegistration | null = null;

  /** Look for the app's files once; without a service worker (an old browser) the app still runs with a signal. */
  async register(): Promise<void> {
    const { serviceWorker } = navigator;
    const scope = import.meta.env.BASE_URL;
    const registration = await serviceWorker.register(`${scope}sw.js`, { scope });
    this.#registration = registration;
    registration.addEventListener("updatefound", () => this.#follow(registration.installing));
    this.#follow(registration.installing);
    this.#tell();
    serviceWorker.addEventListener("controllerchange", () => {
      if (this.ready) {
        location.reload(); // this tab asked for it, or another: the files of before are gone
      }
    });
  }

  #follow(worker: ServiceWorker | null): void {
    worker?.addEventListener("statechange", () => this.#tell());
  }

  /** The first version of all is no news. */
  #tell(): void {
    const isNews = navigator.serviceWorker.controller !== null;
    this.ready ||= isNews && !!this.#registration?.waiting;
  }

  /** Change over now: the page starts anew, drafts stay. */
  apply(): void {
    this.#registration?.waiting?.postMessage({ type: "SKIP_WAITING" });
  }
}

export const update = new Update();

/** After the page is there: fetching the app's files must not slow its first screen. */
export function registerApp(): void {
  if (!("serviceWorker" in navigator)) {
    return;
  }
  const register = (): void => void update.register().catch(() => undefined); // works with a signal all the same
  if (document.readyState === "complete") {
    register();
  } else {
    addEventListener("load", register, { once: true });
  }
}
