"""Reading the rows of a table as its layout says: pure, no register, no clock."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from nyelik.base.dates import add_months
from nyelik.exchange.spreadsheet.cells import Cell, Reading, read_age, says_nothing, text_of
from nyelik.exchange.spreadsheet.dates import DateOrder, decide_orders
from nyelik.exchange.spreadsheet.headers import Table
from nyelik.exchange.spreadsheet.layout import Column, Fit
from nyelik.exchange.spreadsheet.nik import excel_kept_all_digits, read_nik
from nyelik.exchange.spreadsheet.readers import READERS, Context, Reader
from nyelik.exchange.spreadsheet.row import DoseSaid, Limits, Row, VisitSaid

_YEAR = re.compile(r"\b(20\d\d)\b")
_AGE_SLACK_DAYS = (
    3  # e-PPGBM and the date law may differ on month ends; more is a changed birth date
)


@dataclass(frozen=True)
class Options:
    """What a person may say about a file: measurement date or year where it has none, area it is confined to."""

    measured_on: dt.date | None = None
    year: int | None = None
    within: str | None = None


@dataclass(frozen=True)
class _Plan:
    """One column, ready to read."""

    index: int
    header: str
    column: Column
    group: str
    name: str
    context: Context
    reader: Reader


class TableReader:
    """Reads a table's rows. `orders` tells how each date column was understood."""

    def __init__(
        self, table: Table, fit: Fit, limits: Limits, today: dt.date, options: Options
    ) -> None:
        self.table, self.fit, self.limits, self.today, self.options = (
            table,
            fit,
            limits,
            today,
            options,
        )
        self.headers = _distinct(table.headers, table.names)
        self.orders = self._date_orders()
        self.year = options.year or _year_in(table.preamble) or _year_in([table.sheet])
        self.plans = [self._plan(index, column) for index, column in sorted(fit.columns.items())]
        self.unknown = [i for i in range(len(self.headers)) if i not in fit.columns]

    def _date_orders(self) -> dict[str, DateOrder]:
        dated = {i for i, column in self.fit.columns.items() if column.read in ("date", "delivery")}
        return decide_orders({self.headers[i]: self.table.column(i) for i in sorted(dated)})

    def _plan(self, index: int, column: Column) -> _Plan:
        group, _, name = column.to.partition(".")
        whole = column.read in ("nik", "digits") and excel_kept_all_digits(self.table.column(index))
        header = self.headers[index]
        order = self.orders.get(header, DateOrder("day", "none"))
        context = Context(self.today.year, order, whole, self.year)
        reader = READERS.get(column.read, READERS["text"])
        return _Plan(index, header, column, group, name, context, reader)

    def __iter__(self) -> Iterator[Row]:
        for number, cells in self.table.rows:
            yield self.read(number, cells)

    def read(self, number: int, cells: Sequence[Cell]) -> Row:
        """One row."""
        row = Row(self.table.sheet, number, self.fit.layout.id, self._texts(cells))
        row.person.update(self.fit.layout.fixed)
        for plan in self.plans:
            if plan.header in row.cells:
                self._take(row, plan, cells[plan.index])
        for index in self.unknown:
            if (header := self.headers[index]) in row.cells:
                row.kept[header] = row.cells[header]
        if row.on is None and self.fit.layout.row == "measurement":
            row.on = self.options.measured_on
        return row

    def _texts(self, cells: Sequence[Cell]) -> dict[str, str]:
        texts = {}
        for header, cell in zip(self.headers, cells, strict=False):
            if cell is not None and cell != "" and (text := text_of(cell)):
                texts[header] = text
        for index in range(len(self.headers), len(cells)):  # cells beside the table
            if text := text_of(cells[index]):
                texts[f"kolom {index + 1}"] = text
        return texts

    def _take(self, row: Row, plan: _Plan, cell: Cell) -> None:
        raw = row.cells[plan.header]
        if says_nothing(raw):
            return
        if plan.group in ("row", "reported", "check"):
            self._take_as_said(row, plan, raw)
        elif plan.group == "area":
            row.area[plan.name] = raw
            row.headers[plan.column.to] = plan.header
            if plan.column.also:
                _put(row, plan.column.also, raw, plan.header)
        else:
            if isinstance(cell, str):
                if raw != cell.strip(" \t\r\n"):
                    row.say("invisible", plan.header, raw)
                cell = raw
            if plan.column.read == "nik":
                self._take_nik(row, plan, cell)
            else:
                reading = plan.reader(cell, plan.column, plan.context)
                self._take_reading(row, plan, raw, reading)

    def _take_as_said(self, row: Row, plan: _Plan, raw: str) -> None:
        if plan.group == "row":
            row.running_number = plan.header
            return
        row.kept[plan.header] = raw
        row.as_said.add(plan.header)
        if plan.group == "check":
            row.reported["age"] = raw
            row.headers["age"] = plan.header
        elif plan.name:
            row.reported[plan.name] = raw

    def _take_nik(self, row: Row, plan: _Plan, cell: Cell) -> None:
        found = read_nik(cell, plan.context.all_digits)
        raw = row.cells[plan.header]
        if plan.group == "parent":
            row.parent_nik = found
        else:
            row.nik = found
        row.headers[plan.column.to] = plan.header
        if found.digits is None or plan.group == "parent":
            row.kept[plan.header] = raw
        if found.mended:
            row.say(found.mended, plan.header, raw)
        if found.status in ("ruined", "masked", "wrong_length") and plan.group == "person":
            row.say(f"nik_{found.status}", plan.header, raw)

    def _take_reading(self, row: Row, plan: _Plan, raw: str, reading: Reading) -> None:
        value, mended, fault = reading
        if value is not None and fault is None and not self._is_possible(plan.name, value):
            value, fault = None, "impossible"
        if fault == "date_two_ways":
            row.say(fault, plan.header, raw, *value)
            value = None
        elif fault and plan.column.sensitive:
            row.say(fault, plan.header, "•••")
            row.sealed.append((plan.name, raw))
            return
        elif fault and not plan.column.keep_else:
            row.say(fault, plan.header, raw)
        elif mended:
            row.say(mended, plan.header, raw, _shown(value))
        if value is None:
            if fault:
                row.kept[plan.header] = raw
            return
        self._put_value(row, plan, raw, value)

    def _is_possible(self, code: str, value: Any) -> bool:
        if (
            code not in self.limits
            or isinstance(value, (bool, str))
            or not isinstance(value, (int, float))
        ):
            return True
        low, high = self.limits[code]
        return low <= value <= high

    def _put_value(self, row: Row, plan: _Plan, raw: str, value: Any) -> None:
        group, name, header = plan.group, plan.name, plan.header
        if group == "dose" and plan.column.dose:
            row.doses.append(DoseSaid(*plan.column.dose, value, header, raw))
        elif group == "visit":
            row.visits.append(VisitSaid(value[0], header, raw, value[1]))
            row.kept[header] = raw
        elif group == "postpartum":
            row.postpartum.append(VisitSaid(value, header, raw, False))
        elif name == "age_years":
            self._estimate_born(row, header, raw, int(value))
        elif isinstance(value, tuple):
            _put(row, "person.mother_name", value[0], header)
            _put(row, "person.father_name", value[1], header)
        elif isinstance(value, list):
            _put(row, plan.column.to, value[0], header)
            if len(value) > 1:
                row.kept[header] = raw
        elif isinstance(value, dict):
            for key, inner in value.items():
                _put(row, f"pregnancy.{key}", inner, header)
            row.kept[header] = raw
        else:
            _put(row, plan.column.to, value, header)

    def _estimate_born(self, row: Row, header: str, raw: str, years: int) -> None:
        """The middle of the year in which a person of that age was born, marked as estimated."""
        row.kept[header] = raw
        if "born" not in row.person and 0 < years < 110:
            row.person["born"] = dt.date((self.year or self.today.year) - years, 7, 1)
            row.person["born_estimated"] = True
            row.say("born_estimated", header, raw, row.person["born"])


