/** The colours people know from the Buku KIA, each with a shape of its own, so that they can be told apart without colour. */

export type Tone = "hijau" | "kuning" | "oranye" | "merah" | "abu" | "info";

/** Disc, triangle, diamond, square, ring-like disc: as in the office. */
export const SHAPES: Readonly<Record<Tone, string>> = {
  hijau: "M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z",
  kuning: "M8 2l7 12H1z",
  oranye: "M8 1l7 7-7 7-7-7z",
  merah: "M2 2h12v12H2z",
  abu: "M8 3a5 5 0 1 0 0 10A5 5 0 0 0 8 3zm0 3a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  info: "M7 2h2v3H7zM7 7h2v7H7z",
};

/** The tone of how grave a finding is. */
export function toneOf(severity: string): Tone {
  return TONES[severity] ?? "abu";
}

const TONES: Readonly<Record<string, Tone>> = {
  danger: "merah",
  red: "merah",
  yellow: "kuning",
  green: "hijau",
  info: "info",
};
