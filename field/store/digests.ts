/**
 * What reckoning needs of the people of a block, made once: their events in order with growth derived, and when somebody
 * came. A new day then opens no record. A block never changes, so its digest holds until another rulebook or another
 * version of the app comes; one that is missing or damaged is made again from the block. Own entries are not in it.
 */

import type { Engine } from "../core/engine/engine.ts";
import type { Person, WrittenPerson } from "../core/engine/person.ts";
import { type Comings, comingsOf } from "../core/people/standing.ts";
import type { File } from "./types.ts";
import type { Vault } from "./vault.ts";

/** Raised when what a digest looks like, or how it is made, changes. */
const FORMAT = 2;

/** One person without own entries, ready to be asked about on any day. */
export interface Digest {
  readonly person: Person;
  readonly comings: Comings;
}

/** The digests of a block, by who they are of. */
export type Digests = ReadonlyMap<string, Digest>;

interface Page {
  readonly terms: string;
  readonly rows: readonly (readonly [about: string, person: WrittenPerson, comings: Comings])[];
}

export function digestOf(engine: Engine, { facts, subjects }: File): Digest {
  return { person: engine.person(facts), comings: comingsOf(engine.bundle, subjects.values()) };
}

/** The digests kept of a block; null where there are none that hold. */
export async function openDigests(
  vault: Vault,
  app: string,
  number: number,
  engine: Engine,
): Promise<Digests | null> {
  try {
    const sealed = await vault.database.get("digests", number);
    if (sealed === undefined) {
      return null;
    }
    const page = (await vault.seal.open(placeOf(number), sealed)) as Page;
    return page.terms === termsOf(app, engine) ? read(page, engine) : null;
  } catch {
    return null; // locked, or damaged: the block itself tells
  }
}

function read({ rows }: Page, engine: Engine): Digests {
  return new Map(
    rows.map(([about, person, comings]) => [about, { person: engine.read(person), comings }]),
  );
}

export function sealDigests(
  vault: Vault,
  app: string,
  number: number,
  engine: Engine,
  digests: Digests,
): Promise<Uint8Array<ArrayBuffer>> {
  const rows = [...digests].map(
    ([about, { person, comings }]) => [about, engine.written(person), comings] as const,
  );
  const page: Page = { terms: termsOf(app, engine), rows };
  return vault.seal.close(placeOf(number), page, true);
}

/** Removes what is left of blocks that hold nobody any longer. */
export async function sweepDigests(vault: Vault, living: ReadonlySet<number>): Promise<void> {
  const left = (await vault.database.keys("digests")).filter((key) => !living.has(key as number));
  if (left.length > 0) {
    await vault.database.change(["digests"], (change) => {
      for (const key of left) {
        change.remove("digests", key);
      }
    });
  }
}

function placeOf(number: number): string {
  return `digests ${number}`;
}

function termsOf(app: string, { bundle }: Engine): string {
  return `${FORMAT} ${app} ${bundle.rulebook}`;
}
