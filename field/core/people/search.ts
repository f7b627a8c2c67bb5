/**
 * Finding people by what somebody types, key by key: names however spelt, mother, head of the household, RT or dusun,
 * address, NIK, No. KK. The phone's counterpart of `nyelik.register.search`: the same likeness of words and the same
 * weights, over everybody at once instead of through an index of a database.
 *
 * Each distinct word of all people is judged once for each typed word (some thousands); then each person takes the
 * best of their own words. Ten thousand people take a few milliseconds.
 */

import { momentOf } from "../journal/facts.ts";
import { ratio } from "./likeness.ts";
import type { Listed, ListedHousehold } from "./listing.ts";
import { addressWords, nameKey, plainWords, wordKey } from "./names.ts";
import { canBeSame, isMasked, nikNames } from "./nik.ts";

/** By what somebody was found. */
export type FoundBy = "name" | "mother" | "head" | "address" | "nik" | "kk" | "rt";

export interface Hit {
  readonly id: string;
  /** 0 to 100. */
  readonly score: number;
  readonly by: FoundBy;
}

/** Similarity from which a word may be the one meant: "rosita"/"rusita" 83, "kasturi"/"kastiru" 71. */
const LIKELY = 70;
/** A hit in another field counts less than the same hit in the name. */
const WEIGHTS = { name: 1, mother: 0.85, head: 0.8, address: 0.7 } as const;
/** Digits from which a number is looked up as a NIK or KK; fewer would list half a village. */
const SHORTEST_NUMBER = 6;
const WHOLE_NUMBER = 16;
/** Who died or moved away stands below everybody who lives here and was found alike. */
const GONE = 20;
const OTHER_DATE = 10;
const RT = /\brt\W*(\d{1,3})\b/;

type Field = keyof typeof WEIGHTS;
const FIELDS = Object.keys(WEIGHTS) as Field[];

/** A person with their words as places in the vocabulary; `ends` says where each field's words end. */
interface Entry {
  readonly person: Listed;
  readonly words: Uint16Array;
  readonly ends: readonly number[];
  readonly isGone: boolean;
}

/** The people that can be found. Put anew whoever changed. */
export class PeopleSearch {
  readonly #places: ReadonlyMap<string, string>;
  readonly #words: string[] = [];
  readonly #ids = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();
  // Addresses, places and heads of households are those of many.
  readonly #headWords = remembered((name) => nameKey(name).split(" "));
  readonly #addressWords = remembered(addressWords);
  readonly #placeWords = remembered((area) => this.#wordsOfPlace(area));

  /** `places` names areas by code: RT, dusun. */
  constructor(places: ReadonlyMap<string, string>) {
    this.#places = places;
  }

  /** Make somebody findable, or anew after a change; `mother` is the registered mother, if she is known here. */
  put(
    person: Listed,
    household: ListedHousehold | null = null,
    mother: Listed | null = null,
  ): void {
    if (person.retracted) {
      this.#entries.delete(person.id);
      return;
    }
    const texts: Readonly<Record<Field, readonly string[]>> = {
      name: person.key.split(" "),
      mother: (person.motherKey || (mother?.key ?? "")).split(" "),
      head: household === null ? [] : this.#headWords(household.headName),
      address: [...this.#addressWords(person.address), ...this.#placeWords(person.area)],
    };
    const words: number[] = [];
    const ends = FIELDS.map((field) => {
      words.push(...texts[field].filter(Boolean).map((word) => this.#id(word)));
      return words.length;
    });
    const isGone = person.died !== null || person.movedOut !== null;
    this.#entries.set(person.id, { person, words: Uint16Array.from(words), ends, isGone });
  }

  remove(id: string): void {
    this.#entries.delete(id);
  }

  /** The best hits first; nothing typed finds nobody. */
  find(text: string, limit = 20): Hit[] {
    const { words, number, rt } = parse(text);
    if (number !== "") {
      return this.#ranked(limit, ({ person }) => byNumber(person, number));
    }
    const isThere = ({ person }: Entry) => rt === "" || person.area.endsWith(rt);
    if (words.length === 0) {
      return rt === "" ? [] : this.#ofRt(limit, isThere);
    }
    const judged = words.map((variants) => this.#judge(variants));
    const forgiving = (forgiven: number) =>
      this.#ranked(limit, (entry) => (isThere(entry) ? byWords(entry, judged, forgiven) : null));
    const found = forgiving(0);
    // One word of three may be wrong altogether.
    return found.length > 0 || judged.length < 3 ? found : forgiving(1);
  }

  #ofRt(limit: number, isThere: (entry: Entry) => boolean): Hit[] {
    return this.#ranked(limit, (entry) => (isThere(entry) ? { score: 100, by: "rt" } : null));
  }

  #ranked(limit: number, judge: (entry: Entry) => Omit<Hit, "id"> | null): Hit[] {
    const found: (Hit & { readonly key: string })[] = [];
    for (const entry of this.#entries.values()) {
      const hit = judge(entry);
      if (hit !== null) {
        const { id, key } = entry.person;
        found.push({ id, key, score: hit.score - (entry.isGone ? GONE : 0), by: hit.by });
      }
    }
    const hits = foremost(found, limit);
    hits.sort(
      (one, other) =>
        other.score - one.score || compare(one.key, other.key) || compare(one.id, other.id),
    );
    return hits.slice(0, limit).map(({ id, score, by }) => ({ id, score, by }));
  }

  /** How well each word of the vocabulary fits a typed one; 0 where it is not likely to be meant. */
  #judge(variants: readonly string[]): Float32Array {
    const scores = new Float32Array(this.#words.length);
    this.#words.forEach((word, place) => {
      for (const typed of variants) {
        scores[place] = Math.max(scores[place] as number, wordScore(typed, word));
      }
    });
    return scores;
  }

