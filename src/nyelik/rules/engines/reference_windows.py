"""The reference engine's windows: the span of days that an expression looks through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nyelik.base import dates
from nyelik.base.period import Period
from nyelik.rules.facts import UNKNOWN_MINUTE, Event
from nyelik.rules.node import Duration, Node

if TYPE_CHECKING:
    from nyelik.rules.engines.reference import Reference


@dataclass(frozen=True, slots=True)
class Window:
    """A span of days, both included. `low` None is without beginning.

    A window in hours also has the moment it counts from (day, minute) and its two hours.
    """

    low: int | None
    high: int
    hours: tuple[int, int, float, float] | None = None

    def holds(self, event: Event) -> bool:
        """Whether the event lies inside; by the clock where both clock times are known."""
        if event.day > self.high or (self.low is not None and event.day < self.low):
            return False
        if self.hours is None or event.minute == UNKNOWN_MINUTE:
            return True
        day, minute, after, until = self.hours
        elapsed = (event.day - day) * 1440 + event.minute - minute
        return minute == UNKNOWN_MINUTE or after * 60 <= elapsed <= until * 60


def node_of(argument: object) -> Node:
    """An argument that is a node."""
    assert isinstance(argument, Node)
    return argument


def duration_of(node: Node) -> Duration:
    """The duration a node stands for: itself, or the setting's."""
    while node.op == "named":
        node = node_of(node.args[1])
    duration = node.args[0]
    assert isinstance(duration, Duration)
    return duration


def shift(day: int, duration: Duration, sign: int) -> int:
    """A day number plus (sign 1) or minus (sign -1) a duration; hours count as whole days."""
    count = duration.count
    if duration.unit in ("months", "years"):
        months = count * (12 if duration.unit == "years" else 1)
        return dates.day_number(dates.add_months(dates.day_from_number(day), sign * months))
    return day + sign * {"hours": count // 24, "days": count, "weeks": count * 7}[duration.unit]


def period_of(engine: Reference) -> Period:
    """The report's period. Raises ValueError where none was given."""
    if engine.period is None:
        raise ValueError("this rule asks for the report's period, and none was given")
    return engine.period


def _month(engine: Reference, months_back: int) -> Window:
    first = dates.month_start(dates.day_from_number(engine.today))
    start = dates.add_months(first, -months_back)
    end = dates.add_months(start, 1) - dt.timedelta(days=1)
    return Window(dates.day_number(start), dates.day_number(end))


def _between(engine: Reference, low: Node, high: Node) -> Window | None:
    first, last = engine.value(low), engine.value(high)
    if first is None or last is None:
        return None
    return Window(int(first), int(last))


def _last(engine: Reference, duration: Node) -> Window:
    return Window(shift(engine.today, duration_of(duration), -1) + 1, engine.today)


def _aged(engine: Reference, low: Node, high: Node) -> Window | None:
    born = engine.facts.born
    if born is None:
        return None
    first = shift(born, duration_of(low), 1)
    return Window(first, shift(born, duration_of(high), 1) - 1)


def _hours_after(engine: Reference, moment: Node, after: Node, until: Node) -> Window | None:
    start, low, high = engine.moment(moment), engine.value(after), engine.value(until)
    if start is None or low is None or high is None:
        return None
    day, minute = start
    hours = (day, minute, float(low), float(high))
    return Window(day + int(float(low) // 24), day + int(-(-float(high) // 24)), hours)


WINDOWS: dict[str, Callable[..., Window | None]] = {
    "ever": lambda e: Window(None, e.today),
    "period": lambda e: Window(
        dates.day_number(period_of(e).start), dates.day_number(period_of(e).end)
    ),
    "this_month": lambda e: _month(e, 0),
    "last_month": lambda e: _month(e, 1),
    "this_year": lambda e: Window(
        dates.day_number(dates.year_start(dates.day_from_number(e.today))), e.today
    ),
    "last": _last,
    "between": _between,
    "aged": _aged,
    "hours_after": _hours_after,
}
