"""What one spreadsheet cell says, once the dirt is off it.

Every reader returns a `Reading`: the value (None when the cell says nothing), the mending that was
needed (a reason code of `reasons.yaml`, or None) and what is wrong (a reason code, or None). A reader never
guesses: where two meanings are possible it says so and leaves the value out.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

Cell = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None


class Reading(NamedTuple):
    """A cell as understood: value, reason code of the mending, reason code of the fault."""

    value: Any
    mended: str | None = None
    fault: str | None = None


NOTHING = Reading(None)

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPACES = re.compile(r"[\s\u00a0]+")
_EMPTY = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "#ref!",
        "#value!",
        "#name?",
        "#div/0!",
    }
)
_UNIT = re.compile(
    r"\s*(kg|gr?|gram|cm|mm|g/dl|gr/dl|gr%|mg/dl|mmhg|minggu|mgg|tahun|thn|th)\.?$", re.I
)
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$", re.I)
_AGE = re.compile(r"(\d+)\s*(tahun|thn|th|bulan|bln|bl|hari|hr)\b", re.I)
_AGE_UNITS = {"t": 0, "b": 1, "h": 2}


def text_of(cell: Cell) -> str:
    """The cell as clean text: NBSP, zero-width characters, line breaks and double spaces gone.

    Whole numbers lose their ".0", dates become yyyy-mm-dd: what a person sees, in one spelling.
    """
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Ya" if cell else "Tidak"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e17 else repr(cell)
    if isinstance(cell, dt.datetime):
        plain = (cell.hour, cell.minute, cell.second) == (0, 0, 0)
        return cell.date().isoformat() if plain else cell.isoformat(timespec="minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def clean(text: str) -> str:
    """`text` without invisible characters, with single plain spaces."""
    if text.isascii():
        return " ".join(text.split())
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _SPACES.sub(" ", text).strip()


def is_empty(cell: Cell) -> bool:
    """True if the cell says nothing: blank, a dash, NULL, or an error value of Excel."""
    return cell is None or (isinstance(cell, str) and says_nothing(clean(cell)))


def says_nothing(text: str) -> bool:
    """True for a clean text that stands for an empty cell."""
    return len(text) < 8 and text.casefold() in _EMPTY


def read_text(cell: Cell) -> Reading:
    """Text, cleaned."""
    return NOTHING if is_empty(cell) else Reading(text_of(cell))


def read_name(cell: Cell) -> Reading:
    """A name: text with at least one letter."""
    reading = read_text(cell)
    if reading.value is None or any(letter.isalpha() for letter in reading.value):
        return reading
    return Reading(None, None, "no_name")


def read_number(cell: Cell, missing: frozenset[float] = frozenset({0.0, 8888.0})) -> Reading:
    """A measured number: decimal comma, a unit behind it; `missing` values mean "not measured"."""
    if isinstance(cell, bool) or is_empty(cell):
        return NOTHING
    if isinstance(cell, (int, float)):
        reading = Reading(float(cell))
    elif isinstance(cell, str):
        reading = _number_from_text(clean(cell))
    else:
        return Reading(None, None, "not_a_number")
    if reading.value is not None and reading.value in missing:
        return Reading(None, "means_missing")
    return reading


def _number_from_text(text: str) -> Reading:
    bare = _UNIT.sub("", text)
    mended = "unit_dropped" if bare != text else None
    if "," in bare:
        bare, mended = _with_point(bare), "decimal_comma"
    bare = bare.replace(" ", "")
    if not _PLAIN.match(bare):
        return Reading(None, None, "not_a_number")
    return Reading(float(bare), mended)


def _with_point(text: str) -> str:
    """Decimal comma to point; where both marks stand, the last one is the decimal mark."""
    if "." in text and text.rindex(".") > text.rindex(","):
        return text.replace(",", "")
    return text.replace(".", "").replace(",", ".")


def read_count(cell: Cell) -> Reading:
    """A whole number; 0 is a count like any other."""
    reading = read_number(cell, frozenset({8888.0}))
    if reading.value is None:
        return reading
    if not float(reading.value).is_integer():
        return Reading(None, None, "not_a_number")
    return Reading(int(reading.value), reading.mended)


def read_phone(cell: Cell) -> Reading:
    """Phone numbers in a cell, as a list: two in one cell (`a / b`) become two; Excel's lost 0 comes back."""
    if is_empty(cell):
        return NOTHING
    parts = re.split(r"\s*[/;,&]\s*|\s+atau\s+|\s{2,}", text_of(cell), flags=re.I)
    numbers = [number for number in map(_phone, parts) if number]
    if not numbers:
        return Reading(None, None, "not_a_phone")
    mended = "two_phones" if len(numbers) > 1 else None
    return Reading(numbers, mended or ("phone_zero" if numbers[0] != parts[0] else None))


def _phone(text: str) -> str | None:
    digits = re.sub(r"[^\d+]", "", text)
    if digits.startswith("8") and isinstance(text, str):
        digits = "0" + digits
    # Shortest Indonesian landline with area code has 8 digits, the longest mobile 13 plus +62.
    return digits if 8 <= len(digits.lstrip("+")) <= 15 else None


def read_choice(cell: Cell, values: Mapping[str, str | bool]) -> Reading:
    """One of `values` (spelling in lower case → code). `*` in `values` accepts any other text as it is."""
    if is_empty(cell):
        return NOTHING
    text = text_of(cell)
    key = text.casefold().rstrip(".")
    if key in values:
        return Reading(values[key])
    return Reading(None, None, "not_a_choice")


def read_age(cell: Cell) -> tuple[int, int, int] | None:
    """Years, months, days of `1 Tahun - 5 Bulan - 28 Hari`; None if the cell is no such text."""
    found = _AGE.findall(text_of(cell))
    if not found:
        return None
    parts = [0, 0, 0]
    for number, unit in found:
        parts[_AGE_UNITS[unit[0].lower()]] = int(number)
    return parts[0], parts[1], parts[2]
