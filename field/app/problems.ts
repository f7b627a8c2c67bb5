/** What the store's problems are called on the screen: sentence and next step, in both languages. */

import type { Label } from "../core/index.ts";
import { label } from "./language.svelte.ts";

interface Told {
  readonly sentence: Label;
  readonly next: Label;
}

const NOTHING_LOST: Label = {
  id: "Semua yang sudah diketik tetap tersimpan di ponsel ini.",
  en: "Everything typed is still kept on this phone.",
};

/** Those the phone itself can meet; what a server says comes with its own words. */
const TOLD: Readonly<Record<string, Told>> = {
  "no-contact": {
    sentence: { id: "Belum ada sinyal ke server.", en: "No connection to the server." },
    next: {
      id: "Lanjutkan bekerja; catatan dikirim sendiri begitu ada sinyal.",
      en: "Go on working; entries are sent by themselves once there is a signal.",
    },
  },
  "code-not-valid": {
    sentence: {
      id: "Kode itu salah, sudah dipakai, atau sudah lewat waktunya.",
      en: "That code is wrong, was used, or is too old.",
    },
    next: {
      id: "Minta kode baru kepada bidan atau petugas Puskesmas, lalu ketik lagi.",
      en: "Ask the midwife or the Puskesmas for a new code and type it again.",
    },
  },
  "too-many-tries": {
    sentence: { id: "Terlalu banyak percobaan.", en: "Too many tries." },
    next: {
      id: "Tunggu beberapa menit, lalu coba lagi.",
      en: "Wait some minutes, then try again.",
    },
  },
  "storage-full": {
    sentence: {
      id: "Penyimpanan ponsel penuh: catatan ini belum tersimpan, tetapi masih ada di layar.",
      en: "The phone's storage is full: this entry is not saved yet, but still on the screen.",
    },
    next: {
      id: "Jangan tutup layar ini. Hapus beberapa foto atau video, lalu tekan Simpan lagi.",
      en: "Do not close this screen. Delete some photos or videos, then press Save again.",
    },
  },
  damaged: {
    sentence: {
      id: "Sebagian data di ponsel ini rusak dan tidak terbaca.",
      en: "Some data on this phone is damaged and cannot be read.",
    },
    next: {
      id: "Hubungkan ke internet: data warga diunduh ulang. Catatan Anda yang masih terbaca tetap dikirim.",
      en: "Connect to the internet: people are fetched again. Your entries that can be read are still sent.",
    },
  },
  "bundle-refused": {
    sentence: {
      id: "Aturan baru dari server tidak dapat dipakai di ponsel ini.",
      en: "The new rulebook from the server cannot be used on this phone.",
    },
    next: {
      id: "Aturan lama tetap dipakai. Perbarui aplikasi, dan beri tahu petugas Puskesmas.",
      en: "The old one stays in use. Update the app, and tell the Puskesmas.",
    },
  },
  "server-busy": {
    sentence: { id: "Server sedang sibuk.", en: "The server is busy." },
    next: {
      id: "Nyelik mencoba lagi sendiri sebentar lagi.",
      en: "Nyelik tries again by itself shortly.",
    },
  },
  "device-not-known": {
    sentence: {
      id: "Server tidak mengenal ponsel ini.",
      en: "The server does not know this phone.",
    },
    next: {
      id: "Catatan tetap tersimpan di ponsel. Minta kode baru kepada bidan atau petugas Puskesmas.",
      en: "Entries stay on the phone. Ask the midwife or the Puskesmas for a new code.",
    },
  },
  "device-revoked": {
    sentence: {
      id: "Ponsel ini sudah tidak terdaftar lagi.",
      en: "This phone is no longer registered.",
    },
    next: {
      id: "Catatan yang belum terkirim dikirim dahulu, lalu data dihapus dari ponsel.",
      en: "Unsent entries are sent first, then the data is removed from the phone.",
    },
  },
};

const UNKNOWN: Told = {
  sentence: { id: "Ada yang tidak beres ({code}).", en: "Something is not right ({code})." },
  next: NOTHING_LOST,
};

/** The sentence and next step for a code. */
export function told(code: string): { readonly sentence: string; readonly next: string } {
  const { sentence, next } = TOLD[code] ?? UNKNOWN;
  return { sentence: label(sentence).replace("{code}", code), next: label(next) };
}

/** The code of whatever was thrown: a Problem's, else `unexpected`. */
export function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "unexpected";
}
