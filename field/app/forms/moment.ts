/** A day with or without its hour, as forms write it: 2026-06-30T08:30 or 2026-06-30. */

export function dayOf(moment: string): string {
  return moment.slice(0, 10);
}

/** 08:30; empty where only the day is known. */
export function clockOf(moment: string): string {
  return moment.slice(11, 16);
}

export function momentOf(day: string, clock: string): string {
  return clock === "" ? day : `${day}T${clock}`;
}
