"""The columns engine: an expression for a block of people at once, every value a column with its unknowns.

It must agree with `reference` on everything; a generative test keeps it so. An `Evaluator` answers for one
block, one `today` and one period; each distinct operation is evaluated once. The passes over events are in
`event_columns`, the logic of unknown in `column`, the date law in `calendar_columns`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.dates import day_from_number, day_number, slot_start
from nyelik.base.period import Period
from nyelik.rules import vocabulary as v
from nyelik.rules.engines import calendar_columns as calendar
from nyelik.rules.engines import column as c
from nyelik.rules.engines.block import FEMALE, MALE, UNBORN, Block, block_of_facts
from nyelik.rules.engines.column import Column
from nyelik.rules.engines.event_columns import EventColumns, Window, duration_of
from nyelik.rules.facts import Facts, Value
from nyelik.rules.node import Duration, Node

Array: TypeAlias = npt.NDArray[Any]

_COMPARE: dict[str, Callable[[Array, Array], Array]] = {
    "less": np.less,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "greater_equal": np.greater_equal,
    "equal": np.equal,
    "not_equal": np.not_equal,
}
_RECKON: dict[str, Callable[[Array, Array], Array]] = {
    "plus": np.add,
    "minus": np.subtract,
    "multiplied": np.multiply,
    "smallest": np.minimum,
    "greatest": np.maximum,
}
_DTYPES: dict[str, type[np.generic]] = {v.TRUTH: np.bool_, v.DAY: np.int64}


class Numbering:
    """Gives equal nodes one number, so that an operation met twice is known by it without hashing trees anew."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._by_identity: dict[int, tuple[Node, int]] = {}
        self._lock = threading.Lock()

    def __call__(self, node: Node) -> int:
        """The number of the node; the same for every equal node."""
        found = self._by_identity.get(id(node))
        if found is not None:
            return found[1]
        key = (node.op, node.type, tuple(self._key(arg) for arg in node.args))
        with self._lock:
            number = self._numbers.setdefault(key, len(self._numbers))
            self._by_identity[id(node)] = (
                node,
                number,
            )  # holding the node keeps its identity its own
        return number

    def _key(self, arg: Node | str | float | bool | Duration) -> Hashable:
        return (Node, self(arg)) if isinstance(arg, Node) else (type(arg), arg)


