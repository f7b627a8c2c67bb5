/** How an urgency is drawn. */

import type { Tone } from "../../parts/tones.ts";
import type { Urgency } from "./houses.ts";

export const URGENCY_TONES: Readonly<Record<Urgency, Tone>> = {
  danger: "merah",
  promised: "info",
  overdue: "oranye",
  found: "kuning",
  due: "abu",
  later: "abu",
  visited: "hijau",
  none: "hijau",
};

/** Of a reason: findings by their gravity, services by whether they are late. */
export const SEVERITY_TONES: Readonly<Record<string, Tone>> = {
  danger: "merah",
  red: "merah",
  yellow: "kuning",
  overdue: "oranye",
  due: "abu",
};
