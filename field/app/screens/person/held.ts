/** Why a server holds an entry, for whoever wrote it: the codes of `contracts/problems.yaml` in the worker's words. */

import type { Label } from "../../../core/index.ts";
import { label } from "../../language.svelte.ts";

const REASONS: Readonly<Record<string, Label>> = {
  "body-not-understood": {
    id: "Isinya tidak terbaca server. Perbarui aplikasi.",
    en: "The server cannot read it. Update the app.",
  },
  "clock-off": {
    id: "Jam ponsel jauh dari jam server. Petugas memeriksanya.",
    en: "The phone's clock was far off. A supervisor checks it.",
  },
  "device-revoked": {
    id: "Ponsel ini sudah tidak terdaftar. Petugas memeriksanya.",
    en: "This phone is no longer registered. A supervisor checks it.",
  },
  "future-date": { id: "Tanggalnya belum terjadi.", en: "Its day lies in the future." },
  "impossible-date": { id: "Tanggalnya tidak mungkin.", en: "Its day is not possible." },
  "not-yours-to-assess": {
    id: "Penilaian itu dilakukan petugas kesehatan.",
    en: "A health worker makes that assessment.",
  },
  "not-yours-to-decide": {
    id: "Menarik atau mengubah catatan orang lain diputuskan petugas kesehatan.",
    en: "A health worker decides about what others recorded.",
  },
  "number-reused": {
    id: "Nomor catatan terpakai dua kali. Petugas memeriksanya.",
    en: "Its number was used twice. A supervisor checks it.",
  },
  "other-device": { id: "Dikirim oleh ponsel lain.", en: "It was sent by another phone." },
  "other-worker": { id: "Bernama petugas lain.", en: "It is signed by another worker." },
  "out-of-scope": {
    id: "Orang ini di luar wilayah kerja Anda. Petugas memeriksanya.",
    en: "The person lives outside your area. A supervisor checks it.",
  },
  "unknown-schema": {
    id: "Server belum mengenal jenis catatan ini.",
    en: "The server does not know this kind yet.",
  },
  "unknown-subject": {
    id: "Orang atau keluarganya belum sampai di server.",
    en: "The person or household has not reached the server yet.",
  },
};

const OTHER: Label = { id: "Diperiksa petugas ({code}).", en: "A supervisor checks it ({code})." };

/** The reason in a sentence; for a code that this app does not know, the code itself. */
export function heldBecause(code: string): string {
  return label(REASONS[code] ?? OTHER).replace("{code}", code);
}
