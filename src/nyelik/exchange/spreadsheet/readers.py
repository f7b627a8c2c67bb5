"""Readers by the name that a layout gives them (`read: number`): from a cell to a `Reading`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from nyelik.exchange.spreadsheet import cells
from nyelik.exchange.spreadsheet.cells import NOTHING, Cell, Reading, text_of
from nyelik.exchange.spreadsheet.dates import DateOrder, read_date
from nyelik.exchange.spreadsheet.layout import Column
from nyelik.exchange.spreadsheet.nik import read_nik

_GPA = re.compile(r"g\s*\.?\s*(\d+)\s*[,.]?\s*p\s*\.?\s*(\d+)\s*[,.]?\s*(?:a\s*\.?\s*(\d+))?", re.I)
_VISIT = re.compile(r"\bk\s*\.?\s*([1-8])\s*([am])?\b", re.I)
_VISIT_DAY = re.compile(r"(?<![k\d])(\d{1,2})(?:\s*[/-]\s*(\d{1,2}))?(?!\d)", re.I)
_DATE_INSIDE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_ALIVE = re.compile(r"\b(h|hidup|lh|lahir hidup)\b", re.I)
_DEAD = re.compile(r"\b(m|mati|lm|iufd|lahir mati|meninggal)\b", re.I)


@dataclass(frozen=True)
class Context:
    """What a column knows beyond the cell: its date order, whether its NIKs are whole, the register's year."""

    this_year: int
    order: DateOrder = field(default=DateOrder("day", "none"))
    all_digits: bool = False
    year: int | None = None


Reader = Callable[[Cell, Column, Context], Reading]


def _date(cell: Cell, column: Column, context: Context) -> Reading:
    found = read_date(cell, context.order, context.this_year)
    if found.other is not None and found.fault:
        return Reading((found.value, found.other), None, found.fault)
    undecided = (
        "date_undecided" if found.other is not None and found.value is not None else found.mended
    )
    return Reading(found.value, undecided, found.fault)


def _number(cell: Cell, column: Column, context: Context) -> Reading:
    reading = cells.read_number(cell)
    if reading.value is None or column.times == 1:
        return reading
    if reading.value > column.whole_above:
        return Reading(reading.value, "unit_scaled", reading.fault)
    # Tenths of a gram are noise of the scaling, not of the scale.
    return Reading(round(reading.value * column.times, 1), reading.mended, reading.fault)


def _choice(cell: Cell, column: Column, context: Context) -> Reading:
    return cells.read_choice(cell, column.values)


def _digits(cell: Cell, column: Column, context: Context) -> Reading:
    """Numbers of cards: kept as digits; Excel spoils those of sixteen as it spoils a NIK."""
    if cells.is_empty(cell) or cell == 0 or cell == "0":
        return NOTHING
    if isinstance(cell, (int, float)) and cell >= 1e15:
        found = read_nik(cell, context.all_digits)
        return Reading(found.digits, None, None if found.digits else "field_ruined")
    digits = re.sub(r"\D", "", text_of(cell))
    return Reading(digits) if len(digits) >= 8 else Reading(None, None, "field_ruined")


def _parents(cell: Cell, column: Column, context: Context) -> Reading:
    """`Ibu / Ayah` as two names; one name is taken as the mother's, as e-PPGBM means it."""
    reading = cells.read_name(cell)
    if reading.value is None or "/" not in reading.value:
        return reading
    mother, _, father = (part.strip() for part in reading.value.partition("/"))
    return Reading((mother or None, father or None), "parents_split")


def _gpa(cell: Cell, column: Column, context: Context) -> Reading:
    if cells.is_empty(cell):
        return NOTHING
    found = _GPA.search(text_of(cell))
    if not found:
        return Reading(None, None, "not_gpa")
    return Reading({"gravida": int(found[1]), "parity": int(found[2])})


def _visit(cell: Cell, column: Column, context: Context) -> Reading:
    """(date, estimated) of a visit code in a month column; the middle of the month when no day is given."""
    if cells.is_empty(cell):
        return NOTHING
    if context.year is None:
        return Reading(None, None, "no_year")
    if isinstance(cell, dt.date):
        return Reading((cell.date() if isinstance(cell, dt.datetime) else cell, False))
    text, month = text_of(cell), int(column.to.partition(".")[2])
    if not _VISIT.search(text):
        return Reading(None, None, "not_a_visit")
    found = _VISIT_DAY.search(_VISIT.sub(" ", text))
    try:
        day = dt.date(context.year, month, int(found[1])) if found else None
    except ValueError:
        day = None
    return Reading((day or dt.date(context.year, month, 15), day is None))


def _delivery(cell: Cell, column: Column, context: Context) -> Reading:
    """Date and outcome of a birth: `12/3/2026 / HIDUP`."""
    if cells.is_empty(cell):
        return NOTHING
    text = text_of(cell)
    inside = _DATE_INSIDE.search(text)
    found = read_date(inside[0] if inside else text, context.order, context.this_year)
    if found.value is None or found.fault:
        return Reading(None, None, "not_a_date")
    rest = text.replace(inside[0], " ") if inside else ""
    outcome = "stillbirth" if _DEAD.search(rest) else "live_birth" if _ALIVE.search(rest) else None
    return Reading({"delivered": found.value, "outcome": outcome})


READERS: Mapping[str, Reader] = {
    "text": lambda cell, column, context: cells.read_text(cell),
    "name": lambda cell, column, context: cells.read_name(cell),
    "count": lambda cell, column, context: cells.read_count(cell),
    "phone": lambda cell, column, context: cells.read_phone(cell),
    "number": _number,
    "choice": _choice,
    "date": _date,
    "digits": _digits,
    "parents": _parents,
    "gpa": _gpa,
    "visit": _visit,
    "delivery": _delivery,
}
