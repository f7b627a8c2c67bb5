/** The first card after a start is as quick as the next: its code runs once while nobody waits for it. */

import type { Desk } from "../../../store/types.ts";
import { language } from "../../language.svelte.ts";
import { readerOf, tell } from "./reading.ts";
import { NAMES, t } from "./texts.ts";

/** Asks one card and shows it to nobody. */
export async function warm(desk: Desk): Promise<void> {
  const [somebody] = desk.people.get().keys();
  const engine = desk.engine.get();
  if (somebody !== undefined && engine !== null) {
    const file = await desk.file(somebody);
    tell(engine, file, readerOf(desk, language.now), NAMES, t.erased);
  }
}
