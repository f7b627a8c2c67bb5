/**
 * People who may be registered twice, offered while a new one is typed: the twin of `nyelik.register.duplicates`, with
 * its points (a test holds them against `duplicates.yaml`, which has the reasons). Nothing is merged by itself.
 *
 * On a phone NIK and KK may be masked. A masked NIK counts as the same one where every digit that is seen agrees and
 * the typed NIK names the other's sex and birth date; a masked KK tells nothing, the household itself does.
 */

import { calendarDay, dayNumber } from "../dates.ts";
import { momentOf } from "../journal/facts.ts";
import { ratio, tokenSetRatio, tokenSortRatio } from "./likeness.ts";
import type { Listed } from "./listing.ts";
import { nameKey } from "./names.ts";
import { canBeSame, differing, isMasked, isValidNik, nikNames } from "./nik.ts";

export const OFFER_FROM = 70;
export const ASK_FROM = 82;
const NAME_FROM = 75;
const FAR_YEARS = 2;
const PART_OF_A_NAME = 0.85;

/** What agreement tells. */
export const POINTS = {
  same_nik: 90,
  same_bpjs: 40,
  same_kk: 15,
  same_phone: 10,
  same_mother: 20,
  name: 45,
  unnamed: 10,
  mother_name: 20,
  born_same: 25,
  born_swapped: 18,
  born_one_part: 12,
  born_estimated_near: 10,
  same_rt: 6,
  same_village: 3,
} as const;

/** What disagreement tells. */
export const AGAINST = {
  other_nik: 45,
  other_sex: 30,
  born_far: 40,
  other_mother: 15,
  twins: 40,
} as const;

export type Agreement = keyof typeof POINTS;
export type Disagreement = keyof typeof AGAINST;
export type Reason = Agreement | Disagreement;

/** What is known of somebody when looking for their double; all that was typed so far. */
export type Described = Partial<
  Pick<
    Listed,
    | "id"
    | "name"
    | "sex"
    | "born"
    | "bornEstimated"
    | "birthOrder"
    | "nik"
    | "kk"
    | "phone"
    | "mother"
    | "motherName"
    | "area"
    | "household"
  >
> & { readonly bpjs?: string };

/** Somebody who may be the one described: 0 to 100, and what it is made of. */
export interface Double {
  readonly id: string;
  readonly score: number;
  readonly because: readonly Reason[];
}

/** The people who may be the one described, best first. */
export function doublesOf(described: Described, people: Iterable<Listed>, limit = 5): Double[] {
  const one = ready(described);
  const found: Double[] = [];
  for (const person of people) {
    if (person.retracted || person.id === described.id || !isCandidate(one, person)) {
      continue;
    }
    const { score, because } = likenessOf(one, ready(person));
    if (score >= OFFER_FROM) {
      found.push({ id: person.id, score, because });
    }
  }
  return found.sort((first, second) => second.score - first.score).slice(0, limit);
}

/** Whether a double is so likely that the form asks before saving. */
export function mustAsk(score: number): boolean {
  return score >= ASK_FROM;
}

/** Score 0 to 100 of two people, and what it is made of. */
export function likeness(one: Described, other: Described): Omit<Double, "id"> {
  return likenessOf(ready(one), ready(other));
}

/** A description with what is asked again and again. */
interface Ready {
  readonly given: Described;
  readonly born: number | null;
  readonly motherKey: string;
  /** "" for a newborn who is still called after the mother ("By Ny Siti"). */
  readonly ownName: string;
  /** The own name as names are compared. */
  readonly key: string;
}

function ready(given: Described & { readonly key?: string; readonly motherKey?: string }): Ready {
  const key = given.key ?? nameKey(given.name ?? "");
  const motherKey = given.motherKey ?? nameKey(given.motherName ?? "");
  const ownName = key.split(" ", 1)[0] === "bayi" ? "" : key;
  return { given, born: dayOf(given.born), motherKey, ownName, key: nameKey(ownName) };
}

function dayOf(born: string | null | undefined): number | null {
  return momentOf(born)?.[0] ?? null;
}

/** A double shares at least one thing that is not the name: as the desk looks for them. */
function isCandidate({ given, born }: Ready, person: Listed): boolean {
  if (born !== null) {
    const theirs = dayOf(person.born);
    if (theirs !== null && (theirs === born || theirs === swapped(born))) {
      return true;
    }
  }
  return (
    isSameNumber(given.nik, person.nik) ||
    isSameNumber(given.kk, person.kk) ||
    isSameNumber(given.phone, person.phone) ||
    isSameId(given.mother, person.mother) ||
    isSameId(given.household, person.household)
  );
}

function isSameNumber(one: string | undefined, other: string | undefined): boolean {
  return Boolean(one) && other !== undefined && canBeSame(one as string, other);
}

function isSameId(one: string | null | undefined, other: string | null | undefined): boolean {
  return typeof one === "string" && one === other;
}

function swapped(born: number): number | null {
  const { year, month, day } = calendarDay(born);
  return day <= 12 ? dayNumber(year, day, month) : null;
}

function likenessOf(one: Ready, other: Ready): Omit<Double, "id"> {
  const because: Reason[] = [];
  let total = 0;
  for (const [reason, share] of agreements(one, other)) {
    total += POINTS[reason] * share;
    because.push(reason);
  }
  for (const reason of disagreements(one, other)) {
    total -= AGAINST[reason];
    because.push(reason);
  }
  return { score: Math.max(0, Math.min(100, halfToEven(total))), because };
}

/** As the desk rounds. */
function halfToEven(value: number): number {
  const down = Math.floor(value);
  return value - down === 0.5 ? down + (down % 2) : Math.round(value);
}

