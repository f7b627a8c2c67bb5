/** One person's file as a screen reads it: read anew when the listing of the person changed. */

import type { Engine } from "../../../core/engine/engine.ts";
import type { Language } from "../../../core/index.ts";
import { Speaker } from "../../../core/index.ts";
import type { Desk, File, OwnEntry } from "../../../store/types.ts";
import { historyOf, type Record } from "./history.ts";
import { type Dispute, disputesOf } from "./settle.ts";
import { type PersonView, personView, type Reader, wordsShown } from "./view.ts";

const OWN_LIMIT = 500;

export interface Read {
  readonly file: File;
  readonly own: readonly OwnEntry[];
}

export async function readPerson(desk: Desk, about: string): Promise<Read> {
  const file = await desk.file(about);
  return { file, own: await readOwn(desk, file) };
}

/** What became of the own entries of a file; asked only where there are some, as each is unsealed by itself. */
export async function readOwn(desk: Desk, file: File): Promise<readonly OwnEntry[]> {
  if (!file.entries.some(({ device }) => device === desk.device)) {
    return [];
  }
  const own = await desk.mine(OWN_LIMIT);
  return own.filter(({ entry }) => file.subjects.has(entry.subject));
}

/** What stands at once, and what may wait until that was drawn. */
export interface Told {
  readonly view: PersonView;
  readonly disputes: readonly Dispute[];
  readonly history: () => readonly Record[];
}

/** Everything about a person in words. */
export function tell(
  engine: Engine,
  file: File,
  reader: Reader & { readonly officeRole: string; readonly self: string },
  names: Readonly<globalThis.Record<string, string>>,
  erased: string,
): Told {
  const { hidden, language, role } = reader;
  const words = wordsShown(engine, hidden);
  const speaker = new Speaker(engine, language, words);
  const common = { words, speaker, language, names, erased };
  const subjects = [...file.subjects.values()];
  return {
    view: personView(engine, file.facts, reader),
    disputes: disputesOf(subjects, { ...common, all: engine.words, role: reader.officeRole }),
    history: () =>
      historyOf(subjects, {
        ...common,
        engine,
        hidden,
        isKader: role === "kader",
        self: reader.self,
      }),
  };
}

/** Who reads, from the setup of an open desk. */
export function readerOf(desk: Desk, language: Language) {
  const { worker, hidden } = desk.setup.get();
  return {
    role: worker.form_role,
    officeRole: worker.role,
    self: worker.id,
    hidden: new Set(hidden),
    language,
    today: desk.today(),
  };
}
