"""Reading a NIK out of a spreadsheet, where Excel has often been before us.

Excel keeps 15 significant digits: a NIK stored as a number loses its sixteenth, which becomes 0. The
lost digit is never guessed. Statuses: `valid`, `missing`, `masked`, `ruined` (by Excel), `wrong_length`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nyelik.exchange.spreadsheet.cells import Cell, is_empty, text_of

_SCIENTIFIC = re.compile(r"\d([.,]\d+)?\s*e\s*\+?\s*1[45]$", re.I)
_MASKED = re.compile(r"[\dx*•#]*[*x•#]{3,}[\dx*•#]*$", re.I)
_FILLER = re.compile(
    r"(\d)\1{15}$"
)  # 0000000000000000, 9999...: typed to get past a required field


class NikReading(NamedTuple):
    """`digits` only when all sixteen are certain; `known` holds the digits that are (a prefix)."""

    digits: str | None
    status: str
    known: str = ""
    mended: str | None = None


MISSING = NikReading(None, "missing")


def excel_kept_all_digits(cells: Iterable[Cell]) -> bool:
    """True if the numeric NIKs of a column still have their sixteenth digit.

    A column that Excel has saved as numbers ends in 0 throughout; one other last digit shows that a program wrote it.
    """
    return any(
        isinstance(cell, (int, float))
        and not isinstance(cell, bool)
        and cell >= 1e15
        and int(cell) % 10
        for cell in cells
    )


def read_nik(cell: Cell, all_digits: bool = False) -> NikReading:
    """The NIK in `cell`; `all_digits`: the column's numbers are whole (`excel_kept_all_digits`)."""
    if is_empty(cell) or cell == 0:
        return MISSING
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(float(cell), all_digits)
    return _from_text(text_of(cell))


def _from_number(number: float, all_digits: bool) -> NikReading:
    text = str(int(number))
    if len(text) == 15 and text[0] != "0":  # a leading 0 exists in no province code, but be honest
        return NikReading(None, "wrong_length", text)
    if len(text) != 16:
        return NikReading(None, "wrong_length", text)
    if int(text) % 10 or all_digits:
        return NikReading(text, "valid", text, "nik_was_number")
    return NikReading(None, "ruined", text.rstrip("0"))


def _from_text(text: str) -> NikReading:
    bare = re.sub(r"[\s'`’.\-]", "", text)
    if re.fullmatch(r"\d{16}", bare):
        if _FILLER.match(bare):
            return NikReading(None, "missing", "", "nik_filler")
        return NikReading(bare, "valid", bare, None if bare == text else "nik_cleaned")
    if _SCIENTIFIC.search(text.replace(" ", "")):
        mantissa = re.split("e", text, flags=re.I)[0]
        return NikReading(None, "ruined", re.sub(r"\D", "", mantissa))
    if _MASKED.match(bare):
        return NikReading(None, "masked", re.match(r"\d*", bare).group())  # type: ignore[union-attr]
    return NikReading(None, "wrong_length", re.sub(r"\D", "", bare))