type Agreed = readonly [reason: Agreement, share: number];

function agreements(one: Ready, other: Ready): Agreed[] {
  const found: Agreed[] = [...sameNumbers(one, other)];
  if (isSameId(one.given.mother, other.given.mother)) {
    found.push(["same_mother", 1]);
  }
  const name = nameShare(one.key, other.key);
  if (name > 0) {
    found.push(["name", name]);
  } else if (one.ownName === "" || other.ownName === "") {
    found.push(["unnamed", 1]);
  }
  const mother = nameShare(one.motherKey, other.motherKey);
  if (mother > 0) {
    found.push(["mother_name", mother]);
  }
  const born = bornReason(one, other);
  if (born !== null) {
    found.push([born, 1]);
  }
  return [...found, ...sameArea(one.given.area, other.given.area)];
}

function* sameNumbers(one: Ready, other: Ready): Iterable<Agreed> {
  const [mine, theirs] = [one.given, other.given];
  if (isSameNik(one, other)) {
    yield ["same_nik", 1];
  }
  if (mine.bpjs && mine.bpjs === theirs.bpjs) {
    yield ["same_bpjs", 1];
  }
  const isSeen = mine.kk && !isMasked(mine.kk) && mine.kk === theirs.kk;
  if (isSeen || isSameId(mine.household, theirs.household)) {
    yield ["same_kk", 1];
  }
  if (mine.phone && mine.phone === theirs.phone) {
    yield ["same_phone", 1];
  }
}

function isSameNik(one: Ready, other: Ready): boolean {
  const mine = one.given.nik ?? "";
  const theirs = other.given.nik ?? "";
  if (mine === "" || !canBeSame(mine, theirs)) {
    return false;
  }
  if (!isMasked(mine) && !isMasked(theirs)) {
    return true;
  }
  const [whole, masked] = isMasked(theirs) ? [mine, other] : [theirs, one];
  return masked.born !== null && nikNames(whole, masked.given.sex ?? null, masked.born);
}

function sameArea(one: string | undefined, other: string | undefined): Agreed[] {
  if (!one || !other) {
    return [];
  }
  if (one === other && one.includes("-")) {
    return [["same_rt", 1]];
  }
  return one.slice(0, 13) === other.slice(0, 13) ? [["same_village", 1]] : [];
}

function disagreements(one: Ready, other: Ready): Disagreement[] {
  const [mine, theirs] = [one.given, other.given];
  const found: Disagreement[] = [];
  if (haveOtherNiks(mine.nik ?? "", theirs.nik ?? "")) {
    found.push("other_nik");
  }
  if (mine.sex && theirs.sex && mine.sex !== theirs.sex) {
    found.push("other_sex");
  }
  if (isBornFar(one, other)) {
    found.push("born_far");
  }
  if (isNamed(mine) && isNamed(theirs) && nameShare(one.motherKey, other.motherKey) === 0) {
    found.push("other_mother");
  }
  if (mayBeTwins(one, other)) {
    found.push("twins");
  }
  return found;
}

function isNamed({ motherName }: Described): boolean {
  return Boolean(motherName);
}

function haveOtherNiks(one: string, other: string): boolean {
  const isSound = (nik: string) => (isMasked(nik) ? nik.length === 16 : isValidNik(nik));
  return isSound(one) && isSound(other) && differing(one, other) > 2;
}

function isBornFar(one: Ready, other: Ready): boolean {
  if (one.born === null || other.born === null) {
    return false;
  }
  const isEstimated = one.given.bornEstimated || other.given.bornEstimated;
  return !isEstimated && Math.abs(one.born - other.born) > 366 * FAR_YEARS;
}

/** 0 to 1: how much of the points for a name two names (keys) earn. */
function nameShare(one: string, other: string): number {
  if (one === "" || other === "") {
    return 0;
  }
  const whole = tokenSortRatio(one, other);
  // "Siti" and "Siti Aminah" may be one person, but less surely than two whole names.
  const best = Math.max(whole, PART_OF_A_NAME * tokenSetRatio(one, other));
  return best >= NAME_FROM ? best / 100 : 0;
}

function bornReason(one: Ready, other: Ready): Agreement | null {
  if (one.born === null || other.born === null) {
    return null;
  }
  if (one.born === other.born) {
    return "born_same";
  }
  const mine = calendarDay(one.born);
  const theirs = calendarDay(other.born);
  if (mine.year === theirs.year && mine.month === theirs.day && mine.day === theirs.month) {
    return "born_swapped";
  }
  const parts = ["year", "month", "day"] as const;
  if (parts.filter((part) => mine[part] !== theirs[part]).length === 1) {
    return "born_one_part";
  }
  const isEstimated = one.given.bornEstimated || other.given.bornEstimated;
  return isEstimated && Math.abs(one.born - other.born) < 366 ? "born_estimated_near" : null;
}

/** Same mother and day, but other birth order or first names that are nothing alike: two children. */
function mayBeTwins(one: Ready, other: Ready): boolean {
  if (one.born === null || one.born !== other.born) {
    return false;
  }
  const isSameMother = isSameId(one.given.mother, other.given.mother);
  if (!isSameMother && nameShare(one.motherKey, other.motherKey) === 0) {
    return false;
  }
  const [mine, theirs] = [one.given.birthOrder, other.given.birthOrder];
  if (typeof mine === "number" && typeof theirs === "number" && mine !== theirs) {
    return true;
  }
  const areNamed = one.ownName !== "" && other.ownName !== "";
  return areNamed && ratio(one.ownName, other.ownName) < NAME_FROM;
}
