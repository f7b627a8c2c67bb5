/** Facts and values as people read them, in Indonesian or English: the twin of `because` in `nyelik.rules.explain`. */

import type { Language, Phrases, Word } from "./bundle.ts";
import { calendarDay } from "./dates.ts";
import type { Engine } from "./engine/engine.ts";
import type { UsedEvent } from "./engine/person.ts";
import { UNKNOWN_MINUTE, type Value } from "./facts.ts";

const MINUS = "\u2212";

/** Says things in one language with the words of one bundle. */
export class Speaker {
  readonly language: Language;
  readonly phrases: Phrases;
  readonly #words: ReadonlyMap<string, Word>;

  /** `words` may be fewer than the bundle's: facts of the others stay hidden. */
  constructor(engine: Engine, language: Language, words: ReadonlyMap<string, Word> = engine.words) {
    const { phrases } = engine.bundle;
    if (phrases === undefined) {
      throw new Error("this bundle has no phrases: it can be reckoned with, and not be read");
    }
    this.language = language;
    this.phrases = phrases[language];
    this.#words = words;
  }

  /** 23,5 in Indonesian, 23.5 in English; two decimals at most. */
  number(value: number): string {
    const text = twoDecimals(value).replace(/\.?0+$/, "");
    return text.replace("-", MINUS).replace(".", this.phrases.decimal);
  }

  /** 5 Maret 2026. */
  day(number: number): string {
    const { year, month, day } = calendarDay(number);
    return `${day} ${this.phrases.months[month - 1]} ${year}`;
  }

  /** A word's unit; empty if it has none. */
  unit({ unit = "" }: Word): string {
    return this.phrases.units[unit] ?? unit;
  }

  /** A value with its unit; empty for an event that has no value. */
  value(value: Value, word: Word | undefined): string {
    if (value === null || word?.kind === "event") {
      return "";
    }
    if (typeof value === "boolean") {
      return value ? this.phrases.yes : this.phrases.no;
    }
    if (typeof value === "number") {
      const unit = word?.unit ? ` ${this.unit(word)}` : "";
      return word?.kind === "day" ? this.day(value) : this.number(value) + unit;
    }
    const choice = word?.choices?.find(({ code }) => code === value);
    return choice ? choice.label[this.language] : value;
  }

  /** The facts that an answer used, one line each: “Berat badan 7,2 kg (5 Maret 2026)”. */
  because(events: readonly UsedEvent[]): string[] {
    return events.flatMap((event) => {
      const word = this.#words.get(event.code);
      return word ? [this.#fact(event, word)] : [];
    });
  }

  #fact({ day, minute, value }: UsedEvent, word: Word): string {
    const clock = minute === UNKNOWN_MINUTE ? "" : `, ${this.#clock(minute)}`;
    const text = this.value(value, word);
    return `${word.label[this.language]}${text ? ` ${text}` : ""} (${this.day(day)}${clock})`;
  }

  #clock(minute: number): string {
    const two = (number: number) => String(number).padStart(2, "0");
    return `${two(Math.floor(minute / 60))}${this.phrases.clock}${two(minute % 60)}`;
  }
}

/** Two decimals, an exact half to the even digit as the desk's Python does; `toFixed` would go up. */
function twoDecimals(value: number): string {
  const isHalf = Number.isInteger(value * 8) && !Number.isInteger(value * 4); // …125, …375, …625, …875
  if (!isHalf) {
    return value.toFixed(2);
  }
  const below = Math.floor(value * 100);
  return ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2);
}
