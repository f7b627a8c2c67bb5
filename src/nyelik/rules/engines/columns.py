"""The columns engine: a plan's answers for a whole block of people at once.

It must agree with `reference` on everything; a generative test keeps it so. A block is worked through in tiles of a
few thousand people, so that columns stay in the processor's cache; see `plan` for what a plan is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from nyelik.base import dates
from nyelik.base.period import Period
from nyelik.rules import vocabulary as v
from nyelik.rules.engines.block import Block, Texts, block_of_facts
from nyelik.rules.engines.kernels.calendar import calendar
from nyelik.rules.engines.kernels.compiled import runner
from nyelik.rules.engines.kernels.machine import SPARE, Array, Program, Results, Scratch
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.plan import Plan, make_plan
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.steps import Literal, Steps
from nyelik.rules.facts import Facts, Value
from nyelik.rules.node import Node

TILE = 4_096
"""People worked on at once: their columns stay in the cache while a rule is worked out."""

_CALENDAR = calendar()
_own = threading.local()


@dataclass(frozen=True)
class Asked:
    """The day a question is asked for, and the report's period if there is one."""

    today: int
    period: Period | None = None


@dataclass(frozen=True)
class Answers:
    """What a plan came to: `tally` and `areas` (indicators, 3, leaves) counts, `rows` (answers, people) by person."""

    plan: Plan
    tally: Array
    areas: Array
    rows: Array


def answer(
    plan: Plan,
    block: Block,
    asked: Asked,
    present: Array | None = None,
    leaf: Array | None = None,
    leaves: int = 1,
    span: tuple[int, int] | None = None,
) -> Answers:
    """Ask the plan's questions of a block: of the people `present`, of all or those at places `span`.

    `leaf` is where each person lives, a number below `leaves`.
    """
    low, high = span or (0, block.people)
    tally, areas = np.zeros(plan.tally, np.int64), np.zeros((plan.areas, 3, leaves), np.int32)
    results = Results(tally, areas, np.zeros((plan.rows, block.people)))
    slots, own = block.slots(plan.codes)
    run = runner(len(plan.instructions) * (high - low))
    program = Program(plan.instructions, _constants(plan, asked, block.texts), _CALENDAR)
    people, scratch = block.told(present, leaf), _scratch(plan, min(TILE, block.people))
    run(program, people, block.base, own, slots, block.nobody, low, high, scratch, results)
    return Answers(plan, *results)


def _scratch(plan: Plan, people: int) -> Scratch:
    """Working space for one thread, kept for as long as it asks the same plan."""
    kept: tuple[Plan, int, Scratch] | None = getattr(_own, "scratch", None)
    if kept is None or kept[0] is not plan or kept[1] != people:
        size = max(people, 1)
        kept = _own.scratch = (plan, people, _new_scratch(plan, size))
    return kept[2]


def _new_scratch(plan: Plan, size: int) -> Scratch:
    codes, depth = max(len(plan.codes), 1), plan.depth + 1
    return Scratch(
        values=np.zeros((plan.registers + SPARE, size)),
        first=np.zeros((max(plan.spans, 1), size), np.int32),
        last=np.zeros((max(plan.spans, 1), size), np.int32),
        some=np.zeros((max(plan.spans, 1), size), np.int32),
        sizes_of_some=np.zeros(max(plan.spans, 1), np.int64),
        start=np.zeros((codes, size), np.int32),
        stop=np.zeros((codes, size), np.int32),
        owner=np.zeros((codes, size), np.int32),
        owners=np.zeros(codes, np.int64),
        tile_of=np.zeros(codes, np.int64),
        place=np.zeros((depth, size), np.int32),
        within=np.zeros((depth, size), np.int32),
        inside=np.zeros((depth, size), np.int32),
        has_inside=np.zeros(depth, np.bool_),
        places=np.zeros(size, np.int32),
        which=np.zeros(size, np.int32),
        sizes=np.zeros(depth, np.int64),
    )


@lru_cache(maxsize=256)
def _constants(plan: Plan, asked: Asked, texts: Texts) -> Array:
    """The values of what is the same for everybody, in the order of `plan.constants`."""
    found: dict[int, float] = {}
    if plan.folded is not None:
        none = np.zeros(1, np.int32)
        nobody = Block(none, none, none, _nowhere, texts)
        (question,) = plan.folded.questions
        rows = answer(plan.folded, nobody, asked).rows
        found = dict(zip(question.answers, rows[1:, 0].tolist(), strict=True))
    values = [
        found[number] if number in found else _value(plan.steps[number].literal, asked, texts)
        for number in plan.constants
    ]
    return np.array([*values, 0.0])


