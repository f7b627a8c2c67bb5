"""Workbooks and CSV files that we write: one look, text as text (never a formula), NIK never a number."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

Value = str | int | float | bool | dt.date | None

GREEN, YELLOW, RED, GREY = "#1B7F3B", "#8A6100", "#B3261E", "#5F6368"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Columns:
    """Headings with their widths in characters; `note` is shown as a comment on the heading."""

    headings: Sequence[str]
    widths: Sequence[int] = ()
    notes: Mapping[str, str] | None = None


class Book:
    """A workbook being written to a file or stream. Rows go out at once, so that size does not matter."""

    def __init__(self, target: str | BinaryIO) -> None:
        import xlsxwriter

        options = {
            "constant_memory": True,
            "default_date_format": "yyyy-mm-dd",
            "strings_to_formulas": False,
        }
        self.book = xlsxwriter.Workbook(target, options)
        style = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.plain = self.book.add_format(style)
        self.wrapped = self.book.add_format(style | {"text_wrap": True})
        self.text = self.book.add_format(style | {"num_format": "@"})
        self.date = self.book.add_format(style | {"num_format": "yyyy-mm-dd"})
        self.bold = self.book.add_format(style | {"bold": True})
        self.title = self.book.add_format(style | {"bold": True, "font_size": 14})
        self.head = self.book.add_format(
            style | {"bold": True, "bg_color": "#E8F0EA", "bottom": 1, "text_wrap": True}
        )
        self.colours = {
            colour: self.book.add_format(style | {"bold": True, "font_color": colour})
            for colour in (GREEN, YELLOW, RED, GREY)
        }

    def facts(self, name: str, title: str, facts: Iterable[tuple[str, Value]]) -> Any:
        """A sheet of labels and values under a title."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, title, self.title)
        for number, (label, value) in enumerate(facts, start=2):
            sheet.write_string(number, 0, label, self.bold)
            self.cell(sheet, number, 1, value, self.wrapped)
        return sheet

    def table(
        self, name: str, columns: Columns, above: Sequence[tuple[str, Value]] = ()
    ) -> TableWriter:
        """A sheet with a frozen, filterable header, below some labelled facts."""
        return TableWriter(self, self.book.add_worksheet(name), columns, above)

    def cell(self, sheet: Any, row: int, column: int, value: Value, style: Any = None) -> None:
        """One value in its own type."""
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, "Ya" if value else "Tidak", style or self.plain)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, style or self.plain)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self.date)
        else:
            sheet.write_string(row, column, value[:32_000], style or self.plain)

    def close(self) -> None:
        """Finish the file."""
        self.book.close()


class TableWriter:
    """Rows of one sheet, written from top to bottom."""

    def __init__(
        self, book: Book, sheet: Any, columns: Columns, above: Sequence[tuple[str, Value]]
    ) -> None:
        self.book, self.sheet, self.columns = book, sheet, columns
        for index, width in enumerate(columns.widths):
            sheet.set_column(index, index, width)
        self.row = 0
        for label, value in above:
            sheet.write_string(self.row, 0, label, book.bold)
            book.cell(sheet, self.row, 1, value)
            self.row += 1
        self.row += bool(above)
        self.header_row = self.row
        for index, heading in enumerate(columns.headings):
            sheet.write_string(self.row, index, heading, book.head)
            if columns.notes and heading in columns.notes:
                sheet.write_comment(self.row, index, columns.notes[heading])
        sheet.freeze_panes(self.row + 1, 0)
        self.row += 1

    def add(self, values: Sequence[Value], styles: Mapping[int, Any] | None = None) -> None:
        """One row; `styles` by column."""
        for index, value in enumerate(values):
            self.book.cell(self.sheet, self.row, index, value, (styles or {}).get(index))
        self.row += 1

    def end(self) -> None:
        """Put the filter over all rows."""
        last = max(self.row - 1, self.header_row)
        self.sheet.autofilter(self.header_row, 0, last, len(self.columns.headings) - 1)


def csv_bytes(
    headings: Sequence[str],
    rows: Iterable[Sequence[Value]],
    above: Sequence[tuple[str, Value]] = (),
) -> bytes:
    """CSV as Indonesian Excel opens it: semicolons, decimal comma, UTF-8 with byte order mark.

    `above` stands before the header as lines that begin with #.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for label, value in above:
        writer.writerow([f"# {label}", _csv_value(value)])
    writer.writerow([*headings])
    for row in rows:
        writer.writerow([_csv_value(value) for value in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _csv_value(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    text = str(value)
    # A name that begins with = or @ would be run as a formula by whoever opens the file.
    dangerous = isinstance(value, str) and len(text) > 1 and text.startswith(_DANGEROUS)
    return f"'{text}" if dangerous else text
