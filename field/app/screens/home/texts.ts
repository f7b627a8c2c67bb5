import { texts } from "../../language.svelte.ts";

export const t = texts({
  hello: { id: "Halo, {name}", en: "Hello, {name}" },
  arriving: {
    id: "Data warga sedang diunduh: {count} orang dan keluarga. Boleh dipakai sambil menunggu.",
    en: "People are being fetched: {count} so far. You may go on meanwhile.",
  },
  people: { id: "{count} warga di ponsel ini", en: "{count} people on this phone" },
  phone: { id: "Ponsel dan pengiriman", en: "Phone and sending" },
});
