/** Line drawings on a 24 x 24 grid, one path each; a word stands beside every one of them. */

export const ICONS = {
  today: "M4 5h16v15H4zM4 9h16M8 3v4M16 3v4M8 13h3v3H8z",
  people:
    "M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21a7 7 0 0 1 14 0M17 4a4 4 0 0 1 0 7M22 21a7 7 0 0 0-4-6",
  session: "M12 3v18M8 21h8M4 6h16M4 6l-3 8h6zM20 6l-3 8h6z",
  visits: "M3 11l9-8 9 8M6 9v11h12V9M10 20v-5h4v5",
  area: "M4 20V10M10 20V4M16 20v-7M21 20H3",
  referral: "M4 12h14M13 6l6 6-6 6",
  phone: "M7 2h10v20H7zM11 18h2",
  back: "M15 5l-7 7 7 7",
  lock: "M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3",
  sent: "M4 13l5 5L20 6",
  waiting: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 3",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  call: "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z",
  scan: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M7 12h10",
  add: "M12 5v14M5 12h14",
  guide: "M12 6c-2-2-5-2-9-2v15c4 0 7 0 9 2 2-2 5-2 9-2V4c-4 0-7 0-9 2zM12 6v15",
  alarm: "M12 3l10 18H2zM12 10v5M12 18h.01",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5",
} as const;

export type IconName = keyof typeof ICONS;
