"""Finding the header of a sheet: which rows are it, and what each column is called.

Above the header may stand a title, hidden rows with district, puskesmas and month, and empty rows; the
header itself may take several rows, the upper ones spanning columns; below it often runs a row of column numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from nyelik.exchange.spreadsheet.cells import Cell, clean, text_of
from nyelik.exchange.spreadsheet.read import Sheet

_SCAN_ROWS = 40
_DEPTH = 3
_AROUND_SLASH = re.compile(r"\s*/\s*")


@dataclass(frozen=True)
class Table:
    """A sheet's data: `names` are normalised and unique, `headers` as written, `rows` with their file row."""

    sheet: str
    headers: tuple[str, ...]
    names: tuple[str, ...]
    header_rows: tuple[int, int]
    preamble: tuple[str, ...]
    rows: list[tuple[int, list[Cell]]]

    def column(self, index: int) -> list[Cell]:
        """All cells of one column (None where a row is short)."""
        return [row[index] if index < len(row) else None for _, row in self.rows]


@lru_cache(maxsize=4096)
def normal_name(header: str) -> str:
    """A header for comparison: lower case, single spaces, no `*`, no underscore, no closing mark."""
    text = clean(header).casefold().replace("*", " ").replace("_", " ")
    return _AROUND_SLASH.sub("/", " ".join(text.split())).strip(" .:")


def find_table(sheet: Sheet, is_known: Callable[[str], bool]) -> Table | None:
    """The table in `sheet` whose header has the most names that are known; None with fewer than two."""
    best, best_score = None, 1.5
    for start in range(min(_SCAN_ROWS, len(sheet.rows))):
        for depth in range(1, _DEPTH + 1):
            if start + depth > len(sheet.rows):
                break
            names = _joined(sheet.rows[start : start + depth], is_known)
            score = sum(map(is_known, {normal_name(name) for name in names})) - 0.1 * depth
            if score > best_score:
                best, best_score = (start, depth, names), score
    return None if best is None else _table(sheet, *best)


def _joined(rows: Sequence[Sequence[Cell]], is_known: Callable[[str], bool]) -> list[str]:
    """One name per column from one to three header rows."""
    width = max(map(len, rows))
    layers = [[text_of(row[i]) if i < len(row) else "" for i in range(width)] for row in rows]
    for upper in layers[:-1]:
        _spread(upper, layers[-1])
    return [_name([layer[i] for layer in layers if layer[i]], is_known) for i in range(width)]


def _spread(upper: list[str], lowest: list[str]) -> None:
    """A spanning cell holds for the columns to its right until the next one, where something stands below."""
    held = ""
    for index, text in enumerate(upper):
        held = text or held
        if not text and lowest[index]:
            upper[index] = held


def _name(parts: list[str], is_known: Callable[[str], bool]) -> str:
    joined = " ".join(dict.fromkeys(parts))
    choices = [joined, " ".join(parts[-2:]), *reversed(parts)]
    return next((name for name in choices if is_known(normal_name(name))), joined)


def _table(sheet: Sheet, start: int, depth: int, names: list[str]) -> Table:
    first = start + depth
    if first < len(sheet.rows) and _is_numbering(sheet.rows[first]):
        first += 1
    rows = [(number + 1, sheet.rows[number]) for number in range(first, len(sheet.rows))]
    above = (text_of(cell) for row in sheet.rows[:start] for cell in row)
    return Table(
        sheet=sheet.name,
        headers=tuple(names),
        names=_unique([normal_name(name) for name in names]),
        header_rows=(start + 1, start + depth),
        preamble=tuple(text for text in above if text),
        rows=[(number, row) for number, row in rows if any(cell not in (None, "") for cell in row)],
    )


def _is_numbering(row: Sequence[Cell]) -> bool:
    """A row that says 1 2 3 4 … under the header."""
    numbers = [text_of(cell).strip("()") for cell in row if text_of(cell)]
    return (
        len(numbers) > 3
        and numbers
        == [str(n) for n in range(int(numbers[0] == "1"), len(numbers) + 1)][: len(numbers)]
    )


def _unique(names: list[str]) -> tuple[str, ...]:
    """A second column of the same name becomes `name (2)`, a nameless one `kolom 7`."""
    seen: dict[str, int] = {}
    result = []
    for index, name in enumerate(names):
        name = name or f"kolom {index + 1}"
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)
