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
export const TOLD: Readonly<Record<string, Told>> = {
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
  "wrong-pin": {
    sentence: {
      id: "PIN salah, atau belum waktunya mencoba lagi.",
      en: "The PIN is wrong, or it is too early to try again.",
    },
    next: {
      id: "Tunggu bila diminta, lalu ketik PIN lagi. Data di ponsel tetap aman.",
      en: "Wait if you are asked to, then type the PIN again. The data on the phone is safe.",
    },
  },
  "pin-too-short": {
    sentence: { id: "PIN itu terlalu pendek.", en: "That PIN is too short." },
    next: { id: "Pilih PIN enam angka atau lebih.", en: "Choose a PIN of six digits or more." },
  },
  "open-elsewhere": {
    sentence: {
      id: "Nyelik sudah terbuka di jendela lain pada ponsel ini.",
      en: "Nyelik is already open in another window on this phone.",
    },
    next: {
      id: "Tutup jendela itu atau kunci di sana, lalu buka lagi di sini.",
      en: "Close that window or lock it there, then open it again here.",
    },
  },
  locked: {
    sentence: {
      id: "Nyelik sudah terkunci sebelum ini selesai.",
      en: "Nyelik was locked before this was done.",
    },
    next: {
      id: "Buka dengan PIN Anda. Isian yang belum selesai ada di daftar draf.",
      en: "Unlock with your PIN. What was not finished is among the drafts.",
    },
  },
  "unreadable-entry": {
    sentence: {
      id: "Ada isian yang tidak dapat dibaca sebagai angka atau tulisan; catatan ini belum tersimpan.",
      en: "Something typed is neither a number nor a text; this entry is not saved yet.",
    },
    next: {
      id: "Periksa angka di layar ini, lalu tekan Simpan lagi. Isian masih ada di layar.",
      en: "Check the numbers on this screen, then press Save again. What was typed is still on the screen.",
    },
  },
  "nothing-to-save": {
    sentence: { id: "Belum ada yang diisi.", en: "Nothing is filled in yet." },
    next: { id: "Isi dahulu, lalu tekan Simpan.", en: "Fill something in first, then press Save." },
  },
  "not-kept": {
    sentence: {
      id: "Ponsel tidak berhasil menyimpan; catatan ini belum tersimpan, tetapi masih ada di layar.",
      en: "The phone could not save; this entry is not saved yet, but still on the screen.",
    },
    next: {
      id: "Jangan tutup layar ini. Tekan Simpan lagi.",
      en: "Do not close this screen. Press Save again.",
    },
  },
  "sync-failed": {
    sentence: {
      id: "Pengiriman terhenti karena sebab yang belum dikenal.",
      en: "Sending stopped for a reason that is not known.",
    },
    next: {
      id: "Tidak ada yang hilang; Nyelik mencoba lagi sendiri. Bila tetap begini, beri tahu petugas Puskesmas.",
      en: "Nothing is lost; Nyelik tries again by itself. If it stays so, tell the Puskesmas.",
    },
  },
  "body-too-large": {
    sentence: {
      id: "Kiriman terlalu besar untuk server.",
      en: "What was sent is too large for the server.",
    },
    next: {
      id: "Catatan tetap di ponsel dan dikirim dalam bagian lebih kecil. Bila tetap begini, beri tahu petugas Puskesmas.",
      en: "Entries stay on the phone and are sent in smaller parts. If it stays so, tell the Puskesmas.",
    },
  },
  "encoding-not-known": {
    sentence: {
      id: "Server tidak dapat membuka kiriman dari ponsel ini.",
      en: "The server cannot unpack what this phone sends.",
    },
    next: {
      id: "Catatan tetap di ponsel. Perbarui aplikasi, dan beri tahu petugas Puskesmas.",
      en: "Entries stay on the phone. Update the app, and tell the Puskesmas.",
    },
  },
  "enrol-at-the-district": {
    sentence: {
      id: "Ponsel hanya dapat didaftarkan ke server kabupaten, bukan ke laptop ini.",
      en: "Phones are registered with the district's server only, not with this laptop.",
    },
    next: {
      id: "Cari sinyal internet, lalu buka alamat pada kode pendaftaran.",
      en: "Find a signal, then open the address of the code.",
    },
  },
  "request-not-understood": {
    sentence: {
      id: "Server tidak memahami permintaan dari ponsel ini.",
      en: "The server does not understand what this phone asked.",
    },
    next: {
      id: "Catatan tetap di ponsel. Perbarui aplikasi, dan beri tahu petugas Puskesmas.",
      en: "Entries stay on the phone. Update the app, and tell the Puskesmas.",
    },
  },
  "method-not-allowed": {
    sentence: {
      id: "Alamat server itu tidak menerima kiriman dari ponsel.",
      en: "That address of the server takes nothing from phones.",
    },
    next: {
      id: "Catatan tetap di ponsel. Perbarui aplikasi, dan beri tahu petugas Puskesmas.",
      en: "Entries stay on the phone. Update the app, and tell the Puskesmas.",
    },
  },
  "rulebook-not-checked": {
    sentence: {
      id: "Server belum siap: aturannya belum lolos pemeriksaan.",
      en: "The server is not ready: its rulebook has not passed its checks.",
    },
    next: {
      id: "Lanjutkan bekerja; catatan tetap di ponsel. Beri tahu petugas Puskesmas.",
      en: "Go on working; entries stay on the phone. Tell the Puskesmas.",
    },
  },
  "unreadable-delivery": {
    sentence: {
      id: "Server tidak dapat membaca kiriman dari ponsel ini.",
      en: "The server cannot read what this phone sent.",
    },
    next: {
      id: "Catatan tetap di ponsel. Perbarui aplikasi, dan beri tahu petugas Puskesmas.",
      en: "Entries stay on the phone. Update the app, and tell the Puskesmas.",
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
