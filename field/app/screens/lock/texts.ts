import { texts } from "../../language.svelte.ts";

export const t = texts({
  wiped: {
    id: "Data satu petugas sudah dihapus dari ponsel ini.",
    en: "One worker's data was removed from this phone.",
  },
  wipedNext: {
    id: "Ponsel itu tidak terdaftar lagi. Bila keliru, minta kode baru kepada bidan atau petugas Puskesmas.",
    en: "The phone is no longer registered. If that is a mistake, ask for a new code.",
  },
  who: { id: "Siapa yang bekerja?", en: "Who is working?" },
  pin: { id: "Ketik PIN", en: "Type your PIN" },
  opening: { id: "Membuka …", en: "Opening …" },
  unsent: { id: "Belum terkirim: {count}", en: "Not sent yet: {count}" },
  wrong: { id: "PIN itu salah.", en: "That PIN is wrong." },
  kept: {
    id: "Semua catatan tetap aman di ponsel ini.",
    en: "All entries are safe on this phone.",
  },
  wait: {
    id: "Tunggu {seconds} detik sebelum mencoba lagi.",
    en: "Wait {seconds} seconds before trying again.",
  },
  elsewhere: { id: "Nyelik sudah terbuka di tab lain.", en: "Nyelik is open in another tab." },
  closeOther: {
    id: "Tutup tab itu dahulu, lalu coba lagi di sini.",
    en: "Close that tab first, then try again here.",
  },
  other: { id: "Bukan saya", en: "Somebody else" },
  another: { id: "Daftarkan petugas lain", en: "Register another worker" },
  forgotten: { id: "Lupa PIN?", en: "Forgot the PIN?" },
  forgottenHow: {
    id: "PIN tidak tersimpan di mana pun dan tidak bisa dibuka orang lain. Minta kode baru kepada bidan, lalu daftarkan diri lagi. Catatan yang belum terkirim tetap terkunci sampai PIN lama teringat.",
    en: "The PIN is kept nowhere and nobody can open it. Ask the midwife for a new code and register again. Entries not sent yet stay locked until the old PIN is remembered.",
  },
});
