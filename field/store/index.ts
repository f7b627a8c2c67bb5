/** The store: what a phone keeps, encrypted, and how it reaches the server. Screens use what is named here. */

export { browserPlatform } from "./browser.ts";
export { openPhone } from "./phone.ts";
export { SHORTEST_PIN } from "./pin.ts";
export type { Platform } from "./platform.ts";
export { OpenElsewhere, Problem, WrongPin } from "./problem.ts";
export type * from "./types.ts";
