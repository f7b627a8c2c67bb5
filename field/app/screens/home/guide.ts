import { texts } from "../../language.svelte.ts";

export const t = texts({
  title: { id: "Panduan singkat", en: "Short guide" },
  day: { id: "Mulai hari dari mana?", en: "Where to begin the day?" },
  dayHow: {
    id: "Buka Hari ini. Yang paling atas dikerjakan dahulu: tanda bahaya, rujukan yang dijawab, isian yang belum selesai, lalu kunjungan.",
    en: "Open Today. What stands on top comes first: danger signs, answered referrals, unfinished forms, then visits.",
  },
  offline: { id: "Tidak ada sinyal?", en: "No signal?" },
  offlineHow: {
    id: "Bekerja seperti biasa. Setelah “Tersimpan di ponsel” muncul, catatan aman walau ponsel mati. Catatan dikirim sendiri begitu ada sinyal.",
    en: "Work as usual. Once “Saved on the phone” appears the entry is safe even if the phone dies. It is sent by itself once there is a signal.",
  },
  visit: { id: "Kunjungan rumah", en: "Home visits" },
  visitHow: {
    id: "Buka Kunjungan, pilih rumah paling atas. Sekali datang, layani semua orang di rumah itu. Bila tidak bertemu, tekan “Tidak bertemu” dan pilih kapan kembali.",
    en: "Open Visits and take the house on top. One visit serves everybody there. If nobody is met, press “Not met” and choose when to return.",
  },
  danger: { id: "Ada tanda bahaya", en: "A danger sign" },
  dangerHow: {
    id: "Tekan tombol merah di Kunjungan, ketuk nama orangnya, jawab Ya. Yang harus dilakukan dan nomor Pustu langsung muncul, sebelum disimpan.",
    en: "Press the red key in Visits, tap the name, answer Yes. What to do and the number of the Pustu appear at once, before saving.",
  },
  wrong: { id: "Salah mengisi?", en: "Something typed wrongly?" },
  wrongHow: {
    id: "Buka Lainnya, Catatan saya, pilih catatannya, lalu betulkan atau tarik. Isian yang lama tetap tersimpan sebagai riwayat.",
    en: "Open More, My entries, choose the entry, then correct or take it back. What stood there before stays in the history.",
  },
  lost: { id: "Ponsel hilang atau lupa PIN?", en: "Phone lost or PIN forgotten?" },
  lostHow: {
    id: "Segera beri tahu bidan atau Puskesmas. Ponsel itu dihentikan dari kantor, dan Anda mendapat kode baru.",
    en: "Tell the midwife or the Puskesmas at once. They end that phone from the office and give you a new code.",
  },
});
