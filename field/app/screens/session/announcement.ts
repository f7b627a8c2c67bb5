/** The text that is shared before a session. It names no person. */

export interface Announced {
  readonly posyandu: string;
  readonly day: string;
  readonly groups: readonly string[];
  readonly services: readonly string[];
}

export interface AnnouncementWords {
  readonly opening: string;
  readonly groups: string;
  readonly services: string;
  readonly closing: string;
}

/** Lines with {posyandu}, {day}, {groups} and {services} filled; without services that line is left out. */
export function announcement(what: Announced, words: AnnouncementWords): string {
  const values: Readonly<Record<string, string>> = {
    posyandu: what.posyandu,
    day: what.day,
    groups: what.groups.join(", "),
    services: what.services.join(", "),
  };
  const lines = [
    words.opening,
    words.groups,
    what.services.length > 0 ? words.services : "",
    words.closing,
  ];
  return lines
    .filter(Boolean)
    .map((line) => line.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole))
    .join("\n");
}
