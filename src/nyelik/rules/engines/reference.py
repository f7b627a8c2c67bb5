"""The reference engine: one person, every operation written the obvious way, nothing optimised.

It is the truth in tests and answers for one person on the server. Unknown is `None`. Days are day
numbers (days since 1970-01-01). `used` collects the events that an answer looked at: its *because*.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from nyelik.base import dates
from nyelik.base.period import Period
from nyelik.rules.expression import Duration, Node
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts

Answer = float | int | bool | str | None


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
        return _OPERATIONS[node.op](self, *node.args)

    def window(self, node: Node) -> Window | None:
        """The span a window node means for this person; None when a bound is unknown."""
        if node.op == "named":
            return self.window(_node(node.args[1]))
        window = _WINDOWS[node.op](self, *node.args)
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
            node = _node(node.args[1])
        if node.op == "born":
            return None if self.facts.born is None else (self.facts.born, self.facts.born_minute)
        found = _happened(self.events(str(node.args[0]), _node(node.args[1])))
        if not found:
            return None
        event = found[-1] if node.op == "latest_day" else found[0]
        return event.day, event.minute


# ---- events ------------------------------------------------------------------------------------------


def _happened(events: list[Event] | None) -> list[Event]:
    """Events that say it happened: everything but a recorded `no`."""
    return [event for event in events or [] if event.value is not False]


def _decisive(events: Sequence[Event], day: int) -> Event:
    """Of several events on one day the last recorded counts."""
    return [event for event in events if event.day == day][-1]


def _latest(engine: Reference, code: str, window: Node) -> Any:
    events = engine.events(code, window)
    return events[-1].value if events else None


def _first(engine: Reference, code: str, window: Node) -> Any:
    events = engine.events(code, window)
    return _decisive(events, events[0].day).value if events else None


def _previous(engine: Reference, code: str, window: Node) -> Any:
    events = engine.events(code, window) or []
    earlier = [event for event in events if event.day < events[-1].day]
    return earlier[-1].value if earlier else None


def _numbers(engine: Reference, code: str, window: Node) -> list[float]:
    return [
        float(event.value) for event in engine.events(code, window) or [] if event.value is not None
    ]


def _lowest(engine: Reference, code: str, window: Node) -> Answer:
    return min(_numbers(engine, code, window), default=None)


def _highest(engine: Reference, code: str, window: Node) -> Answer:
    return max(_numbers(engine, code, window), default=None)


def _total(engine: Reference, code: str, window: Node) -> Answer:
    numbers = _numbers(engine, code, window)
    return sum(numbers) if numbers else None


def _times(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    return None if events is None else len({event.day for event in _happened(events)})


def _months_with(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    if events is None:
        return None
    days = [dates.day_from_number(event.day) for event in _happened(events)]
    return len({(day.year, day.month) for day in days})


def _has(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    return None if events is None else bool(_happened(events))


def _latest_day(engine: Reference, code: str, window: Node) -> Answer:
    found = _happened(engine.events(code, window))
    return found[-1].day if found else None


def _first_day(engine: Reference, code: str, window: Node) -> Answer:
    found = _happened(engine.events(code, window))
    return found[0].day if found else None


def _asked_day(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    return events[-1].day if events else None


def _dose(engine: Reference, vaccine: str, number: float, window: Node) -> Answer:
    events = engine.events(vaccine, window) or []
    days = [event.day for event in events if float(event.value or 0) >= number]
    return min(days, default=None)


# ---- windows -----------------------------------------------------------------------------------------


def _period(engine: Reference) -> Period:
    if engine.period is None:
        raise ValueError("this rule asks for the report's period, and none was given")
    return engine.period


def _month(engine: Reference, months_back: int) -> Window:
    first = dates.month_start(_date(engine.today))
    start = dates.add_months(first, -months_back)
    end = dates.add_months(start, 1) - dt.timedelta(days=1)
    return Window(dates.day_number(start), dates.day_number(end))


def _between(engine: Reference, low: Node, high: Node) -> Window | None:
    first, last = engine.value(low), engine.value(high)
    if first is None or last is None:
        return None
    return Window(int(first), int(last))


def _last(engine: Reference, duration: Node) -> Window:
    return Window(shift(engine.today, _duration(engine, duration), -1) + 1, engine.today)


def _aged(engine: Reference, low: Node, high: Node) -> Window | None:
    born = engine.facts.born
    if born is None:
        return None
    first = shift(born, _duration(engine, low), 1)
    return Window(first, shift(born, _duration(engine, high), 1) - 1)


def _hours_after(engine: Reference, moment: Node, after: Node, until: Node) -> Window | None:
    start, low, high = engine.moment(moment), engine.value(after), engine.value(until)
    if start is None or low is None or high is None:
        return None
    day, minute = start
    hours = (day, minute, float(low), float(high))
    return Window(day + int(float(low) // 24), day + int(-(-float(high) // 24)), hours)


_WINDOWS: dict[str, Callable[..., Window | None]] = {
    "ever": lambda e: Window(None, e.today),
    "period": lambda e: Window(_number(_period(e).start), _number(_period(e).end)),
    "this_month": lambda e: _month(e, 0),
    "last_month": lambda e: _month(e, 1),
    "this_year": lambda e: Window(_number(dates.year_start(_date(e.today))), e.today),
    "last": _last,
    "between": _between,
    "aged": _aged,
    "hours_after": _hours_after,
}


# ---- days, durations, ages -----------------------------------------------------------------------------


def _node(argument: object) -> Node:
    assert isinstance(argument, Node)
    return argument


def _date(number: int) -> dt.date:
    return dates.day_from_number(number)


def _number(day: dt.date) -> int:
    return dates.day_number(day)


def _duration(engine: Reference, node: Node) -> Duration:
    while node.op == "named":
        node = _node(node.args[1])
    duration = node.args[0]
    assert isinstance(duration, Duration)
    return duration


def shift(day: int, duration: Duration, sign: int) -> int:
    """A day number plus (sign 1) or minus (sign -1) a duration; hours count as whole days."""
    count = duration.count
    if duration.unit in ("months", "years"):
        months = count * (12 if duration.unit == "years" else 1)
        return _number(dates.add_months(_date(day), sign * months))
    return day + sign * {"hours": count // 24, "days": count, "weeks": count * 7}[duration.unit]


def _shifted(sign: int) -> Callable[..., Answer]:
    def operation(engine: Reference, day: Node, duration: Node) -> Answer:
        start = engine.value(day)
        return None if start is None else shift(int(start), _duration(engine, duration), sign)

    return operation


def _of_day(function: Callable[[dt.date], dt.date]) -> Callable[..., Answer]:
    def operation(engine: Reference, node: Node) -> Answer:
        day = engine.value(node)
        return None if day is None else _number(function(_date(int(day))))

    return operation


def _pick(function: Callable[[list[Any]], Any]) -> Callable[..., Answer]:
    """The function of the known values; unknown if none is known."""

    def operation(engine: Reference, *nodes: Node) -> Answer:
        known = [value for value in map(engine.value, nodes) if value is not None]
        return function(known) if known else None

    return operation


def _slot_start(engine: Reference, *nodes: Node) -> Answer:
    months = tuple(int(engine.value(node) or 0) for node in nodes)
    return _number(dates.slot_start(_date(engine.today), months))


def _age_step(engine: Reference, *nodes: Node) -> Answer:
    if engine.facts.born is None:
        return None
    months = [int(engine.value(node) or 0) for node in nodes]
    steps = [shift(engine.facts.born, Duration("months", count), 1) for count in months]
    return max((day for day in steps if day <= engine.today), default=None)


def _days(first: int, last: int) -> int:
    return last - first


def _weeks(first: int, last: int) -> int:
    return int((last - first) / 7)


def _months(first: int, last: int) -> int:
    return dates.completed_months(_date(first), _date(last))


def _years(first: int, last: int) -> int:
    return dates.completed_years(_date(first), _date(last))


def _span(function: Callable[[int, int], int]) -> Callable[..., Answer]:
    def operation(engine: Reference, first: Node, last: Node) -> Answer:
        a, b = engine.value(first), engine.value(last)
        return None if a is None or b is None else function(int(a), int(b))

    return operation


def _age(function: Callable[[int, int], int]) -> Callable[..., Answer]:
    def operation(engine: Reference, on: Node | None = None) -> Answer:
        day = engine.today if on is None else engine.value(on)
        born = engine.facts.born
        return None if born is None or day is None else function(born, int(day))

    return operation


# ---- numbers and truths ----------------------------------------------------------------------------------


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of the values; unknown if any is unknown."""

    def operation(engine: Reference, *nodes: Node) -> Any:
        values = [engine.value(node) for node in nodes]
        return None if None in values else function(*values)

    return operation


