import { texts } from "../../language.svelte.ts";

export const t = texts({
  title: { id: "Daftarkan ponsel ini", en: "Register this phone" },
  intro: {
    id: "Pindai kode QR dari layar bidan atau petugas Puskesmas, atau ketik kode sepuluh huruf dan angkanya.",
    en: "Scan the QR code on the midwife's screen, or type its ten letters and digits.",
  },
  code: { id: "Kode", en: "Code" },
  scan: { id: "Pindai kode QR", en: "Scan the QR code" },
  next: { id: "Lanjut", en: "Next" },
  pinTitle: { id: "Buat PIN enam angka", en: "Choose a PIN of six digits" },
  pinIntro: {
    id: "PIN mengunci data warga di ponsel ini. Jangan pakai tanggal lahir, dan jangan beri tahu siapa pun.",
    en: "The PIN locks people's data on this phone. Do not use your birthday, and tell nobody.",
  },
  again: { id: "Ketik PIN sekali lagi", en: "Type the PIN once more" },
  different: {
    id: "Dua PIN itu tidak sama. Ketik PIN dari awal.",
    en: "The two PINs differ. Type the PIN from the start.",
  },
  easy: {
    id: "PIN itu terlalu mudah ditebak. Pilih angka lain.",
    en: "That PIN is too easy to guess. Choose other digits.",
  },
  working: { id: "Mendaftarkan …", en: "Registering …" },
  cancel: { id: "Batal", en: "Cancel" },
});
