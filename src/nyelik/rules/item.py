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

from nyelik.rules.errors import Mistake, Phrase, RulebookError
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

    def note(self, file: str, line: int, column: int, mistake: Mistake) -> None:
        """Note an error; `line` and `column` count from 0 here."""
        lines = self.lines.get(file, [])
        written = lines[line] if line < len(lines) else ""
        column = min(column, len(written))
        self.errors.append(RulebookError(file, line + 1, column + 1, written, mistake))


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

    def refuse(self, code: str, at: str | None = None, /, **values: object) -> Refused:
        """Note an error at this item, or at the value of the key `at`, and give the exception to raise."""
        return self.refuse_for(Mistake(code, **values), at)

    def refuse_for(self, mistake: Mistake, at: str | None = None, offset: int = 0) -> Refused:
        """The same for a mistake found elsewhere, `offset` characters into the value of the key."""
        file, line, column = self.place(at)
        self.book.note(file, line, column + offset, mistake)
        return Refused(mistake.code)

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
                hint = _mend_key(str(key), keys)
                raise self.refuse("key-not-known", str(key), key=key, hint=hint)

    def has(self, key: str) -> bool:
        """Whether the key is written."""
        return key in self.data

    def need(self, key: str) -> Any:
        """The value of a key that must be there."""
        if key not in self.data or self.data[key] is None:
            raise self.refuse("key-missing", key=key)
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
            raise self.refuse("not-one-of", key, value=value, key=key, allowed=allowed)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; one text counts as a list of one; empty if left out."""
        value = self.data.get(key, [])
        return tuple(str(part) for part in (value if isinstance(value, list) else [value]))

    def mapping(self, key: str) -> Item:
        """A mapping below this one."""
        value = self.need(key)
        if not isinstance(value, CommentedMap):
            hint = Phrase("both-languages" if key in _BOTH_LANGUAGES else "write-mapping", key=key)
            raise self.refuse("mapping-needed", key, value=value, key=key, hint=hint)
        return Item(self.book, self.place(key)[0], value, path=f"{self.path}/{key}")

    def items(self, key: str) -> Iterator[Item]:
        """The mappings of a list below this one."""
        value = self.data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(part, CommentedMap) for part in value):
            raise self.refuse("list-of-mappings", key, key=key)
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
            raise self.refuse("not-a-date", key, value=value) from None

    def limits(self, key: str) -> tuple[float, float] | None:
        """A range [low, high], or None if left out."""
        if not self.has(key):
            return None
        value = self.need(key)
        if not isinstance(value, list) or len(value) != 2 or not float(value[0]) < float(value[1]):
            raise self.refuse("limits-needed", key, key=key)
        return float(value[0]), float(value[1])


_BOTH_LANGUAGES = ("label", "say", "plain", "note", "reason", "what", "hint")


def nearest(written: str, known: Iterable[str], otherwise: Phrase) -> Phrase:
    """“Did you mean …?” where something known is spelt alike, else `otherwise`."""
    near = difflib.get_close_matches(written, list(known), n=1)
    return Phrase("did-you-mean-else", near=near[0], otherwise=otherwise) if near else otherwise


def _mend_key(key: str, keys: tuple[str, ...]) -> Phrase:
    if key.isdigit():  # 23,5 between { }: YAML ended the value at its comma
        return Phrase("decimal-point", digits=key)
    if ")" in key:  # half of an expression: YAML ended the value at its comma
        return Phrase("comma-ends-value")
    near = difflib.get_close_matches(key, keys, n=1)
    return Phrase("did-you-mean", near=near) if near else Phrase("known-here", keys=keys)
