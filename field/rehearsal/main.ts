/** The store in a page of its own, for rehearsals that kill the browser hundreds of times. Never part of the app. */

import { browserPlatform } from "../store/browser.ts";
import { openPhone } from "../store/index.ts";

Object.assign(globalThis, { phone: await openPhone(browserPlatform("2026.11.0")) });
