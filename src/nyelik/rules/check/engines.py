"""The engines that `nyelik check` asks: each answers many cases at once, in the words of examples."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from nyelik.rules.check.answers import Answer, answer_of
from nyelik.rules.check.cases import Case
from nyelik.rules.check.columns_answers import answers_in_columns
from nyelik.rules.errors import Phrase


class Engine(Protocol):
    """One way to run the rulebook."""

    @property
    def name(self) -> str:
        """What it is called in reports."""
        ...

    def answers(self, cases: Sequence[Case]) -> Sequence[Answer]:
        """The answer to each case, in order. Raises EngineMissing where the engine cannot run here."""
        ...


class EngineMissing(Exception):  # noqa: N818  no error: said in the report
    """This engine cannot run on this machine: why, and what to do about it."""

    def __init__(self, why: str | Phrase, mend: str | Phrase) -> None:
        super().__init__(f"{why} {mend}")
        self.why, self.mend = why, mend


class OwnEngine:
    """An engine of this process."""

    def __init__(self, name: str, answers: Callable[[Sequence[Case]], Sequence[Answer]]) -> None:
        self.name, self.answers = name, answers


REFERENCE = OwnEngine("reference", lambda cases: [answer_of(case) for case in cases])
COLUMNS = OwnEngine("columns", answers_in_columns)