class Evaluator:
    """The values of expressions for one block on one day; `period` is the report's, if there is one."""

    def __init__(
        self,
        block: Block,
        today: int,
        period: Period | None = None,
        numbering: Numbering | None = None,
    ) -> None:
        self.block, self.today, self.period = block, today, period
        self.number = numbering or Numbering()
        self._done: dict[int, Column] = {}
        self._quiet = False
        self._events = EventColumns(self)

    def column(self, node: Node) -> Column:
        """The value of `node` for every person of the block."""
        number = self.number(node)
        found = self._done.get(number)
        if found is None:
            found = self._done[number] = self._quietly(node)
        return found

    def _quietly(self, node: Node) -> Column:
        """Without NumPy's warnings: what is unknown may hold any number, infinity too. Entered once."""
        if self._quiet:
            return self._evaluate(node)
        self._quiet = True
        try:
            with np.errstate(all="ignore"):
                return self._evaluate(node)
        finally:
            self._quiet = False

    def _evaluate(self, node: Node) -> Column:
        if node.op in v.EVENTS:
            return self._events.column(node)
        if node.op in _COMPARE:
            first, second = self.arguments(node)
            return c.truth(
                _COMPARE[node.op](first.values, second.values), c.both_known(first, second)
            )
        if node.op in _RECKON:
            return self._reckoned(_RECKON[node.op], self.arguments(node))
        method: Callable[[Node], Column] = getattr(self, f"_{node.op}")
        return method(node)

    def arguments(self, node: Node) -> list[Column]:
        """The columns of the node's arguments."""
        return [self.column(arg) for arg in node.args if isinstance(arg, Node)]

    def window(self, node: Node) -> Window:
        """The days that a window means for every person."""
        return self._events.window(node)

    def day(self, day: int) -> Column:
        """One day for everybody."""
        return c.same_for_all(day, np.int64)

    # Values

    def _constant(self, node: Node) -> Column:
        value = node.args[0]
        if isinstance(value, str):
            value = self.block.texts.number(value)
        assert not isinstance(value, Node | Duration)
        return c.same_for_all(value, _DTYPES.get(node.type, np.float64))

    def _named(self, node: Node) -> Column:
        return self.column(node.nodes()[0])

    def _if_unknown(self, node: Node) -> Column:
        first, second = self.arguments(node)
        return c.chosen(first.known, first, second)

    def _choose(self, node: Node) -> Column:
        condition, first, second = self.arguments(node)
        picked = c.chosen(condition.values, first, second)
        known = picked.known & condition.known
        return (
            c.truth(picked.values, known) if node.type == v.TRUTH else Column(picked.values, known)
        )

    # Truths

    def _is_female(self, node: Node) -> Column:
        return c.truth(self.block.sex == FEMALE, self.block.sex != 0)

    def _is_male(self, node: Node) -> Column:
        return c.truth(self.block.sex == MALE, self.block.sex != 0)

    def _one_of(self, node: Node) -> Column:
        first, *rest = self.arguments(node)
        equal = [(first.values == one.values) & one.known for one in rest]
        return c.truth(np.logical_or.reduce(np.broadcast_arrays(*equal)), first.known)

    def _and(self, node: Node) -> Column:
        return c.all_of(self.arguments(node))

    def _or(self, node: Node) -> Column:
        return c.any_of(self.arguments(node))

    def _not(self, node: Node) -> Column:
        return c.negated(self.arguments(node)[0])

    def _known(self, node: Node) -> Column:
        return c.certain(self.arguments(node)[0].known)

    def _at_least(self, node: Node) -> Column:
        least, *truths = self.arguments(node)
        yes, known = c.counted(truths)
        reached = yes >= least.values
        unreachable = yes + (len(truths) - known) < least.values
        return c.truth(reached, least.known & (reached | unreachable))

    # Numbers

    def _reckoned(self, reckon: Callable[[Array, Array], Array], columns: list[Column]) -> Column:
        values, known = columns[0]
        for one in columns[1:]:
            values, known = reckon(values, one.values), known & one.known
        return Column(values, known)

    def _divided(self, node: Node) -> Column:
        first, second = self.arguments(node)
        possible = second.values != 0
        values = first.values / np.where(possible, second.values, 1.0)
        return Column(values, c.both_known(first, second) & possible)

    def _negative(self, node: Node) -> Column:
        values, known = self.arguments(node)[0]
        return Column(-values, known)

    def _rounded(self, node: Node) -> Column:
        number, *places = self.arguments(node)
        scale = 10.0 ** places[0].values if places else np.ones(1)
        size = np.floor(np.abs(number.values) * scale + 0.5) / scale
        known = c.both_known(number, places[0]) if places else number.known
        return Column(np.where(number.values < 0, -size, size), known)

    def _count_yes(self, node: Node) -> Column:
        yes, known = c.counted(self.arguments(node))
        return Column(yes.astype(np.float64), known > 0)

    def _age_days(self, node: Node) -> Column:
        return self._between(self.born(), self._on(node), _days)

    def _age_weeks(self, node: Node) -> Column:
        return self._between(self.born(), self._on(node), _weeks)

    def _age_months(self, node: Node) -> Column:
        return self._between(self.born(), self._on(node), calendar.completed_months)

    def _age_years(self, node: Node) -> Column:
        return self._between(self.born(), self._on(node), _years)

    def _on(self, node: Node) -> Column:
        return self.arguments(node)[0] if node.args else self.day(self.today)

    def _days_between(self, node: Node) -> Column:
        start, end = self.arguments(node)
        return self._between(start, end, _days)

    def _weeks_between(self, node: Node) -> Column:
        start, end = self.arguments(node)
        return self._between(start, end, _weeks)

    def _months_between(self, node: Node) -> Column:
        start, end = self.arguments(node)
        return self._between(start, end, calendar.completed_months)

    def _years_between(self, node: Node) -> Column:
        start, end = self.arguments(node)
        return self._between(start, end, _years)

    def _between(
        self, start: Column, end: Column, completed: Callable[[Array, Array], Array]
    ) -> Column:
        known = c.both_known(start, end)
        values = completed(np.where(known, start.values, 0), np.where(known, end.values, 0))
        return Column(values.astype(np.float64), known)

    # Days

    def _today(self, node: Node) -> Column:
        return self.day(self.today)

    def _born(self, node: Node) -> Column:
        return self.born()

    def born(self) -> Column:
        """The days of birth."""
        return Column(self.block.born.astype(np.int64), self.block.born != UNBORN)

    def _period_start(self, node: Node) -> Column:
        return self.day(day_number(self.reported().start))

    def _period_end(self, node: Node) -> Column:
        return self.day(day_number(self.reported().end))

    def reported(self) -> Period:
        """The report's period. Raises ValueError if the rule names it and none was given."""
        if self.period is None:
            raise ValueError("this rule asks for the report's period, and none was given")
        return self.period

    def _month_start(self, node: Node) -> Column:
        return self._on_known(self.arguments(node)[0], calendar.month_start)

    def _year_start(self, node: Node) -> Column:
        return self._on_known(self.arguments(node)[0], calendar.year_start)

    def _on_known(self, days: Column, move: Callable[[Array], Array]) -> Column:
        return Column(move(np.where(days.known, days.values, 0)), days.known)

    def _slot_start(self, node: Node) -> Column:
        months = tuple(self._written_out(node))
        return self.day(day_number(slot_start(day_from_number(self.today), months)))

    def _age_step(self, node: Node) -> Column:
        born = self.born()
        steps = [
            self.moved_by(born, Duration("months", months), 1) for months in self._written_out(node)
        ]
        reached = [Column(step.values, step.known & (step.values <= self.today)) for step in steps]
        return self._most(reached, np.maximum, np.iinfo(np.int64).min)

    def _written_out(self, node: Node) -> list[int]:
        """The arguments as the same whole numbers for everybody; a month of the year is never somebody's own."""
        columns = self.arguments(node)
        if any(column.values.size != 1 for column in columns):
            raise ValueError(f"{node.op} takes numbers that are written out")
        return [int(column.values[0]) if column.known[0] else 0 for column in columns]

    def _later(self, node: Node) -> Column:
        return self._moved(node, 1)

    def _earlier(self, node: Node) -> Column:
        return self._moved(node, -1)

    def _moved(self, node: Node, sign: int) -> Column:
        days, length = node.nodes()
        return self.moved_by(self.column(days), duration_of(length), sign)

    def moved_by(self, days: Column, length: Duration, sign: int) -> Column:
        """The days moved by a duration, months and years by the date law; hours count as whole days."""
        if length.unit in ("months", "years"):
            months = sign * length.count * (12 if length.unit == "years" else 1)
            return self._on_known(days, lambda known: calendar.add_months(known, months))
        count = {"hours": length.count // 24, "days": length.count, "weeks": length.count * 7}
        return Column(days.values + sign * count[length.unit], days.known)

    def _latest_of(self, node: Node) -> Column:
        return self._most(self.arguments(node), np.maximum, np.iinfo(np.int64).min)

    def _earliest_of(self, node: Node) -> Column:
        return self._most(self.arguments(node), np.minimum, np.iinfo(np.int64).max)

    def _most(
        self, days: list[Column], pick: Callable[[Array, Array], Array], least: int
    ) -> Column:
        values, known = np.array([least]), np.zeros(1, np.bool_)
        for one in days:
            values, known = pick(values, np.where(one.known, one.values, least)), known | one.known
        return Column(values, known)


def _days(start: Array, end: Array) -> Array:
    return end - start


def _weeks(start: Array, end: Array) -> Array:
    return calendar.towards_zero(end - start, 7)


def _years(start: Array, end: Array) -> Array:
    return calendar.towards_zero(calendar.completed_months(start, end), 12)


def evaluate_many(
    nodes: Sequence[Node], many: Sequence[Facts], today: int, period: Period | None = None
) -> list[list[Value]]:
    """For each node the value of each person, None for unknown: the columns engine where `reference` is asked."""
    evaluator = Evaluator(block_of_facts(many), today, period)
    return [plain(evaluator, node, len(many)) for node in nodes]


def plain(evaluator: Evaluator, node: Node, people: int) -> list[Value]:
    """The value of each person as `reference` gives it, None for unknown."""
    values, known = evaluator.column(node).across(people)
    text = evaluator.block.texts.text
    found: list[Value] = values.tolist()
    if node.type in (v.CHOICE, v.TEXT):
        found = [
            text(value) if is_known else None for value, is_known in zip(values, known, strict=True)
        ]
    return [value if is_known else None for value, is_known in zip(found, known, strict=True)]
