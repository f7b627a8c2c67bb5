"""Dates in spreadsheets: day or month first is decided from the whole column, never cell by cell.

Order of the evidence: a column in which only the first number exceeds 12 is d/m/y; only the second, m/d/y;
without evidence the file's other date columns decide; without that, d/m/y, and the file's report says so. In a column
that mixes both, a date that can be read both ways needs a person. So does a real date beside texts like 25/02/2024
when no real date of the column has a day past 12: an Excel of another country has turned those it could, and left
the others as text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from nyelik.exchange.spreadsheet.cells import Cell, clean, is_empty

_EXCEL_DAY_0 = dt.date(
    1899, 12, 30
)  # Excel's serial 1 is 1900-01-01 and it believes in 29 February 1900
_SERIALS = range(5_000, 80_000)  # 1913 to 2119: people alive today and every contact
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ].*)?$")
_NUMERIC = re.compile(
    r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})(?:[ T]\d{1,2}[:.].*)?$"
)
_NAMED = re.compile(r"(?:\w+,\s*)?(\d{1,2})[-/. ]*([a-z]{3,10})\.?[-/., ]*(\d{4}|\d{2})\b.*$", re.I)
_MONTHS = {
    "jan": 1, "peb": 2, "feb": 2, "pebruari": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7,
    "agu": 8, "ags": 8, "agt": 8, "aug": 8, "sep": 9, "okt": 10, "oct": 10, "nop": 11, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip


class DateReading(NamedTuple):
    """A date; `other` is the second possible date of a cell that can be read both ways."""

    value: dt.date | None
    mended: str | None = None
    fault: str | None = None
    other: dt.date | None = None


NO_DATE = DateReading(None)


@dataclass(frozen=True)
class DateOrder:
    """How a column writes dates: `first` is "day" or "month"; `evidence` is consistent, file, none or mixed."""

    first: str
    evidence: str
    day_first: int = 0
    month_first: int = 0
    ambiguous: int = 0
    turned: bool = False


# Eight different days none of which is past the twelfth: by chance once in 1,700 columns.
_TURNED_DAYS = 8


def decide_orders(columns: dict[str, Iterable[Cell]]) -> dict[str, DateOrder]:
    """The order of every date column of a table, each by its own evidence, else by the others'."""
    held = {name: list(cells) for name, cells in columns.items()}
    counted = {name: _evidence(cells) for name, cells in held.items()}
    day = sum(count[0] for count in counted.values())
    month = sum(count[1] for count in counted.values())
    orders = {name: _order(count, day, month) for name, count in counted.items()}
    return {
        n: replace(o, turned=o.day_first > 0 and _looks_turned(held[n])) for n, o in orders.items()
    }


def _looks_turned(cells: Iterable[Cell]) -> bool:
    days = {cell for cell in cells if isinstance(cell, dt.date)}
    return len(days) >= _TURNED_DAYS and all(day.day <= 12 for day in days)


def _evidence(cells: Iterable[Cell]) -> tuple[int, int, int]:
    day = month = either = 0
    for cell in cells:
        found = _NUMERIC.match(clean(cell)) if isinstance(cell, str) else None
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        day += first > 12 >= second
        month += second > 12 >= first
        either += first <= 12 and second <= 12 and first != second
    return day, month, either


def _order(count: tuple[int, int, int], file_day: int, file_month: int) -> DateOrder:
    day, month, either = count
    if day and month:
        return DateOrder("day", "mixed", *count)
    if day or month:
        return DateOrder("day" if day else "month", "consistent", *count)
    if either and bool(file_day) != bool(file_month):
        return DateOrder("day" if file_day else "month", "file", *count)
    return DateOrder("day", "none" if either else "consistent", *count)


def read_date(cell: Cell, order: DateOrder, this_year: int) -> DateReading:
    """The date in `cell`. `this_year` places two-digit years: never in the future."""
    if isinstance(cell, dt.date):
        return _real(cell.date() if isinstance(cell, dt.datetime) else cell, order)
    if is_empty(cell) or cell == 0 or cell == "0":
        return NO_DATE
    if isinstance(cell, (int, float)):
        return _serial(float(cell))
    text = clean(str(cell)).lstrip("'")
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _serial(float(text.replace(",", ".")))
    return _from_text(text, order, this_year)


def _real(day: dt.date, order: DateOrder) -> DateReading:
    if order.turned and day.day != day.month:
        return DateReading(day, None, "date_two_ways", day.replace(month=day.day, day=day.month))
    return DateReading(day)


def _serial(number: float) -> DateReading:
    if int(number) not in _SERIALS:
        return DateReading(None, None, "not_a_date")
    return DateReading(_EXCEL_DAY_0 + dt.timedelta(days=int(number)), "date_serial")


def _from_text(text: str, order: DateOrder, this_year: int) -> DateReading:
    if found := _YEAR_FIRST.match(text):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.match(text):
        return _two_ways(int(found[1]), int(found[2]), found[3], order, this_year)
    if (found := _NAMED.match(text)) and (month := _MONTHS.get(found[2][:3].lower())):
        year, mended = _year(found[3], this_year)
        return _made(year, month, int(found[1]), mended)
    return DateReading(None, None, "not_a_date")


def _two_ways(
    first: int, second: int, year_text: str, order: DateOrder, this_year: int
) -> DateReading:
    year, mended = _year(year_text, this_year)
    if first > 12 or second > 12 or first == second:
        day, month = (first, second) if second <= 12 else (second, first)
        return _made(year, month, day, mended or ("month_first" if second > 12 else None))
    day_first = _made(year, second, first, mended)
    month_first = _made(year, first, second, mended or "month_first")
    chosen, other = (day_first, month_first) if order.first == "day" else (month_first, day_first)
    if order.evidence == "mixed":
        return DateReading(chosen.value, chosen.mended, "date_two_ways", other.value)
    return chosen._replace(other=other.value) if order.evidence == "none" else chosen


def _year(text: str, this_year: int) -> tuple[int, str | None]:
    if len(text) == 4:
        return int(text), None
    year = this_year // 100 * 100 + int(text)
    return (year if year <= this_year else year - 100), "two_digit_year"


def _made(year: int, month: int, day: int, mended: str | None = None) -> DateReading:
    try:
        return DateReading(dt.date(year, month, day), mended)
    except ValueError:
        return DateReading(None, None, "not_a_date")