def _put(row: Row, to: str, value: Any, header: str) -> None:
    if value is None:
        return
    group, _, name = to.partition(".")
    row.headers[to] = header
    if to == "contact.date":
        row.on = value
    elif to == "contact.note":
        row.note = value
    else:
        target = {
            "person": row.person,
            "contact": row.observations,
            "birth": row.birth,
            "first": row.first,
            "pregnancy": row.pregnancy,
            "target": row.target,
        }[group]
        target[name] = value


def _shown(value: Any) -> str:
    return str(
        value[0]
        if isinstance(value, (list, tuple)) and value
        else value
        if value is not None
        else ""
    )


def _year_in(texts: Sequence[str]) -> int | None:
    return next((int(found[1]) for text in texts if (found := _YEAR.search(text))), None)


def _distinct(headers: Sequence[str], names: Sequence[str]) -> list[str]:
    """Headers as written; a repeated or empty one by its normalised, numbered name."""
    return [h if h and headers.index(h) == i else names[i] for i, h in enumerate(headers)]


def check_row(row: Row, today: dt.date) -> None:
    """Remarks that need more than one cell: dates in the future or before birth, the age as text."""
    days = [row.on, *(dose.on for dose in row.doses), *(visit.on for visit in row.postpartum)]
    for day in (row.born, *days):
        if day is not None and day > today:
            row.say("future_date", value=day)
    for day in days:
        if day is not None and row.born is not None and day < row.born:
            row.say("before_birth", value=day, other=row.born)
    age = read_age(row.reported["age"]) if "age" in row.reported else None
    if age is None or row.born is None or row.on is None or row.on < row.born:
        return
    if abs(_gap(row, age)) > _AGE_SLACK_DAYS:
        row.say("age_differs", row.headers["age"], row.reported["age"])


def _gap(row: Row, age: tuple[int, int, int]) -> int:
    assert row.born is not None
    assert row.on is not None
    said = add_months(row.born, age[0] * 12 + age[1]) + dt.timedelta(days=age[2])
    return (row.on - said).days
