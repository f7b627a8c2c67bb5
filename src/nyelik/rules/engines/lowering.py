"""From nodes of the vocabulary to steps of the machine: every operation of the rules in terms of few.

What has many arguments becomes a chain of steps of two; windows become two days; months are counted on month days.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from nyelik.rules import vocabulary as v
from nyelik.rules.engines.block import FEMALE, MALE
from nyelik.rules.engines.lowering_windows import Windows, duration_of, plain
from nyelik.rules.engines.steps import Steps
from nyelik.rules.node import Duration, Node

# Operations that are one step of the same name over their arguments, or a chain of such steps.
_SAME = {
    *("not", "known", "less", "less_equal", "equal", "not_equal", "minus", "divided", "negative"),
    *("if_unknown", "choose"),
}
_CHAINED = {"and", "or", "plus", "multiplied", "smallest", "greatest", "latest_of", "earliest_of"}
_SWAPPED = {"greater": "less", "greater_equal": "less_equal"}
_HOURS_OF_DAY = 24


class Lowering:
    """Lowers nodes into `steps`. The same node object is lowered once."""

    def __init__(self, steps: Steps) -> None:
        self.steps = steps
        self._done: dict[int, tuple[Node, int]] = {}
        self.windows = Windows(self)

    def __call__(self, node: Node) -> int:
        """The number of the step that has the node's value."""
        found = self._done.get(id(node))
        if found is None:  # holding the node keeps its identity its own
            found = self._done[id(node)] = (node, self._lowered(node))
        return found[1]

    def conjuncts(self, truth: Node) -> list[int]:
        """Steps that must all be yes for the truth to be yes."""
        if truth.op == "named":
            return self.conjuncts(truth.nodes()[0])
        if truth.op == "and":
            return [step for node in truth.nodes() for step in self.conjuncts(node)]
        return [self(truth)]

    def moved(self, day: int, length: Duration, sign: int) -> int:
        """A day moved by a duration, months and years by the date law; hours count as whole days."""
        if length.unit in ("months", "years"):
            months = sign * length.count * (12 if length.unit == "years" else 1)
            return self.steps.add("add_months", self.month_day(day), what=months)
        days = {"hours": length.count // _HOURS_OF_DAY, "weeks": length.count * 7}
        return self.plus(day, sign * days.get(length.unit, length.count))

    def plus(self, number: int, count: float) -> int:
        """A step plus a fixed number."""
        return self.steps.add("plus", number, self.steps.number(count)) if count else number

    def month_day(self, day: int) -> int:
        """Month and day of a day number."""
        return self.steps.add("month_day", day)

    def _lowered(self, node: Node) -> int:
        if node.op == "named":
            return self(node.nodes()[0])
        if node.op in v.EVENTS:
            return self.windows.events(node)
        own: Callable[[Node], int] | None = getattr(self, f"_{node.op}", None)
        if own is not None:
            return own(node)
        arguments = self._all(node.nodes())
        if node.op in _SWAPPED:
            return self.steps.add(_SWAPPED[node.op], *reversed(arguments))
        if node.op in _CHAINED:
            return self.chain(node.op, arguments)
        assert node.op in _SAME, node.op
        return self.steps.add(node.op, *arguments)

    def _all(self, nodes: Sequence[Node]) -> list[int]:
        return [self(node) for node in nodes]

    def chain(self, op: str, steps: Sequence[int]) -> int:
        """One step after the other through an operation of two."""
        return reduce(lambda before, one: self.steps.add(op, before, one), steps)

    # Truths

    def _constant(self, node: Node) -> int:
        value = node.args[0]
        if isinstance(value, str):
            return self.steps.literal("text", value)
        assert not isinstance(value, Node | Duration)
        return self.steps.number(value)

    def _is_female(self, node: Node) -> int:
        return self.steps.add("equal", self.steps.add("sex"), self.steps.number(FEMALE))

    def _is_male(self, node: Node) -> int:
        return self.steps.add("equal", self.steps.add("sex"), self.steps.number(MALE))

    def _one_of(self, node: Node) -> int:
        first, *rest = self._all(node.nodes())
        found = self.steps.number(0)
        for one in rest:
            found = self.steps.add("one_of", first, one, found)
        return self.steps.add("one_of", first, rest[0], found)

    def _at_least(self, node: Node) -> int:
        least, *truths = self._all(node.nodes())
        nobody = self.steps.number(0)
        yes, maybe = (
            self.chain("plus", [nobody, *(self.steps.add(op, truth) for truth in truths)])
            for op in ("holds", "possible")
        )
        return self.steps.add("at_least", least, yes, maybe)

    # Numbers

    def _count_yes(self, node: Node) -> int:
        return self.chain("plus_known", [self.steps.number(float("nan")), *self._all(node.nodes())])

    def _rounded(self, node: Node) -> int:
        number, *places = self._all(node.nodes())
        return self.steps.add("rounded", number, places[0] if places else self.steps.number(0))

    def _age_days(self, node: Node) -> int:
        return self._days(self.born(), self._on(node))

    def _age_weeks(self, node: Node) -> int:
        return self._whole(self._days(self.born(), self._on(node)), 7)

    def _age_months(self, node: Node) -> int:
        return self._months(self.born(), self._on(node))

    def _age_years(self, node: Node) -> int:
        return self._whole(self._months(self.born(), self._on(node)), 12)

    def _on(self, node: Node) -> int:
        return self(node.nodes()[0]) if node.args else self.today()

    def _days_between(self, node: Node) -> int:
        return self._days(*self._all(node.nodes()))

    def _weeks_between(self, node: Node) -> int:
        return self._whole(self._days(*self._all(node.nodes())), 7)

    def _months_between(self, node: Node) -> int:
        return self._months(*self._all(node.nodes()))

    def _years_between(self, node: Node) -> int:
        return self._whole(self._months(*self._all(node.nodes())), 12)

    def _days(self, start: int, end: int) -> int:
        return self.steps.add("minus", end, start)

    def _months(self, start: int, end: int) -> int:
        return self.steps.add("months_between", self.month_day(start), self.month_day(end))

    def _whole(self, number: int, by: int) -> int:
        return self.steps.add("whole", number, self.steps.number(by))

    # Days

    def today(self) -> int:
        """The day the question is asked for."""
        return self.steps.literal("today")

    def born(self) -> int:
        """The day of birth."""
        return self.steps.add("born")

    def _today(self, node: Node) -> int:
        return self.today()

    def _born(self, node: Node) -> int:
        return self.born()

    def _period_start(self, node: Node) -> int:
        return self.steps.literal("period_start")

    def _period_end(self, node: Node) -> int:
        return self.steps.literal("period_end")

    def _month_start(self, node: Node) -> int:
        return self.steps.add("month_start", self.month_day(self(node.nodes()[0])))

    def _year_start(self, node: Node) -> int:
        return self.steps.add("year_start", self.month_day(self(node.nodes()[0])))

    def _slot_start(self, node: Node) -> int:
        return self.steps.literal("slot_start", tuple(map(_written_out, node.nodes())))

    def _age_step(self, node: Node) -> int:
        reached = []
        for months in map(_written_out, node.nodes()):
            step = self.moved(self.born(), Duration("months", months), 1)
            begun = self.steps.add("less_equal", step, self.today())
            reached.append(self.steps.add("choose", begun, step, self.steps.number(float("nan"))))
        return self.chain("latest_of", reached)

    def _later(self, node: Node) -> int:
        day, length = node.nodes()
        return self.moved(self(day), duration_of(length), 1)

    def _earlier(self, node: Node) -> int:
        day, length = node.nodes()
        return self.moved(self(day), duration_of(length), -1)


def _written_out(node: Node) -> int:
    """A number that is written out: a month of the year is never somebody's own. Raises ValueError."""
    value = plain(node).args[0] if plain(node).op == "constant" else None
    if not isinstance(value, float | int):
        raise ValueError("slot_start and age_step take numbers that are written out")
    return int(value)