  #wordsOfPlace(area: string): string[] {
    const names: string[] = [];
    for (let code = area; code.includes("-"); code = code.slice(0, code.lastIndexOf("-"))) {
      names.push(this.#places.get(code) ?? ""); // the RT, then the dusun that it is in
    }
    return names.flatMap(addressWords);
  }

  #id(word: string): number {
    const known = this.#ids.get(word);
    if (known !== undefined) {
      return known;
    }
    this.#ids.set(word, this.#words.length);
    return this.#words.push(word) - 1;
  }
}

/** Works out the words of each text once. */
function remembered(
  make: (text: string) => readonly string[],
): (text: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (text) => {
    const words = known.get(text) ?? make(text);
    known.set(text, words);
    return words;
  };
}

/** Without those that cannot be among the first: of half a village that fits two letters few need be put in order. */
function foremost<Scored extends { readonly score: number }>(
  found: readonly Scored[],
  limit: number,
): Scored[] {
  const scores = Float64Array.from(found, ({ score }) => score).sort();
  const least = scores[scores.length - limit] ?? Number.NEGATIVE_INFINITY;
  return found.filter(({ score }) => score >= least);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** What was typed, taken apart: "siti aminah rt 3", "1906 0145..."; each word in all that it may mean. */
interface Query {
  readonly words: readonly (readonly string[])[];
  readonly number: string;
  /** The end of the area's code, "-003"; "" for anywhere. */
  readonly rt: string;
}

function parse(text: string): Query {
  const typed = text.trim().toLowerCase();
  const rt = RT.exec(typed)?.[1];
  const digits = typed.replace(RT, " ").replace(/(\d)[\s.-]+(?=\d)/g, "$1");
  const runs = digits.match(/\d+/g) ?? [];
  const number = runs.find((run) => run.length >= SHORTEST_NUMBER) ?? "";
  const words = typedWords(digits.replace(/\d{4,}/g, " "));
  return { words, number, rt: rt === undefined ? "" : `-${rt.padStart(3, "0")}` };
}

/** The words in the common spelling; the last, which may be half of a longer one, also as it stands. */
function typedWords(typed: string): string[][] {
  const keys = [...new Set(nameKey(typed).split(" "))].filter((key) => !/^[0-9]*$/.test(key));
  const last = plainWords(typed).pop() ?? "";
  return keys.map((key, place) =>
    place === keys.length - 1 && last !== key && wordKey(last) === key ? [key, last] : [key],
  );
}

/** 0 to 100: the same word, its beginning, or alike. */
function wordScore(typed: string, word: string): number {
  if (typed === word) {
    return 100;
  }
  if (word.startsWith(typed)) {
    return 90 + (9 * typed.length) / word.length;
  }
  const shorter = Math.min(typed.length, word.length);
  const best = (200 * shorter) / (typed.length + word.length);
  if (best < LIKELY || typed.length < 3) {
    return 0;
  }
  const alike = ratio(typed, word);
  return alike >= LIKELY ? Math.min(alike, 89) : 0;
}

/** The mean over the typed words of their best fit; a name with nothing besides them stands first. */
function byWords(
  entry: Entry,
  judged: readonly Float32Array[],
  forgiven: number,
): Omit<Hit, "id"> | null {
  let total = 0;
  let missed = 0;
  const of = new Float64Array(FIELDS.length);
  for (const scores of judged) {
    let best = 0;
    let start = 0;
    for (let field = 0; field < FIELDS.length; field++) {
      const end = entry.ends[field] as number;
      const score = WEIGHTS[FIELDS[field] as Field] * bestOf(entry.words, start, end, scores);
      of[field] = (of[field] as number) + score;
      best = Math.max(best, score);
      start = end;
    }
    missed += best === 0 ? 1 : 0;
    if (missed > forgiven) {
      return null;
    }
    total += best;
  }
  const names = entry.ends[0] as number;
  const more = 0.5 * Math.max(0, names - judged.length);
  const isFirst = names > 0 && (judged[0]?.[entry.words[0] as number] ?? 0) > 0;
  const score = total / judged.length - more - (isFirst ? 0 : 0.5);
  return { score: Math.max(score, 0), by: FIELDS[greatest(of)] as Field };
}

function bestOf(words: Uint16Array, start: number, end: number, scores: Float32Array): number {
  let best = 0;
  for (let at = start; at < end; at++) {
    const score = scores[words[at] as number] as number;
    best = score > best ? score : best;
  }
  return best;
}

function greatest(values: Float64Array): number {
  let at = 0;
  for (let place = 1; place < values.length; place++) {
    at = (values[place] as number) > (values[at] as number) ? place : at;
  }
  return at;
}

/**
 * A NIK or KK that begins so. Of a masked number only a whole typed one can be told: it is the same where every seen
 * digit agrees, and more surely where it names the person's birth date and sex.
 */
function byNumber(person: Listed, number: string): Omit<Hit, "id"> | null {
  const nik = numberScore(person.nik, number);
  if (nik > 0) {
    const born = momentOf(person.born)?.[0] ?? null;
    const isOther = isMasked(person.nik) && !nikNames(number, person.sex, born);
    return { score: nik - (isOther ? OTHER_DATE : 0), by: "nik" };
  }
  const kk = numberScore(person.kk, number);
  return kk > 0 ? { score: kk - 1, by: "kk" } : null;
}

function numberScore(known: string, typed: string): number {
  if (isMasked(known)) {
    return typed.length === WHOLE_NUMBER && canBeSame(known, typed) ? 95 : 0;
  }
  return known.startsWith(typed) ? 100 : 0;
}
