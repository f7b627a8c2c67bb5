import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonths, calendarDay, completedMonths, dayNumber, isoDay, slotStart } from "../dates.ts";
import { periodHolding } from "../period.ts";

const day = (text: string) => {
  const [year, month, on] = text.split("-").map(Number) as [number, number, number];
  return dayNumber(year, month, on);
};

test("day numbers and calendar days are each other's mirror, over leap years and centuries", () => {
  for (let number = day("1899-12-25"); number < day("2101-03-05"); number++) {
    const { year, month, day: on } = calendarDay(number);
    assert.equal(dayNumber(year, month, on), number);
    assert.equal(new Date(number * 86_400_000).toISOString().slice(0, 10), isoDay(number));
  }
});

test("adding months is the inverse of counting completed months", () => {
  const born = day("2024-01-31");
  for (let months = 0; months < 60; months++) {
    const reached = addMonths(born, months);
    assert.equal(completedMonths(born, reached), months);
    assert.equal(months === 0 || completedMonths(born, reached - 1) === months - 1, true);
  }
});

test("going back, the day that does not exist becomes the last of its month", () => {
  assert.equal(isoDay(addMonths(day("2026-03-31"), -1)), "2026-02-28");
  assert.equal(isoDay(addMonths(day("2026-01-31"), 1)), "2026-03-01");
});

test("a slot holds until the next begins, over the turn of the year", () => {
  assert.equal(isoDay(slotStart(day("2027-01-15"), [2, 8])), "2026-08-01");
});

test("periods hold their first and last day", () => {
  const shown = (kind: Parameters<typeof periodHolding>[1]) => {
    const { start, end } = periodHolding(day("2026-08-31"), kind);
    return `${isoDay(start)} ${isoDay(end)}`;
  };
  assert.equal(shown("day"), "2026-08-31 2026-08-31");
  assert.equal(shown("week"), "2026-08-31 2026-09-06");
  assert.equal(shown("month"), "2026-08-01 2026-08-31");
  assert.equal(shown("quarter"), "2026-07-01 2026-09-30");
  assert.equal(shown("year"), "2026-01-01 2026-12-31");
});
