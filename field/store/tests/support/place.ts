/** A second place in memory: it outlives a killed page, and the loss of every database. */

import type { SecondPlace } from "../../second.ts";

export function memoryPlace(values = new Map<string, Uint8Array<ArrayBuffer>>()): SecondPlace {
  return {
    names: async () => [...values.keys()],
    get: async (name) => values.get(name) ?? null,
    put: async (name, value) => void values.set(name, value.slice()),
    remove: async (name) => void values.delete(name),
  };
}
