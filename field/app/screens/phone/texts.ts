import { texts } from "../../language.svelte.ts";

export const t = texts({
  title: { id: "Ponsel dan pengiriman", en: "Phone and sending" },
  sending: { id: "Pengiriman", en: "Sending" },
  unsent: { id: "Belum terkirim", en: "Not sent yet" },
  held: { id: "Ditahan di server, menunggu diperiksa", en: "Held at the server, to be checked" },
  contact: { id: "Terakhir terhubung", en: "Last contact" },
  never: { id: "belum pernah", en: "never" },
  now: { id: "Kirim sekarang", en: "Send now" },
  working: { id: "Mengirim …", en: "Sending …" },
  thisPhone: { id: "Ponsel ini", en: "This phone" },
  worker: { id: "Petugas", en: "Worker" },
  device: { id: "Nomor perangkat", en: "Device" },
  app: { id: "Versi aplikasi", en: "App version" },
  rulebook: { id: "Versi aturan", en: "Rulebook version" },
  none: { id: "belum ada", en: "none yet" },
  space: { id: "Ruang terpakai", en: "Space used" },
  spaceOf: { id: "{used} MB dari {quota} MB", en: "{used} MB of {quota} MB" },
  language: { id: "Bahasa", en: "Language" },
  clockAhead: {
    id: "Jam ponsel ini {minutes} menit lebih cepat dari jam server.",
    en: "This phone's clock is {minutes} minutes ahead of the server's.",
  },
  clockBehind: {
    id: "Jam ponsel ini {minutes} menit lebih lambat dari jam server.",
    en: "This phone's clock is {minutes} minutes behind the server's.",
  },
  clockNext: {
    id: "Nyelik memakai jam server. Betulkan tanggal dan jam di pengaturan ponsel.",
    en: "Nyelik uses the server's time. Correct date and time in the phone's settings.",
  },
  old: { id: "Aplikasi ini sudah lama.", en: "This app is old." },
  oldNext: {
    id: "Hubungkan ke internet, tutup, lalu buka lagi. Catatan tetap bisa dikirim.",
    en: "Connect to the internet, close it and open it again. Entries can still be sent.",
  },
  pin: { id: "PIN", en: "PIN" },
  change: { id: "Ganti PIN", en: "Change the PIN" },
  changed: { id: "PIN sudah diganti.", en: "The PIN was changed." },
  oldPin: { id: "Ketik PIN lama", en: "Type the old PIN" },
  newPin: { id: "Ketik PIN baru", en: "Type the new PIN" },
  again: { id: "Ketik PIN baru sekali lagi", en: "Type the new PIN once more" },
  wrong: { id: "PIN lama itu salah.", en: "The old PIN is wrong." },
  different: {
    id: "Dua PIN itu tidak sama. Ketik dari awal.",
    en: "The two PINs differ. Type from the start.",
  },
  easy: {
    id: "PIN itu terlalu mudah ditebak. Pilih angka lain.",
    en: "That PIN is too easy to guess.",
  },
});
