"""Errors of the rulebook: where, what was written, what is wrong, how to mend it. All of them at once.

Readers raise a code with named values; its sentences, in both languages, stand in `contracts/rulebook-errors.yaml`.
A value may be a text, a number, a list, or a `Phrase` that has two languages itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nyelik.base.contracts import contract
from nyelik.base.problem import LANGUAGES


class _Said:
    """A code of the list, and the values for its sentences."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.code, self.values = code, values

    def _sentence(self, part: str, language: str) -> str:
        values = {name: _value(value, language) for name, value in self.values.items()}
        return sentences()[self.code][part][language].format_map(values)


class Phrase(_Said):
    """A part of a sentence, or a sentence that stands alone."""

    def text(self, language: str) -> str:
        """The words in "id" or "en"."""
        return self._sentence("text", language)

    def __str__(self) -> str:
        return self.text("en")

    def as_dict(self) -> dict[str, str]:
        """The words in each language."""
        return {language: self.text(language) for language in LANGUAGES}


class Mistake(_Said):
    """What is wrong and how to mend it. `under` is the key whose expression it lies in."""

    under = ""

    def within(self, key: str) -> Mistake:
        """The same, told of the expression under a key."""
        told = Mistake(self.code, **self.values)
        told.under = f"{key}: "
        return told

    def wrong(self, language: str) -> str:
        """What was written and why it cannot be, in "id" or "en"."""
        return self.under + self._sentence("wrong", language)

    def mend(self, language: str) -> str:
        """What to do, in "id" or "en"."""
        return self._sentence("mend", language)


@dataclass(frozen=True)
class RulebookError:
    """One thing wrong in one place. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    written: str
    mistake: Mistake

    def wrong(self, language: str = "en") -> str:
        """What was written and why it cannot be."""
        return self.mistake.wrong(language)

    def mend(self, language: str = "en") -> str:
        """What to do."""
        return self.mistake.mend(language)

    def text(self, language: str) -> str:
        """The place, what is wrong, the line with a caret, how to mend it."""
        place = f"{self.file}:{self.line}:{self.column}"
        caret = " " * (self.column - 1) + "^"
        said = f"{place}: {self.wrong(language)}"
        return f"{said}\n    {self.written}\n    {caret}\n    {self.mend(language)}"

    def __str__(self) -> str:
        return self.text("en")

    def as_dict(self) -> dict[str, Any]:
        """As --json gives it: the place, the code, and both sentences by language."""
        return {
            **{key: getattr(self, key) for key in ("file", "line", "column", "written")},
            "code": self.mistake.code,
            "wrong": {language: self.wrong(language) for language in LANGUAGES},
            "mend": {language: self.mend(language) for language in LANGUAGES},
        }


class RulebookErrors(Exception):  # noqa: N818  it is the list of them
    """Everything that is wrong with a rulebook: it is refused as a whole."""

    def __init__(self, errors: list[RulebookError]) -> None:
        self.errors = errors
        super().__init__(errors)

    def text(self, language: str) -> str:
        """All of them, one after the other."""
        return "\n\n".join(error.text(language) for error in self.errors)

    def report(self, language: str) -> str:
        """All of them and how many they are."""
        count = Phrase("rulebook-refused", count=len(self.errors))
        return f"{self.text(language)}\n\n{count.text(language)}"

    def __str__(self) -> str:
        return self.text("en")


class _Listed(tuple[object, ...]):
    """A list in a sentence: `{names}` joins with commas, `{names: or }` with what is written."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return (spec or ", ").join(str(one) for one in self)


def _value(value: object, language: str) -> object:
    if isinstance(value, Phrase):
        return value.text(language)
    return _Listed(value) if isinstance(value, list | tuple) else str(value)


@cache
def sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The whole list by code: `wrong` and `mend`, or `text`, by language. Read once in a process that needs it."""
    from ruamel.yaml import YAML

    path = contract("rulebook-errors.yaml")
    lines = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return {
        line["code"]: {part: said for part, said in line.items() if part != "code"}
        for line in lines
    }
