/** What the app has in hand: the phone, and the desk of whoever unlocked it. */

import type { Desk, Phone } from "../store/types.ts";
import { navigation } from "./navigation.svelte.ts";

const SYNC_EVERY_MS = 60_000;

class Work {
  phone = $state.raw<Phone | null>(null);
  desk = $state.raw<Desk | null>(null);
  /** The desk that was just closed was removed from this phone: somebody ended the device. */
  isWiped = $state(false);
  /** The phone has a network; whether a server answers, the desk's status says. */
  isOnline = $state(navigator.onLine);
  #timer: ReturnType<typeof setInterval> | null = null;

  begin(phone: Phone): void {
    this.phone = phone;
    navigation.listen();
    addEventListener("offline", () => (this.isOnline = false));
    addEventListener("online", () => {
      this.isOnline = true;
      void this.desk?.sync();
    });
    for (const kind of ["pointerdown", "keydown"]) {
      addEventListener(kind, () => this.desk?.touch(), { passive: true });
    }
  }

  /** Somebody's vault was opened. */
  open(desk: Desk): void {
    this.desk = desk;
    desk.closed.subscribe((why) => {
      if (why !== null) {
        this.#closed(why);
      }
    });
    void desk.sync();
    this.#timer = setInterval(() => void desk.sync(), SYNC_EVERY_MS);
  }

  /** The desk of the open vault; screens are shown only while there is one. */
  get open_desk(): Desk {
    if (this.desk === null) {
      throw new Error("locked");
    }
    return this.desk;
  }

  lock(): void {
    this.desk?.lock();
  }

  #closed(why: "locked" | "wiped"): void {
    this.isWiped = why === "wiped";
    if (this.#timer !== null) {
      clearInterval(this.#timer);
    }
    this.desk = null;
    navigation.clear();
  }
}

export const work = new Work();
