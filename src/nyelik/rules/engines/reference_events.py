"""The reference engine's operations over the events of one word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from nyelik.base import dates
from nyelik.rules.facts import Event
from nyelik.rules.node import Node

if TYPE_CHECKING:
    from nyelik.rules.engines.reference import Answer, Reference


def happened(events: list[Event] | None) -> list[Event]:
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
    return None if events is None else len({event.day for event in happened(events)})


def _months_with(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    if events is None:
        return None
    days = [dates.day_from_number(event.day) for event in happened(events)]
    return len({(day.year, day.month) for day in days})


def _has(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    return None if events is None else bool(happened(events))


def _latest_day(engine: Reference, code: str, window: Node) -> Answer:
    found = happened(engine.events(code, window))
    return found[-1].day if found else None


def _first_day(engine: Reference, code: str, window: Node) -> Answer:
    found = happened(engine.events(code, window))
    return found[0].day if found else None


def _asked_day(engine: Reference, code: str, window: Node) -> Answer:
    events = engine.events(code, window)
    return events[-1].day if events else None


def _dose(engine: Reference, vaccine: str, number: float, window: Node) -> Answer:
    events = engine.events(vaccine, window) or []
    days = [event.day for event in events if float(event.value or 0) >= number]
    return min(days, default=None)


EVENTS: dict[str, Callable[..., Answer]] = {
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
}
