/** The answer of a pull, checked: what does not look like one is no answer. */

import type { RawRecord } from "./blocks.ts";
import { type Had, type HeldEntry, readHad } from "./receipt.ts";
import { NoContact } from "./server.ts";

export interface PulledPage extends Had {
  readonly cursor: string | null;
  readonly more: boolean;
  readonly generation: string;
  readonly records: readonly RawRecord[];
  readonly gone: readonly string[];
  readonly setup: string;
  readonly upstream: number | null;
  readonly held: readonly HeldEntry[];
  readonly now: number | null;
}

/** Throws NoContact for an answer that is none. */
export function readPulledPage(data: unknown): PulledPage {
  const page = Object(data) as Record<string, unknown>;
  const { cursor, more, generation, records, gone } = page;
  const isPage =
    (typeof cursor === "string" || cursor === null) &&
    typeof generation === "string" &&
    Array.isArray(records) &&
    records.every(isRecord);
  if (!isPage) {
    throw new NoContact();
  }
  return {
    cursor,
    more: more === true,
    generation,
    records,
    gone: listOf(gone).filter((one) => typeof one === "string"),
    setup: typeof page["setup"] === "string" ? page["setup"] : "",
    ...(readHad(page) ?? { have: 0, gaps: [] }),
    upstream: numberOf(page["upstream_have"]),
    held: listOf(page["held"]).flatMap(heldEntry),
    now: numberOf(page["now"]),
  };
}

function isRecord(data: unknown): data is RawRecord {
  const { about, kind, entries } = Object(data) as Record<string, unknown>;
  return typeof about === "string" && typeof kind === "string" && Array.isArray(entries);
}

function heldEntry(data: unknown): HeldEntry[] {
  const { number, status, problem } = Object(data) as Record<string, unknown>;
  if (typeof number !== "number") {
    return [];
  }
  return [
    {
      number,
      status: status === "declined" ? "declined" : "held",
      problem: typeof problem === "string" ? problem : null,
    },
  ];
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
