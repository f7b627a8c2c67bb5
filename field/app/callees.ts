/** Whom to call when there is danger: the nearest Pustu first, then the Puskesmas. */

import type { Facility } from "../store/types.ts";

/** A facility with a number that a telephone can dial. */
export interface Callee {
  readonly code: string;
  readonly name: string;
  readonly href: string;
  readonly number: string;
}

const ORDER: readonly string[] = ["pustu", "puskesmas"];

/**
 * Facilities with a telephone, those that serve the person's area first, Pustu before Puskesmas before others. Workers
 * do not call those of their own kind: `role` is the caller's.
 */
export function callees(facilities: readonly Facility[], area = "", role = "kader"): Callee[] {
  return facilities
    .filter(({ phone, type }) => type !== role && dialled(phone).length > 0)
    .sort((one, other) => place(one, area) - place(other, area))
    .map(({ code, name, phone }) => ({ code, name, number: phone, href: `tel:${dialled(phone)}` }));
}

/** Where somebody may be sent: Pustu and Puskesmas, the nearest first, with or without a telephone. */
export function receivers(facilities: readonly Facility[], area: string): Facility[] {
  return facilities
    .filter(({ type }) => ORDER.includes(type))
    .sort((one, other) => place(one, area) - place(other, area));
}

function place({ type, area: stands, serves }: Facility, area: string): number {
  const kind = ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length;
  const isNear = [stands, ...serves].some((code) => isWithin(area, code));
  return kind * 2 + (isNear ? 0 : 1);
}

/** Codes of areas grow from left to right: RT 19.06.01.2004-01-001 lies in dusun -01 and in village 19.06.01.2004. */
export function isWithin(area: string, whole: string): boolean {
  return (
    area === whole || (area.startsWith(whole) && SEPARATORS.includes(area[whole.length] ?? ""))
  );
}

const SEPARATORS: readonly string[] = [".", "-"];

function dialled(phone: string): string {
  return phone.replace(/[^\d+]/g, "");
}
