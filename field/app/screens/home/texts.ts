import { texts } from "../../language.svelte.ts";

export const t = texts({
  hello: { id: "Halo, {name}", en: "Hello, {name}" },
  arriving: {
    id: "Data warga sedang diunduh: {count} orang dan keluarga. Boleh dipakai sambil menunggu.",
    en: "People are being fetched: {count} so far. You may go on meanwhile.",
  },
  toArrive: {
    id: "Data warga diunduh begitu ada sinyal: baru {count} orang dan keluarga. Boleh dipakai sambil menunggu.",
    en: "People are fetched as soon as there is a signal: {count} so far. You may go on meanwhile.",
  },
  noRules: {
    id: "Aturan pelayanan sedang diunduh. Daftar tugas muncul setelah selesai.",
    en: "The rulebook is being fetched. Tasks appear when it has come.",
  },
  reckoning: {
    id: "Tugas hari ini sedang dihitung: {done} dari {all} orang.",
    en: "Today's tasks are being reckoned: {done} of {all} people.",
  },
  clockAhead: {
    id: "Jam ponsel ini {time} lebih cepat dari jam server.",
    en: "This phone's clock is {time} ahead of the server's.",
  },
  clockBehind: {
    id: "Jam ponsel ini {time} lebih lambat dari jam server.",
    en: "This phone's clock is {time} behind the server's.",
  },
  clockNext: {
    id: "Nyelik memakai jam server ({day}). Betulkan tanggal dan jam di pengaturan ponsel.",
    en: "Nyelik uses the server's time ({day}). Correct date and time in the phone's settings.",
  },
  minutes: { id: "{count} menit", en: "{count} minutes" },
  hours: { id: "{count} jam", en: "{count} hours" },
  days: { id: "{count} hari", en: "{count} days" },
  now: { id: "baru saja", en: "just now" },
  passed: { id: "{time} lalu", en: "{time} ago" },
  never: { id: "belum pernah", en: "never" },
  full: {
    id: "Penyimpanan ponsel hampir penuh. Belum ada yang hilang.",
    en: "The phone's storage is nearly full. Nothing is lost.",
  },
  fullNext: {
    id: "Hapus foto atau video yang tidak perlu hari ini, supaya catatan berikutnya bisa disimpan.",
    en: "Delete photos or videos you do not need today, so that the next entries can be saved.",
  },
  update: { id: "Aplikasi ini sudah lama.", en: "This app is old." },
  updateNext: {
    id: "Hubungkan ke internet, tutup, lalu buka lagi. Catatan tetap bisa dikirim.",
    en: "Connect to the internet, close it and open it again. Entries can still be sent.",
  },
  leaving: {
    id: "Ponsel ini sudah tidak terdaftar lagi.",
    en: "This phone is no longer registered.",
  },
  leavingNext: {
    id: "Catatan yang belum terkirim dikirim dahulu, lalu data dihapus. Hubungi bidan atau Puskesmas.",
    en: "Unsent entries are sent first, then the data is removed. Contact the midwife or the Puskesmas.",
  },
  danger: { id: "Tanda bahaya: tangani sekarang", en: "Danger signs: act now" },
  call: { id: "Telepon {name}", en: "Call {name}" },
  openHouse: { id: "Datangi", en: "Go there" },
  noPhone: {
    id: "Nomor telepon Pustu belum terdaftar. Antar ke fasilitas terdekat.",
    en: "No telephone of the Pustu is known. Bring the person to the nearest facility.",
  },
  follow: { id: "Rujukan yang perlu ditindaklanjuti", en: "Referrals to follow up" },
  answer: { id: "Rujukan yang menunggu jawaban Anda", en: "Referrals waiting for your answer" },
  followDay: { id: "Tindak lanjut {when}", en: "Follow up {when}" },
  sentDay: { id: "Dikirim {when}", en: "Sent {when}" },
  drafts: { id: "Lanjutkan yang belum selesai", en: "Go on with what is unfinished" },
  draftAt: { id: "Terakhir diketik {when}", en: "Last typed {when}" },
  held: { id: "{count} catatan ditahan di server", en: "{count} entries are held at the server" },
  heldHow: {
    id: "Sudah tersimpan di server, belum dihitung. Ketuk untuk melihat sebabnya.",
    en: "They are safe at the server and not counted yet. Tap to see why.",
  },
  see: { id: "Kunjungi berikutnya", en: "Visit next" },
  allVisits: { id: "Semua kunjungan: {count} rumah", en: "All visits: {count} houses" },
  late: { id: "Terlambat {time}", en: "{time} late" },
  lateYears: { id: "Terlambat lebih dari setahun", en: "More than a year late" },
  promised: { id: "Janji datang lagi", en: "Promised to return" },
  calm: {
    id: "Tidak ada yang mendesak hari ini.",
    en: "Nothing is pressing today.",
  },
  session: { id: "Hari buka berikutnya", en: "Next hari buka" },
  sessionOpen: { id: "Hari buka sedang berjalan", en: "A hari buka is open" },
  noSession: {
    id: "Belum ada hari buka yang direncanakan.",
    en: "No hari buka is planned.",
  },
  prepare: { id: "Siapkan", en: "Prepare" },
  plan: { id: "Rencanakan", en: "Plan one" },
  goOn: { id: "Lanjutkan", en: "Go on" },
  sending: { id: "Pengiriman", en: "Sending" },
  unsent: { id: "Belum terkirim: {count}", en: "Not sent yet: {count}" },
  allSent: { id: "Semua catatan sudah di server.", en: "All entries are at the server." },
  contact: { id: "Terakhir terhubung: {when}", en: "Last contact: {when}" },
  more: { id: "dan {count} lagi", en: "and {count} more" },
});
