"""The reference engine: one person, every operation written the obvious way, nothing optimised.

It is the truth in tests and answers for one person on the server. Unknown is `None`. Days are day
numbers (days since 1970-01-01). `used` collects the events that an answer looked at: its *because*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from nyelik.base.period import Period
from nyelik.rules.engines.reference_days import DAYS
from nyelik.rules.engines.reference_events import EVENTS, happened
from nyelik.rules.engines.reference_values import VALUES
from nyelik.rules.engines.reference_windows import WINDOWS, Window, node_of
from nyelik.rules.facts import Event, Facts
from nyelik.rules.node import Node

Answer = float | int | bool | str | None

OPERATIONS: dict[str, Callable[..., Answer]] = EVENTS | DAYS | VALUES


@dataclass
class Reference:
    """Answers questions about one person on one day.

    `today` is the day asked for; `period` the report's period, needed only where a rule names it. Nothing
    after today is seen.
    """

    facts: Facts
    today: int
    period: Period | None = None
    used: list[Event] = field(default_factory=list)

    def value(self, node: Node) -> Answer:
        """The answer to a node: a number, a day number, yes/no as bool, a choice's code, or None."""
        return OPERATIONS[node.op](self, *node.args)

    def window(self, node: Node) -> Window | None:
        """The span a window node means for this person; None when a bound is unknown."""
        if node.op == "named":
            return self.window(node_of(node.args[1]))
        window = WINDOWS[node.op](self, *node.args)
        if window is None:
            return None
        return Window(window.low, min(window.high, self.today), window.hours)

    def events(self, code: str, window: Node) -> list[Event] | None:
        """The events of a word inside a window, in order; None when the window is unknown.

        A `no` recorded for a yes/no word is an event with a value, not an occurrence: see `happened`.
        """
        span = self.window(window)
        if span is None:
            return None
        found = [event for event in self.facts.of(code) if span.holds(event)]
        self.used.extend(found)
        return found

    def moment(self, node: Node) -> tuple[int, int] | None:
        """The day and minute of a birth or event; None when unknown."""
        while node.op == "named":
            node = node_of(node.args[1])
        if node.op == "born":
            return None if self.facts.born is None else (self.facts.born, self.facts.born_minute)
        found = happened(self.events(str(node.args[0]), node_of(node.args[1])))
        if not found:
            return None
        event = found[-1] if node.op == "latest_day" else found[0]
        return event.day, event.minute
