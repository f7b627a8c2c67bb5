/** What is wanted next is made ready when everybody was reckoned and the screen has nothing to do. */

import type { Desk } from "../store/types.ts";
import { SCREENS } from "./screens.ts";

const PATIENCE_MS = 1500;

/** Once for each unlocking; the answer ends it. Nothing depends on it: where it fails the first card takes a moment longer. */
export function warmUp(desk: Desk): () => void {
  let isBegun = false;
  return desk.settled.subscribe((isSettled) => {
    if (isSettled && !isBegun && desk.people.get().size > 0) {
      isBegun = true;
      setTimeout(() => whenIdle(() => void warm(desk).catch(() => undefined)), PATIENCE_MS);
    }
  });
}

async function warm(desk: Desk): Promise<void> {
  if (desk.closed.get() === null) {
    await SCREENS.person();
    await (await import("./screens/person/warm.ts")).warm(desk);
  }
}

function whenIdle(run: () => void): void {
  typeof requestIdleCallback === "undefined" ? run() : requestIdleCallback(run);
}
