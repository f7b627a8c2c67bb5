"""The reference engine's operations on days and ages: the date law of `base.dates`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nyelik.base import dates
from nyelik.rules.engines.reference_windows import duration_of, period_of, shift
from nyelik.rules.node import Duration, Node

if TYPE_CHECKING:
    from nyelik.rules.engines.reference import Answer, Reference


def _shifted(sign: int) -> Callable[..., Answer]:
    def operation(engine: Reference, day: Node, duration: Node) -> Answer:
        start = engine.value(day)
        return None if start is None else shift(int(start), duration_of(duration), sign)

    return operation


def _of_day(function: Callable[[dt.date], dt.date]) -> Callable[..., Answer]:
    def operation(engine: Reference, node: Node) -> Answer:
        day = engine.value(node)
        return None if day is None else dates.day_number(function(dates.day_from_number(int(day))))

    return operation


def _pick(function: Callable[[list[Any]], Any]) -> Callable[..., Answer]:
    """The function of the known values; unknown if none is known."""

    def operation(engine: Reference, *nodes: Node) -> Answer:
        known = [value for value in map(engine.value, nodes) if value is not None]
        return function(known) if known else None

    return operation


def _slot_start(engine: Reference, *nodes: Node) -> Answer:
    months = tuple(int(engine.value(node) or 0) for node in nodes)
    return dates.day_number(dates.slot_start(dates.day_from_number(engine.today), months))


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
    return dates.completed_months(dates.day_from_number(first), dates.day_from_number(last))


def _years(first: int, last: int) -> int:
    return dates.completed_years(dates.day_from_number(first), dates.day_from_number(last))


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


DAYS: dict[str, Callable[..., Answer]] = {
    "today": lambda e: e.today,
    "born": lambda e: e.facts.born,
    "period_start": lambda e: dates.day_number(period_of(e).start),
    "period_end": lambda e: dates.day_number(period_of(e).end),
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
}
