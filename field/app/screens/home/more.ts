/** What the last tab leads to. */

import { texts } from "../../language.svelte.ts";
import type { Way } from "../../screens.ts";

/** What is opened now and then, on the last tab. */
export const MORE: readonly (Way & { readonly hint: () => string })[] = [
  {
    screen: { name: "referrals" },
    icon: "referral",
    label: () => t.referrals,
    hint: () => t.referralsHint,
  },
  { screen: { name: "area" }, icon: "area", label: () => t.area, hint: () => t.areaHint },
  { screen: { name: "mine" }, icon: "sent", label: () => t.mine, hint: () => t.mineHint },
  { screen: { name: "phone" }, icon: "phone", label: () => t.phone, hint: () => t.phoneHint },
  { screen: { name: "guide" }, icon: "guide", label: () => t.guide, hint: () => t.guideHint },
];

export const t = texts({
  title: { id: "Lainnya", en: "More" },
  referrals: { id: "Rujukan", en: "Referrals" },
  referralsHint: {
    id: "Yang dikirim, dijawab, dan perlu ditindaklanjuti",
    en: "Sent, answered, to be followed up",
  },
  area: { id: "Wilayah saya", en: "My area" },
  areaHint: {
    id: "Cakupan, dengan nama di balik tiap angka",
    en: "Coverage, with the names behind each number",
  },
  mine: { id: "Catatan saya", en: "My entries" },
  mineHint: { id: "Melihat, membetulkan, menarik catatan", en: "See, correct, take back entries" },
  phone: { id: "Ponsel", en: "Phone" },
  phoneHint: { id: "Pengiriman, bahasa, PIN", en: "Sending, language, PIN" },
  guide: { id: "Panduan singkat", en: "Short guide" },
  guideHint: { id: "Apa yang dilakukan bila …", en: "What to do when …" },
});