def _rounded(value: float, places: float = 0) -> float:
    """Halves away from zero, as people round; Python's round would give 2 for 2.5."""
    scale = 10.0 ** int(places)
    size = int(abs(value) * scale + 0.5) / scale
    return -size if value < 0 else size


def _and(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    if False in values:
        return False
    return None if None in values else True


def _or(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    if True in values:
        return True
    return None if None in values else False


def _at_least(engine: Reference, number: Node, *nodes: Node) -> Answer:
    needed, values = engine.value(number), [engine.value(node) for node in nodes]
    if needed is None:
        return None
    if values.count(True) >= float(needed):
        return True
    return False if values.count(True) + values.count(None) < float(needed) else None


def _count_yes(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    known = [value for value in values if value is not None]
    return known.count(True) if known else None


def _if_unknown(engine: Reference, node: Node, default: Node) -> Answer:
    value = engine.value(node)
    return engine.value(default) if value is None else value


def _choose(engine: Reference, condition: Node, yes: Node, no: Node) -> Answer:
    truth = engine.value(condition)
    if truth is None:
        return None
    return engine.value(yes if truth else no)


def _one_of(engine: Reference, node: Node, *allowed: Node) -> Answer:
    value = engine.value(node)
    return None if value is None else value in [engine.value(item) for item in allowed]


def _sex(sex: str) -> Callable[[Reference], Answer]:
    return lambda engine: None if engine.facts.sex is None else engine.facts.sex == sex


_OPERATIONS: dict[str, Callable[..., Answer]] = {
    "constant": lambda e, value: value,
    "named": lambda e, _name, node: e.value(node),
    "latest": _latest,
    "first": _first,
    "previous": _previous,
    "lowest": _lowest,
    "highest": _highest,
    "total": _total,
    "times": _times,
    "months_with": _months_with,
    "has": _has,
    "latest_day": _latest_day,
    "first_day": _first_day,
    "asked_day": _asked_day,
    "dose": _dose,
    "doses": _times,
    "today": lambda e: e.today,
    "born": lambda e: e.facts.born,
    "period_start": lambda e: _number(_period(e).start),
    "period_end": lambda e: _number(_period(e).end),
    "month_start": _of_day(dates.month_start),
    "year_start": _of_day(dates.year_start),
    "slot_start": _slot_start,
    "age_step": _age_step,
    "later": _shifted(1),
    "earlier": _shifted(-1),
    "latest_of": _pick(max),
    "earliest_of": _pick(min),
    "age_days": _age(_days),
    "age_weeks": _age(_weeks),
    "age_months": _age(_months),
    "age_years": _age(_years),
    "days_between": _span(_days),
    "weeks_between": _span(_weeks),
    "months_between": _span(_months),
    "years_between": _span(_years),
    "plus": _strict(lambda a, b: a + b),
    "minus": _strict(lambda a, b: a - b),
    "multiplied": _strict(lambda a, b: a * b),
    "divided": _strict(lambda a, b: None if b == 0 else a / b),
    "negative": _strict(lambda a: -a),
    "rounded": _strict(_rounded),
    "smallest": _strict(lambda *values: min(values)),
    "greatest": _strict(lambda *values: max(values)),
    "count_yes": _count_yes,
    "is_female": _sex("female"),
    "is_male": _sex("male"),
    "less": _strict(lambda a, b: a < b),
    "less_equal": _strict(lambda a, b: a <= b),
    "greater": _strict(lambda a, b: a > b),
    "greater_equal": _strict(lambda a, b: a >= b),
    "equal": _strict(lambda a, b: a == b),
    "not_equal": _strict(lambda a, b: a != b),
    "one_of": _one_of,
    "and": _and,
    "or": _or,
    "not": _strict(lambda a: not a),
    "known": lambda e, node: e.value(node) is not None,
    "at_least": _at_least,
    "if_unknown": _if_unknown,
    "choose": _choose,
}
