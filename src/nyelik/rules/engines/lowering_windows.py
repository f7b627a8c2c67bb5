"""Windows and what is looked at through them, as steps. A window is two days; nothing after today is seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from nyelik.rules import vocabulary as v
from nyelik.rules.engines.block import UNBORN
from nyelik.rules.node import Duration, Node

if TYPE_CHECKING:
    from nyelik.rules.engines.lowering import Lowering

_MINUTES_OF_DAY, _HOURS_OF_DAY = 24 * 60, 24


class Window(NamedTuple):
    """Steps for the first and last day; `clock`: the moment in minutes, and from which to which hour after it."""

    low: int
    high: int
    clock: tuple[int, ...] = ()


class Windows:
    """Lowers windows and the operations over events."""

    def __init__(self, lowering: Lowering) -> None:
        self._lower, self._steps = lowering, lowering.steps

    def events(self, node: Node) -> int:
        """The step of an operation over events."""
        code, window = str(node.args[0]), self.window(node.nodes()[-1])
        op = "times" if node.op == "doses" else node.op
        span = self._span(code, window)
        if op == "dose":
            least = node.args[1]
            assert isinstance(least, float)
            return self._steps.add(op, span, self._steps.number(least), *window.clock, code=code)
        found = self._steps.add(op, span, *window.clock, code=code)
        return self._steps.add("answered", found) if node.type == v.TRUTH and op != "has" else found

    def _span(self, code: str, window: Window) -> int:
        return self._steps.add("span", window.low, window.high, code=code)

    def window(self, node: Node) -> Window:
        """The steps of a window."""
        operation: Callable[[Node], Window] = getattr(self, f"_{node.op}")
        found = operation(node)
        if found.high == self._lower.today():
            return found
        return found._replace(high=self._steps.add("smallest", found.high, self._lower.today()))

    def _named(self, node: Node) -> Window:
        return self.window(node.nodes()[0])

    def _ever(self, node: Node) -> Window:
        return Window(self._steps.number(UNBORN), self._lower.today())

    def _period(self, node: Node) -> Window:
        return Window(self._steps.literal("period_start"), self._steps.literal("period_end"))

    def _this_month(self, node: Node) -> Window:
        return Window(self._steps.literal("month_back", 0.0), self._lower.today())

    def _last_month(self, node: Node) -> Window:
        this = self._steps.literal("month_back", 0.0)
        return Window(self._steps.literal("month_back", 1.0), self._lower.plus(this, -1))

    def _this_year(self, node: Node) -> Window:
        return Window(self._steps.literal("this_year"), self._lower.today())

    def _last(self, node: Node) -> Window:
        before = self._lower.moved(self._lower.today(), duration_of(node.nodes()[0]), -1)
        return Window(self._lower.plus(before, 1), self._lower.today())

    def _between(self, node: Node) -> Window:
        low, high = node.nodes()
        return Window(self._lower(low), self._lower(high))

    def _aged(self, node: Node) -> Window:
        low, high = (
            self._lower.moved(self._lower.born(), duration_of(length), 1) for length in node.nodes()
        )
        return Window(low, self._lower.plus(high, -1))

    def _hours_after(self, node: Node) -> Window:
        moment, *hours = node.nodes()
        (day, minute), (after, until) = self._moment(moment), map(self._lower, hours)
        begun = self._whole_days(after)
        ended = self._whole_days(self._steps.add("negative", until))
        low = self._steps.add("plus", day, begun)
        high = self._steps.add("minus", day, ended)
        midnight = self._steps.add("multiplied", day, self._steps.number(_MINUTES_OF_DAY))
        return Window(low, high, (self._steps.add("plus", midnight, minute), after, until))

    def _whole_days(self, hours: int) -> int:
        return self._steps.add("floor", hours, self._steps.number(_HOURS_OF_DAY))

    def _moment(self, node: Node) -> tuple[int, int]:
        """The day of a birth or an event, and its minute."""
        node = plain(node)
        if node.op == "born":
            return self._lower.born(), self._steps.add("born_minute")
        code, window = str(node.args[0]), self.window(node.nodes()[-1])
        op = "latest_minute" if node.op == "latest_day" else "first_minute"
        span = self._span(code, window)
        return self._lower(node), self._steps.add(op, span, *window.clock, code=code)


def duration_of(node: Node) -> Duration:
    """The duration that a node names or is."""
    length = plain(node).args[0]
    assert isinstance(length, Duration)
    return length


def plain(node: Node) -> Node:
    """The node behind its names."""
    while node.op == "named":
        node = node.nodes()[0]
    return node