def _nowhere(code: str) -> Any:
    raise AssertionError(f"what is the same for everybody does not look at {code}")


def _value(literal: Literal | None, asked: Asked, texts: Texts) -> float:
    assert literal is not None
    if isinstance(literal.value, str):
        return texts.number(literal.value)
    if literal.kind == "number":
        assert isinstance(literal.value, float)
        return literal.value
    return _DAYS[literal.kind](asked, literal.value)


def _reported(asked: Asked) -> Period:
    """The report's period. Raises ValueError if a rule names it and none was given."""
    if asked.period is None:
        raise ValueError("this rule asks for the report's period, and none was given")
    return asked.period


def _month_back(asked: Asked, months: Any) -> float:
    this = dates.month_start(dates.day_from_number(asked.today))
    return dates.day_number(dates.add_months(this, -int(months)))


_DAYS: Mapping[str, Callable[[Asked, Any], float]] = {
    "today": lambda asked, _: asked.today,
    "period_start": lambda asked, _: dates.day_number(_reported(asked).start),
    "period_end": lambda asked, _: dates.day_number(_reported(asked).end),
    "this_year": lambda asked, _: dates.day_number(
        dates.year_start(dates.day_from_number(asked.today))
    ),
    "month_back": _month_back,
    "slot_start": lambda asked, months: dates.day_number(
        dates.slot_start(dates.day_from_number(asked.today), months)
    ),
}


class Column(NamedTuple):
    """A value of each person: what is unknown has an arbitrary value, in truths no; each of shape (people,)."""

    values: Array
    known: Array

    @property
    def no(self) -> Array:
        """Of a truth: who is a no."""
        return np.asarray(self.known & (self.values == 0))


class Evaluator:
    """The values of single expressions for one block on one day; `period` is the report's, if there is one.

    `lower` may be shared between evaluators.
    """

    def __init__(
        self, block: Block, today: int, period: Period | None = None, lower: Lowering | None = None
    ) -> None:
        self.block, self.today = block, today
        self._asked = Asked(today, period)
        self.lower = lower or Lowering(Steps())
        self._rows: dict[int, Array] = {}

    def prepare(self, nodes: Sequence[Node]) -> None:
        """Evaluate many nodes at once: what they share is worked out once."""
        self._work_out([self.lower(node) for node in nodes])

    def column(self, node: Node) -> Column:
        """The value of a node for every person of the block."""
        row = self._row(self.lower(node))
        known = ~np.isnan(row)
        return Column((row == 1) & known, known) if node.type == v.TRUTH else Column(row, known)

    def window(self, node: Node) -> tuple[Column, Column]:
        """The first and last day of a window for every person; unknown where either is."""
        window = self.lower.windows.window(node)
        low, high = self._row(window.low), self._row(window.high)
        known = ~np.isnan(low) & ~np.isnan(high)
        return Column(low, known), Column(high, known)

    def plain(self, node: Node) -> list[Value]:
        """The value of each person as `reference` gives it, None for unknown."""
        row = self._row(self.lower(node)).tolist()
        return [_plain(node.type, value, self.block.texts) for value in row]

    def _row(self, step: int) -> Array:
        if step not in self._rows:
            self._work_out([step])
        return self._rows[step]

    def _work_out(self, steps: Sequence[int]) -> None:
        new = [step for step in dict.fromkeys(steps) if step not in self._rows]
        if new:
            plan = make_plan(self.lower.steps, [Question("", (), tuple(new))])
            rows = answer(plan, self.block, self._asked).rows[1:]
            self._rows.update(zip(new, rows, strict=True))


def evaluate_many(
    nodes: Sequence[Node], many: Sequence[Facts], today: int, period: Period | None = None
) -> list[list[Value]]:
    """For each node the value of each person, None for unknown: the columns engine where `reference` is asked."""
    evaluator = Evaluator(block_of_facts(many), today, period)
    evaluator.prepare(nodes)
    return [evaluator.plain(node) for node in nodes]


def _plain(type_: str, value: float, texts: Texts) -> Value:
    if value != value:
        return None
    if type_ == v.TRUTH:
        return value == 1
    if type_ == v.DAY:
        return int(value)
    return texts.text(value) if type_ in (v.CHOICE, v.TEXT) else value
