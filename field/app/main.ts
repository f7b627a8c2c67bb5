/** Starts the app: the phone's store first, then the screens. */

import { mount } from "svelte";
import { browserPlatform } from "../store/browser.ts";
import { openPhone } from "../store/index.ts";
import App from "./App.svelte";
import "./styles/field.css";
import { registerApp } from "./update.svelte.ts";
import { work } from "./work.svelte.ts";

work.begin(await openPhone(browserPlatform(__APP__)));
mount(App, { target: document.getElementById("app") as HTMLElement });
registerApp();
// Ask that the browser never clears the vaults to make room. Where it refuses, the app works all the same.
void navigator.storage?.persist?.();
