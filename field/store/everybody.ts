/** Everybody's file, one after the other: block by block, with a pause after each slice, so that the screen goes on. */

import type { Platform } from "./platform.ts";
import { fileOf, readable } from "./reading.ts";
import type { Records } from "./records.ts";
import type { Register } from "./register.ts";
import type { File } from "./types.ts";

const SLICE_MS = 25;

/** Gives the file of every listed person to `each` until that answers false. A damaged block is passed over. */
export async function everybody(
  platform: Platform,
  records: Records,
  register: Register,
  each: (file: File) => boolean,
): Promise<void> {
  let sliceEnds = platform.monotonic() + SLICE_MS;
  for await (const file of filesOf(records, register)) {
    if (!each(file)) {
      return;
    }
    if (platform.monotonic() >= sliceEnds) {
      await platform.pause();
      sliceEnds = platform.monotonic() + SLICE_MS;
    }
  }
}

async function* filesOf(records: Records, register: Register): AsyncGenerator<File> {
  const isListed = (about: string): boolean => register.people.get().has(about);
  for (const number of records.census().keys()) {
    for (const { about, kind, entries } of await records.living(number).catch(() => [])) {
      if (isListed(about)) {
        yield fileOf(about, kind, register.over(about, readable(entries)), register.words);
      }
    }
  }
  for (const about of register.touched()) {
    if (records.where(about) === undefined && isListed(about)) {
      yield await register.file(about); // registered here, not yet known to the server
    }
  }
}
