"""Problems: what may go wrong, told to people in sentences, from the one list `contracts/problems.yaml`.

Raise `Problem(code, **details)`; the door (page, API, command line) prints `sentence` and `next_step`.
Details are named values for the sentence; never put a person's clinical values in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from nyelik.base.contracts import contract

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
CURES = ("worker", "supervisor", "programmer")


@dataclass(frozen=True)
class Kind:
    """One line of the list: who can cure it, and its sentences by language."""

    code: str
    cure: str
    sentence: Mapping[str, str]
    next: Mapping[str, str]


class Problem(Exception):  # noqa: N818  it is told to people, not only raised
    """Something that went wrong and that a person can act on. `code` is stable; `details` fill its sentence."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    @property
    def cure(self) -> str:
        """Who can mend it: worker, supervisor or programmer."""
        return kind_of(self.code).cure

    def sentence(self, language: Language = "id") -> str:
        """What happened, with the details in it; a detail nobody gave is shown as a question mark."""
        return kind_of(self.code).sentence[language].format_map(_Details(self.details))

    def next_step(self, language: Language = "id") -> str:
        """What to do now."""
        return kind_of(self.code).next[language].format_map(_Details(self.details))

    def as_dict(self) -> dict[str, Any]:
        """The shape that the API answers with: code, cure, sentence and next step in both languages."""
        return {
            "code": self.code,
            "cure": self.cure,
            "sentence": {language: self.sentence(language) for language in LANGUAGES},
            "next": {language: self.next_step(language) for language in LANGUAGES},
        }

    def __str__(self) -> str:
        return f"{self.sentence('en')} {self.next_step('en')}"


class _Details(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


def kind_of(code: str) -> Kind:
    """The line of the list for a code. Raises KeyError when the list has no such code."""
    return all_kinds()[code]


@cache
def all_kinds() -> Mapping[str, Kind]:
    """The whole list by code, read once for each process."""
    from ruamel.yaml import YAML  # here: start-up of commands that meet no problem

    lines = YAML(typ="safe").load(contract("problems.yaml").read_text(encoding="utf-8"))
    return {line["code"]: Kind(**line) for line in lines}
