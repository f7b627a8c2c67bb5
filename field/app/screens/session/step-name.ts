/** The steps of a session as the rulebook's checklist names them: “Langkah 2, penimbangan dan pengukuran”. */

import type { Engine } from "../../../core/engine/engine.ts";
import { fill, label } from "../../language.svelte.ts";
import { t } from "./texts.ts";

export function stepName({ words }: Engine, step: number): string {
  const word = words.get(`session_step_${step}`);
  return word ? label(word.label) : fill(t.step, { step });
}
