/**
 * Sharing the queue with other phones while screens of a session stand. Going from one of them to the next neither
 * stops the asking nor begins its interval anew, and what was just saved is sent soon.
 */

import type { Desk } from "../../../store/types.ts";

/** Between two of a session's screens. */
const GRACE_MS = 2_000;
/** What was saved waits at most this long while somebody is at work. */
const SOON_MS = 5_000;

let watched: Desk | null = null;
let screens = 0;
let sentAt = Number.NEGATIVE_INFINITY;

/** Follow the session while a screen stands; call the answer when it goes. */
export function shareQueue(desk: Desk): () => void {
  screens += 1;
  if (watched !== desk) {
    watched = desk;
    desk.follow(true);
  }
  const now = performance.now();
  if (now - sentAt > SOON_MS) {
    sentAt = now;
    void desk.sync();
  }
  return () => {
    screens -= 1;
    setTimeout(() => stopUnlessNeeded(desk), GRACE_MS);
  };
}

function stopUnlessNeeded(desk: Desk): void {
  if (screens === 0 && watched === desk) {
    watched = null;
    desk.follow(false);
  }
}
