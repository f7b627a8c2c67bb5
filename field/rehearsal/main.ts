/** The store in a page of its own, for rehearsals and benches. Never part of the app. */

import { browserPlatform } from "../store/browser.ts";
import { openPhone } from "../store/index.ts";

const platform = browserPlatform("2026.11.0");

/** The phone on a day so many milliseconds away: tomorrow nothing of today's reckoning holds. */
const phoneOn = (later: number) => openPhone({ ...platform, now: () => platform.now() + later });

Object.assign(globalThis, { phone: await openPhone(platform), phoneOn });
