"""Errors of the rulebook: where, what was written, what is wrong, how to mend it. All of them at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RulebookError:
    """One thing wrong in one place. `line` and `column` count from 1."""

    file: str
    line: int
    column: int
    written: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        caret = " " * (self.column - 1) + "^"
        return f"{place}: {self.wrong}\n    {self.written}\n    {caret}\n    {self.mend}"


class RulebookErrors(Exception):  # noqa: N818  it is the list of them
    """Everything that is wrong with a rulebook: it is refused as a whole."""

    def __init__(self, errors: list[RulebookError]) -> None:
        self.errors = errors
        super().__init__("\n\n".join(str(error) for error in errors))
