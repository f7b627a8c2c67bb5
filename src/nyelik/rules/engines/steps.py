"""Steps: what an expression comes to for the machine, each distinct operation once.

A *step* is one operation of the machine over the results of other steps, known by its number. Equal steps have one
number, whatever rule they come from: so a plan evaluates what two rules share only once. `lowering` makes them.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from nyelik.rules import vocabulary as v

LITERAL = "literal"
NO_STEP = -1

_OF_A_PERSON = {"sex", "born", "born_minute", "span", "dose", "latest_minute", "first_minute"}


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that is the same for everybody: a `number`, a `text`, or what follows from today and the period.

    Other kinds: today, period_start, period_end, this_year, month_back (so many months ago), slot_start (months).
    """

    kind: str
    value: float | str | tuple[int, ...] = 0.0


@dataclass(frozen=True, slots=True)
class Step:
    """`inputs` are numbers of steps. `code`: whose events; `what`: a whole number that belongs to the operation."""

    op: str
    inputs: tuple[int, ...] = ()
    code: str = ""
    what: int = 0
    literal: Literal | None = None


class Steps:
    """All steps made so far. `uniform[number]` says that a step is the same for everybody."""

    def __init__(self) -> None:
        self.made: list[Step] = []
        self.uniform: list[bool] = []
        self._numbers: dict[Hashable, int] = {}

    def __getitem__(self, number: int) -> Step:
        return self.made[number]

    def add(self, op: str, *inputs: int, code: str = "", what: int = 0) -> int:
        """The number of a step."""
        return self._numbered(Step(op, inputs, code, what))

    def literal(self, kind: str, value: float | str | tuple[int, ...] = 0.0) -> int:
        """The number of the step for a value that is the same for everybody."""
        return self._numbered(Step(LITERAL, literal=Literal(kind, value)))

    def number(self, value: float) -> int:
        """The number of the step for a number (or a day, or 1 and 0 for yes and no)."""
        return self.literal("number", float(value))

    def _numbered(self, step: Step) -> int:
        found = self._numbers.get(step)
        if found is None:
            found = self._numbers[step] = len(self.made)
            self.made.append(step)
            own = step.op in _OF_A_PERSON or step.op in v.EVENTS
            self.uniform.append(not own and all(self.uniform[one] for one in step.inputs))
        return found
