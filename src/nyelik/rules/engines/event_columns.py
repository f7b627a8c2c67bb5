"""Event operations of the columns engine: windows as two columns of days, then one pass over a slice.

Every operation needs only the first and last row of each person inside the window (`kernels.bounds`), kept per
code, filter and window, so `latest`, `times` and `latest_day` of one window share one pass.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base import dates
from nyelik.rules import vocabulary as v
from nyelik.rules.engines import column as c
from nyelik.rules.engines import kernels
from nyelik.rules.engines.block import UNBORN, YES, Filter, Rows, Slice
from nyelik.rules.engines.column import Column
from nyelik.rules.facts import UNKNOWN_MINUTE
from nyelik.rules.node import Duration, Node

if TYPE_CHECKING:
    from nyelik.rules.engines.columns import Evaluator

Array: TypeAlias = npt.NDArray[Any]

EVERY, HAPPENED = Filter(), Filter(happened=True)
DECISIVE = Filter(daily=True)
_ALWAYS = np.array([UNBORN])
_MINUTES_OF_DAY = 24 * 60


@dataclass(frozen=True)
class Hours:
    """Counting by the clock: from a moment of each person (`minute` -1 if unknown), between two hours."""

    day: Array
    minute: Array
    after: Array
    until: Array


@dataclass(frozen=True)
class Window:
    """For each person the days `low` to `high`; `known` is no where a bound is unknown."""

    low: Array
    high: Array
    known: Array
    hours: Hours | None = None


@dataclass(frozen=True)
class Span:
    """The rows of each person inside a window: `first` to `last` (exclusive)."""

    first: Array
    last: Array
    rows: Rows
    known: Array

    @property
    def some(self) -> Array:
        """Who has a row."""
        return self.last > self.first

    def at(self, places: Array, values: Array, have: Array) -> Array:
        """`values` of the rows at `places`; where `have` is no, of any row."""
        return (
            values[np.where(have, places, 0)] if values.size else np.zeros(have.size, values.dtype)
        )


class EventColumns:
    """The event operations for one evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator, self._block = evaluator, evaluator.block
        self._windows: dict[int, Window] = {}
        self._spans: dict[tuple[str, Filter, int], Span] = {}

    def column(self, node: Node) -> Column:
        """The value of an event operation."""
        if node.op == "dose":
            return self._dose(node)
        code, window = str(node.args[0]), node.nodes()[-1]
        operation: Callable[[Node, str, Node], Column] = getattr(self, f"_{node.op}")
        return operation(node, code, window)

    # Values

    def _latest(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, EVERY, window)
        return self._value(node, span, span.last - 1, span.some)

    def _first(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, DECISIVE, window)
        return self._value(node, span, span.first, span.some)

    def _previous(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, DECISIVE, window)
        return self._value(node, span, span.last - 2, span.last - span.first > 1)

    def _value(self, node: Node, span: Span, places: Array, have: Array) -> Column:
        values = span.at(places, span.rows.value, have)
        known = have & ~np.isnan(values) & span.known
        if node.type == v.TRUTH:
            return c.truth(values == YES, known)
        if node.type == v.DAY:
            return Column(np.where(known, values, 0).astype(np.int64), known)
        return Column(values, known)

    def _lowest(self, node: Node, code: str, window: Node) -> Column:
        return self._of_all(code, window, kernels.lowest)

    def _highest(self, node: Node, code: str, window: Node) -> Column:
        def highest(first: Array, last: Array, value: Array) -> Array:
            return -kernels.lowest(first, last, -value)

        return self._of_all(code, window, highest)

    def _total(self, node: Node, code: str, window: Node) -> Column:
        return self._of_all(code, window, kernels.total)

    def _of_all(
        self, code: str, window: Node, reduce: Callable[[Array, Array, Array], Array]
    ) -> Column:
        span = self._span(code, Filter(valued=True), window)
        return Column(reduce(span.first, span.last, span.rows.value), span.known & span.some)

    # Occurrences

    def _times(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, HAPPENED, window)
        count = kernels.changes(span.first, span.last, span.rows.day)
        return Column(count.astype(np.float64), span.known)

    _doses = _times

    def _months_with(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, HAPPENED, window)
        count = kernels.changes(span.first, span.last, span.rows.month)
        return Column(count.astype(np.float64), span.known)

    def _has(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, HAPPENED, window)
        return c.truth(span.some, span.known)

    def _latest_day(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, HAPPENED, window)
        return self._day(span, span.last - 1)

    def _first_day(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, HAPPENED, window)
        return self._day(span, span.first)

    def _asked_day(self, node: Node, code: str, window: Node) -> Column:
        span = self._span(code, EVERY, window)
        return self._day(span, span.last - 1)

    def _dose(self, node: Node) -> Column:
        vaccine, number, window = node.args
        assert isinstance(number, float)
        assert isinstance(window, Node)
        span = self._span(str(vaccine), Filter(least=number), window)
        return self._day(span, span.first)

    def _day(self, span: Span, places: Array) -> Column:
        days = span.at(places, span.rows.day, span.some)
        return Column(days.astype(np.int64), span.known & span.some)

    # Rows inside windows

    def _span(self, code: str, keep: Filter, node: Node) -> Span:
        key = (code, keep, self._evaluator.number(node))
        if key not in self._spans:
            self._spans[key] = self._cut(
                self._block.slice(code, keep), code, keep, self.window(node)
            )
        return self._spans[key]

    def _cut(self, events: Slice, code: str, keep: Filter, window: Window) -> Span:
        if window.hours is not None:
            # By the clock first, then which of a day's events counts: hence filtered anew.
            whole = self._block.slice(code, keep.without_daily())
            events = _by_the_clock(whole, window.hours)
            if keep.daily:
                events = events.keeping(
                    kernels.last_of_day(events.start, events.stop, events.rows.day)
                )
        rows, known = events.rows, window.known
        if window.low is _ALWAYS and events.rows.last_day <= int(window.high[0]):
            return Span(events.start, events.stop, rows, known)
        low, high = (self._across(bound) for bound in (window.low, window.high))
        return Span(*kernels.bounds(events.start, events.stop, rows.day, low, high), rows, known)

    def _across(self, bound: Array) -> Array:
        """A bound for every person, in the one form that kernels are compiled for."""
        if bound.size == self._block.people:
            return np.ascontiguousarray(bound, np.int64)
        return np.full(self._block.people, bound[0], np.int64)

    def window(self, node: Node) -> Window:
        """The days of a window for every person; nothing after today is seen."""
        number = self._evaluator.number(node)
        if number not in self._windows:
            operation: Callable[[Node], Window] = getattr(self, f"_window_{node.op}")
            found = operation(node)
            high = np.minimum(found.high, self._evaluator.today)
            self._windows[number] = Window(found.low, high, found.known, found.hours)
        return self._windows[number]

    def _window_named(self, node: Node) -> Window:
        return self.window(node.nodes()[0])

    def _window_ever(self, node: Node) -> Window:
        return Window(_ALWAYS, np.array([self._evaluator.today]), np.ones(1, np.bool_))

    def _window_period(self, node: Node) -> Window:
        period = self._evaluator.reported()
        return self._fixed(dates.day_number(period.start), dates.day_number(period.end))

    def _window_this_month(self, node: Node) -> Window:
        return self._fixed(self._month_back(0), self._evaluator.today)

    def _window_last_month(self, node: Node) -> Window:
        return self._fixed(self._month_back(1), self._month_back(0) - 1)

    def _month_back(self, months: int) -> int:
        this = dates.month_start(dates.day_from_number(self._evaluator.today))
        return dates.day_number(dates.add_months(this, -months))

    def _window_this_year(self, node: Node) -> Window:
        first = dates.year_start(dates.day_from_number(self._evaluator.today))
        return self._fixed(dates.day_number(first), self._evaluator.today)

    def _fixed(self, low: int, high: int) -> Window:
        return Window(np.array([low]), np.array([high]), np.ones(1, np.bool_))

    def _window_last(self, node: Node) -> Window:
        today = self._evaluator.day(self._evaluator.today)
        start = self._evaluator.moved_by(today, duration_of(node.nodes()[0]), -1)
        return Window(start.values + 1, today.values, start.known)

    def _window_between(self, node: Node) -> Window:
        low, high = self._evaluator.arguments(node)
        return Window(low.values, high.values, c.both_known(low, high))

    def _window_aged(self, node: Node) -> Window:
        born = self._evaluator.born()
        low, high = (
            self._evaluator.moved_by(born, duration_of(length), 1) for length in node.nodes()
        )
        return Window(low.values, high.values - 1, born.known)

    def _window_hours_after(self, node: Node) -> Window:
        moment, after, until = node.nodes()
        (day, minute), (low, high) = (
            self._moment(moment),
            map(self._evaluator.column, (after, until)),
        )
        known = day.known & low.known & high.known
        first = day.values + (np.where(low.known, low.values, 0) // 24).astype(np.int64)
        last = day.values - (-np.where(high.known, high.values, 0) // 24).astype(np.int64)
        return Window(first, last, known, Hours(day.values, minute, low.values, high.values))

    def _moment(self, node: Node) -> tuple[Column, Array]:
        """The day of a birth or an event, and its minute."""
        while node.op == "named":
            node = node.nodes()[0]
        day = self._evaluator.column(node)
        if node.op == "born":
            return day, self._block.born_minute
        span = self._span(str(node.args[0]), HAPPENED, node.nodes()[-1])
        places = span.last - 1 if node.op == "latest_day" else span.first
        return day, span.at(places, span.rows.minute, span.some)


def duration_of(node: Node) -> Duration:
    """The duration that a node names or is."""
    while node.op == "named":
        node = node.nodes()[0]
    length = node.args[0]
    assert isinstance(length, Duration)
    return length


def _by_the_clock(events: Slice, hours: Hours) -> Slice:
    """The events inside the hours; an event or a moment without clock time is left to its calendar day."""
    rows = events.rows
    owner = kernels.owners(events.start, events.stop, rows.day.size)
    day, minute, after, until = (
        np.broadcast_to(each, events.start.size)[owner]
        for each in (hours.day, hours.minute, hours.after, hours.until)
    )
    elapsed = (rows.day - day) * _MINUTES_OF_DAY + rows.minute - minute.astype(np.int64)
    inside = (after * 60 <= elapsed) & (elapsed <= until * 60)
    by_day = (rows.minute == UNKNOWN_MINUTE) | (minute == UNKNOWN_MINUTE)
    return events.keeping((owner >= 0) & (inside | by_day))
