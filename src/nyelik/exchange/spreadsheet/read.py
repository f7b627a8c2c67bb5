"""Spreadsheet files as plain rows: XLSX, XLS, ODS and CSV, with nothing interpreted yet."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nyelik.base.problem import Problem
from nyelik.exchange.spreadsheet.cells import Cell

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # zip (XLSX, ODS), OLE (XLS)
_DELIMITERS = (";", ",", "\t", "|")


@dataclass(frozen=True)
class Sheet:
    """One sheet; `rows[0]` is row 1 of the file, hidden rows included."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Source:
    """A file as read. `digest` is the hash of its content: the same content has the same digest under any name."""

    name: str
    digest: str
    sheets: list[Sheet]
    notes: dict[str, str] = field(default_factory=dict)


def read_file(path: Path) -> Source:
    """Read a spreadsheet file; raises Problem if it is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Problem("file-not-found", file=path.name) from error
    return read_bytes(content, path.name)


def read_bytes(content: bytes, name: str) -> Source:
    """Read spreadsheet content; the form is told from the content, never from the name's ending."""
    digest = hashlib.sha256(content).hexdigest()[:24]
    if content.startswith(_WORKBOOKS):
        return Source(name, digest, _workbook(content, name))
    text, encoding = decode(content)
    if "\x00" in text:
        raise _not_a_spreadsheet(name)
    text, delimiter = _delimiter_line(text)
    delimiter = delimiter or find_delimiter(text)
    rows: list[list[Cell]] = [
        list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    ]
    return Source(
        name, digest, [Sheet("CSV", rows)], {"encoding": encoding, "delimiter": delimiter}
    )


UNPACKED_LIMIT = 600 * 1024 * 1024
"""Bytes. 50,000 rows of e-PPGBM are 60 MB of XML; a few kilobytes can be packed to unfold into all memory."""


def _is_bomb(content: bytes) -> bool:
    """Whether a zip unfolds beyond the limit, counted while unpacking: what its directory claims may be a lie."""
    left = UNPACKED_LIMIT
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        if sum(part.file_size for part in parts.infolist()) > UNPACKED_LIMIT:
            return True
        for part in parts.infolist():
            with parts.open(part) as stream:
                while chunk := stream.read(1 << 20):
                    left -= len(chunk)
                    if left < 0:
                        return True
    return False


def _workbook(content: bytes, name: str) -> list[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if content.startswith(_WORKBOOKS[0]) and _is_bomb(content):
            raise Problem("spreadsheet-too-large", file=name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [
            Sheet(
                title,
                [
                    list(row)
                    for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
                ],
            )
            for title in book.sheet_names
        ]
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise _not_a_spreadsheet(name) from error


def decode(content: bytes) -> tuple[str, str]:
    """Text and encoding: by byte order mark, else UTF-8, else what old Excel on Windows writes."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _delimiter_line(text: str) -> tuple[str, str | None]:
    """Excel's first line `sep=;` names the delimiter and is no data (it stays as an empty row 1)."""
    first, _, rest = text.partition("\n")
    bare = first.strip().strip('"').casefold()
    return ("\n" + rest, bare[4:5]) if bare.startswith("sep=") and len(bare) == 5 else (text, None)


def find_delimiter(text: str) -> str:
    """The mark that splits the first lines into the most, and the most even, fields."""
    lines = [line for line in text.splitlines()[:60] if line.strip()]
    return max(_DELIMITERS, key=_evenness(lines))


def _evenness(lines: list[str]) -> Callable[[str], int]:
    def score(delimiter: str) -> int:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(widths, key=widths.count, default=1)
        return widths.count(common) * (common - 1)

    return score


def _not_a_spreadsheet(name: str) -> Problem:
    return Problem("spreadsheet-not-read", file=name)
