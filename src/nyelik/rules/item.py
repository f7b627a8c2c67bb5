"""One mapping of a rulebook file, read key by key; every complaint knows its file, line and column."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError

from nyelik.rules.errors import RulebookError
from nyelik.rules.words import Label
from nyelik.rules.yaml_mistakes import said_of


class Refused(Exception):  # noqa: N818  a verdict, the error is noted already
    """Raised inside the reader after an error was noted: leave this item and go on with the next."""


@dataclass
class Book:
    """The files being read and the errors found so far."""

    root: Path
    errors: list[RulebookError] = field(default_factory=list)
    lines: dict[str, list[str]] = field(default_factory=dict)
    chapters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """By file, the chapters that its rules belong to unless they say otherwise."""
    keys: dict[str, dict[str, None]] = field(default_factory=dict)
    """By path (`/services/-/source`), the keys that were allowed there: what the schema for editors is made of."""

    def load(self, path: Path, name: str | None = None) -> Any:
        """The content of a YAML 1.2 file with the places of everything; None if it cannot be read."""
        name = name or path.relative_to(self.root).as_posix()
        text = path.read_text(encoding="utf-8")
        self.lines[name] = text.splitlines()
        try:
            return parsed(text)
        except MarkedYAMLError as error:
            self.note(name, *said_of(error))
            return None

    def note(self, file: str, line: int, column: int, wrong: str, mend: str) -> None:
        """Note an error; `line` and `column` count from 0 here."""
        lines = self.lines.get(file, [])
        written = lines[line] if line < len(lines) else ""
        column = min(column, len(written))
        self.errors.append(RulebookError(file, line + 1, column + 1, written, wrong, mend))


def parsed(text: str) -> Any:
    """What YAML 1.2 makes of a text, every mapping with the places of its keys. Raises MarkedYAMLError."""
    return YAML(typ="rt").load(text)


@dataclass
class Item:
    """A mapping at a place in a file. Getters note an error and raise Refused when they cannot answer."""

    book: Book
    file: str
    data: CommentedMap
    path: str = field(default="", kw_only=True)
    """Where it stands in any file: keys with slashes before them, `-` for an item of a list."""

    def refuse(self, wrong: str, mend: str, key: str | None = None, offset: int = 0) -> Refused:
        """Note an error at this item, or at the value of `key`, and give the exception to raise."""
        file, line, column = self.place(key)
        self.book.note(file, line, column + offset, wrong, mend)
        return Refused(wrong)

    def place(self, key: str | None = None) -> tuple[str, int, int]:
        """File, line and column, both from 0, of the value of a key, or of the item itself."""
        if key is not None and key in self.data:
            line, column = self.data.lc.value(key)
            return self.file, int(line), int(column)
        return self.file, int(self.data.lc.line), int(self.data.lc.col)

    @property
    def line(self) -> int:
        """The line of the item, counted from 1."""
        return self.place()[1] + 1

    def allow(self, *keys: str) -> None:
        """Refuse keys that mean nothing here: a misspelt key would silently be left out otherwise."""
        self.book.keys.setdefault(self.path, {}).update(dict.fromkeys(keys))
        for key in self.data:
            if key not in keys:
                wrong = f"“{key}” is not a key of this kind of rule"
                raise self.refuse(wrong, _mend_key(str(key), keys), str(key))

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.data

    def need(self, key: str) -> Any:
        """The value of a key that must be there."""
        if key not in self.data or self.data[key] is None:
            raise self.refuse(f"“{key}” is missing", f"Write {key}: …")
        return self.data[key]

    def text(self, key: str, default: str | None = None) -> str:
        """A text; numbers are read as they were written."""
        if default is not None and key not in self.data:
            return default
        return str(self.need(key)).strip()

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """A text that must be one of the allowed."""
        value = self.text(key, default)
        if value not in allowed:
            raise self.refuse(
                f"“{value}” is not a {key}", f"Write one of {', '.join(allowed)}.", key
            )
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one; empty if left out."""
        value = self.data.get(key, [])
        return tuple(str(part) for part in (value if isinstance(value, list) else [value]))

    def mapping(self, key: str) -> Item:
        """A mapping below this one."""
        value = self.need(key)
        if not isinstance(value, CommentedMap):
            raise self.refuse(
                f"“{value}” cannot stand under “{key}” alone", _mend_mapping(key), key
            )
        return Item(self.book, self.place(key)[0], value, path=f"{self.path}/{key}")

    def items(self, key: str) -> Iterator[Item]:
        """The mappings of a list below this one."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(part, CommentedMap) for part in value):
            raise self.refuse(
                f"“{key}” must be a list of mappings", f"Write {key}: and - below it.", key
            )
        for part in value:
            yield Item(self.book, self.place(key)[0], part, path=f"{self.path}/{key}/-")

    def label(self, key: str = "label") -> Label:
        """A text in Indonesian and English; both must be there."""
        pair = self.mapping(key)
        pair.allow("id", "en")
        return Label(pair.text("id"), pair.text("en"))

    def optional_label(self, key: str) -> Label | None:
        """A text in both languages, or None."""
        return self.label(key) if self.has(key) else None

    def date(self, key: str) -> dt.date:
        """A date written YYYY-MM-DD."""
        value = self.need(key)
        try:
            return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
        except ValueError:
            raise self.refuse(f"“{value}” is not a date", "Write it as 2026-06-30.", key) from None

    def limits(self, key: str) -> tuple[float, float] | None:
        """A range [low, high], or None if left out."""
        if not self.has(key):
            return None
        value = self.need(key)
        if not isinstance(value, list) or len(value) != 2 or not float(value[0]) < float(value[1]):
            raise self.refuse(
                f"“{key}” must be two numbers, the lower first", "Write [0.3, 300].", key
            )
        return float(value[0]), float(value[1])


_BOTH_LANGUAGES = ("label", "say", "plain", "note", "reason", "what", "hint")


def _mend_mapping(key: str) -> str:
    if key in _BOTH_LANGUAGES:
        return f"Write both languages: {key}: {{id: …, en: …}}."
    return f"Write {key}: {{…: …}}."


def nearest(written: str, known: Iterable[str], otherwise: str) -> str:
    """“Did you mean …?” where something known is spelt alike, else `otherwise`."""
    near = difflib.get_close_matches(written, list(known), n=1)
    return f"Did you mean {near[0]}? {otherwise}" if near else otherwise


def _mend_key(key: str, keys: tuple[str, ...]) -> str:
    if key.isdigit():  # 23,5 between { }: YAML ended the value at its comma
        return f"A decimal is written with a point, not a comma: 23.{key}."
    if ")" in key:  # half of an expression: YAML ended the value at its comma
        return "A comma ends a value inside { }: put the expression in quotes."
    near = difflib.get_close_matches(key, keys, n=1)
    return f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(keys)}."
