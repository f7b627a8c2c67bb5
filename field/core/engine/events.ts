/** Operations over the events of one word in a window. */

import { calendarMonth } from "../dates.ts";
import { UNKNOWN_MINUTE, type Value } from "../facts.ts";
import type { Compiler, Operation } from "./compile.ts";
import { type Answer, type Clock, type Look, NO_BEGINNING, type Situation } from "./situation.ts";

/**
 * The events of one code that a window holds: places `first` up to (not including) `end` of the person's arrays,
 * of which `clock` may leave some out. One of these is filled again and again: read it before the next is opened.
 */
class Opened {
  first = 0;
  end = 0;
  clock: Clock | null = null;

  /** Whether the event at a place is really inside: by the clock where both clock times are known. */
  holds(now: Situation, place: number): boolean {
    const { clock } = this;
    const at = now.person.minutes[place] as number;
    if (clock === null || at === UNKNOWN_MINUTE || clock.minute === UNKNOWN_MINUTE) {
      return true;
    }
    const elapsed = ((now.person.days[place] as number) - clock.day) * 1440 + at - clock.minute;
    return clock.after * 60 <= elapsed && elapsed <= clock.until * 60;
  }

  /** The last event that `counts`, or -1. */
  last(now: Situation, counts: Counts): number {
    for (let place = this.end - 1; place >= this.first; place--) {
      if (this.holds(now, place) && counts(now, place)) {
        return place;
      }
    }
    return -1;
  }

  /** The first event that `counts`, or -1. */
  earliest(now: Situation, counts: Counts): number {
    for (let place = this.first; place < this.end; place++) {
      if (this.holds(now, place) && counts(now, place)) {
        return place;
      }
    }
    return -1;
  }

  /** The last event of a day before `day` (with `isSame`: of that day), or -1. */
  lastOf(now: Situation, day: number, isSame: boolean): number {
    for (let place = this.end - 1; place >= this.first; place--) {
      const on = now.person.days[place] as number;
      if ((isSame ? on === day : on < day) && this.holds(now, place)) {
        return place;
      }
    }
    return -1;
  }
}

type Counts = (now: Situation, place: number) => boolean;

const anything: Counts = () => true;
/** A recorded no is a value, not an occurrence. */
const happened: Counts = (now, place) => now.person.values[place] !== false;

const OPENED = new Opened();

/** Looks through a window; null when the window is unknown. */
type Open = (now: Situation) => Opened | null;

function opener(word: unknown, window: unknown, compile: Compiler): Open {
  const code = compile.codes.place(word as string);
  if (compile.isEver(window)) {
    return (now) => fill(now, now.from[code] as number, now.until[code] as number, null);
  }
  const look = compile.look(window);
  return (now) => within(now, code, look);
}

function within(now: Situation, code: number, look: Look): Opened | null {
  const window = look(now);
  if (window === null) {
    return null;
  }
  const { days } = now.person;
  let first = now.from[code] as number;
  let end = now.until[code] as number;
  while (end > first && (days[end - 1] as number) > window.high) {
    end -= 1;
  }
  if (window.low !== NO_BEGINNING) {
    while (first < end && (days[first] as number) < window.low) {
      first += 1;
    }
  }
  return fill(now, first, end, window.clock);
}

function fill(now: Situation, first: number, end: number, clock: Clock | null): Opened {
  OPENED.first = first;
  OPENED.end = end;
  OPENED.clock = clock;
  if (now.used !== null) {
    for (let place = first; place < end; place++) {
      if (OPENED.holds(now, place)) {
        now.used.push(place);
      }
    }
  }
  return OPENED;
}

/** An operation that picks one event (its place, or -1) and reads something of it. */
function picking(
  pick: (opened: Opened, now: Situation) => number,
  read: (now: Situation, place: number) => Value,
): Operation<Answer> {
  return ([word, window], compile) => {
    const open = opener(word, window, compile);
    return (now) => {
      const opened = open(now);
      const place = opened === null ? -1 : pick(opened, now);
      return place < 0 ? null : read(now, place);
    };
  };
}

const valueAt = (now: Situation, place: number): Value => now.person.values[place] as Value;
const dayAt = (now: Situation, place: number): number => now.person.days[place] as number;

function firstValue(opened: Opened, now: Situation): number {
  const place = opened.earliest(now, anything);
  return place < 0 ? -1 : opened.lastOf(now, dayAt(now, place), true);
}

function previousValue(opened: Opened, now: Situation): number {
  const place = opened.last(now, anything);
  return place < 0 ? -1 : opened.lastOf(now, dayAt(now, place), false);
}

/** An operation that reckons something of all events; unknown where the window is. */
function reckoning(reckon: (opened: Opened, now: Situation) => Value): Operation<Answer> {
  return ([word, window], compile) => {
    const open = opener(word, window, compile);
    return (now) => {
      const opened = open(now);
      return opened === null ? null : reckon(opened, now);
    };
  };
}

/** Numbers joined one by one; unknown if there is none. */
function joining(join: (sofar: number, value: number) => number): Operation<Answer> {
  return reckoning((opened, now) => {
    let result: number | null = null;
    for (let place = opened.first; place < opened.end; place++) {
      const value = valueAt(now, place);
      if (value !== null && opened.holds(now, place)) {
        result = result === null ? Number(value) : join(result, Number(value));
      }
    }
    return result;
  });
}

/** How many different days (or months: what `unit` gives) have an event that happened. Events stand in order. */
function counting(unit: (day: number) => number): Operation<Answer> {
  return reckoning((opened, now) => {
    let count = 0;
    let before = NO_BEGINNING;
    for (let place = opened.first; place < opened.end; place++) {
      if (opened.holds(now, place) && happened(now, place)) {
        const at = unit(dayAt(now, place));
        count += at === before ? 0 : 1;
        before = at;
      }
    }
    return count;
  });
}

const has = reckoning((opened, now) => opened.earliest(now, happened) >= 0);

const dose: Operation<Answer> = ([vaccine, number, window], compile) => {
  const open = opener(vaccine, window, compile);
  const reaches: Counts = (now, place) =>
    Number(now.person.values[place] ?? 0) >= (number as number);
  return (now) => {
    const place = open(now)?.earliest(now, reaches) ?? -1;
    return place < 0 ? null : dayAt(now, place);
  };
};

/** The day and minute of the last (or first) time that something happened. */
export function eventMoment(
  which: "last" | "earliest",
): Operation<(now: Situation) => { day: number; minute: number } | null> {
  return ([word, window], compile) => {
    const open = opener(word, window, compile);
    return (now) => {
      const place = open(now)?.[which](now, happened) ?? -1;
      return place < 0
        ? null
        : { day: dayAt(now, place), minute: now.person.minutes[place] as number };
    };
  };
}

const everyDay = (day: number): number => day;

/** By the name of the operation. */
export const EVENTS: Readonly<Record<string, Operation<Answer>>> = {
  latest: picking((opened, now) => opened.last(now, anything), valueAt),
  first: picking(firstValue, valueAt),
  previous: picking(previousValue, valueAt),
  lowest: joining(Math.min),
  highest: joining(Math.max),
  total: joining((sum, value) => sum + value),
  times: counting(everyDay),
  months_with: counting(calendarMonth),
  has,
  latest_day: picking((opened, now) => opened.last(now, happened), dayAt),
  first_day: picking((opened, now) => opened.earliest(now, happened), dayAt),
  asked_day: picking((opened, now) => opened.last(now, anything), dayAt),
  dose,
  doses: counting(everyDay),
};
