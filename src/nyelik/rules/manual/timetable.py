"""The timetable of a group: its services against age (or weeks, or days), coloured as in the Buku KIA."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from nyelik.rules import model as m
from nyelik.rules.manual.offsets import DAYS, offset_of
from nyelik.rules.manual.page import Cell, Link, Timetable, TimetableRow
from nyelik.rules.manual.texts import COLOURS, UNITS
from nyelik.rules.manual.windows import bounds

_WEEKS, _EACH_MONTH_UNTIL = 44 * DAYS["weeks"], 12
_SHORT, _CHILD = 62.0, 7 * 365.25 + 1
"""A table of ages counts in days until two months, in months for children, in years beyond: a matter of reading."""
_AFTER = 60.0
_NEAR = 0.01
_SIZES = {"spans": "months"}
"""Months since a day other than birth."""


@dataclass(frozen=True)
class _Bar:
    """A service as spans of colour: (from, to, colour) in days after the anchor."""

    service: m.Service
    anchor: str
    spans: tuple[tuple[float, float, str], ...]


def timetables(
    rulebook: m.Rulebook,
    services: Iterable[m.Service],
    ages: tuple[float, float],
    links: dict[str, Link],
    language: str,
) -> tuple[Timetable, ...]:
    """One table for each anchor that two or more of the services count from."""
    by_anchor: dict[str, list[_Bar]] = defaultdict(list)
    for service in services:
        bar = _bar(service)
        if bar is not None:
            by_anchor[bar.anchor].append(bar)
    tables = [
        _table(rulebook, anchor, bars, ages, links, language)
        for anchor, bars in by_anchor.items()
        if len(bars) > 1
    ]
    return tuple(table for table in tables if table is not None)


def _bar(service: m.Service) -> _Bar | None:
    known = [(colour, offset_of(day)) for colour, day in bounds(service)]
    places = [(colour, place) for colour, place in known if place is not None]
    if len(places) != len(known) or len({place.anchor for _, place in places}) != 1:
        return None
    starts = [place.days for _, place in places]
    spans = [
        (start, end, colour)
        for (colour, _), start, end in zip(places, starts, [*starts[1:], inf], strict=True)
        if end > start
    ]
    grey = [(-inf, starts[0], "grey")] if starts[0] > 0 else []
    return _Bar(service, places[0][1].anchor, (*grey, *spans))


def _table(
    rulebook: m.Rulebook,
    anchor: str,
    bars: list[_Bar],
    ages: tuple[float, float],
    links: dict[str, Link],
    language: str,
) -> Timetable | None:
    unit, low, high = _scale(rulebook, anchor, bars, ages)
    edges = _edges(bars, unit, low, high)
    if len(edges) <= 2:
        return None
    says = UNITS[language]["after" if anchor != "born" and unit == "days" else unit]
    name = _anchor_name(rulebook, anchor, language)
    columns = tuple(_head(a, b, unit) for a, b in pairwise(edges))
    return Timetable(says.format(name), columns, _rows(bars, edges, links, language))


def _rows(
    bars: list[_Bar], edges: list[float], links: dict[str, Link], language: str
) -> tuple[TimetableRow, ...]:
    shown = sorted(bars, key=_first_day)
    return tuple(
        TimetableRow(
            links[bar.service.id],
            tuple(_cell(bar, a, b, language) for a, b in pairwise(edges)),
        )
        for bar in shown
    )


def _first_day(bar: _Bar) -> float:
    return next(start for start, _, colour in bar.spans if colour != "grey")


def _anchor_name(rulebook: m.Rulebook, anchor: str, language: str) -> str:
    definition = rulebook.definitions.get(anchor)
    return definition.label.text(language) if definition else ""


def _scale(
    rulebook: m.Rulebook, anchor: str, bars: list[_Bar], ages: tuple[float, float]
) -> tuple[str, float, float]:
    """The unit of the columns and the days shown."""
    last = max(start for bar in bars for start, _, _ in bar.spans)
    if anchor == "born":
        low, high = ages
        high = min(high, last if high == inf else high)
        unit = "days" if high <= _SHORT else "months" if high <= _CHILD else "years"
        return unit, low // DAYS[unit] * DAYS[unit], high
    starts = [start for bar in bars for start, _, _ in bar.spans if start > 0]
    if last > _AFTER and all(_whole(start / DAYS["weeks"]) for start in starts):
        return "weeks", 0.0, max(last, _WEEKS)
    if last > _AFTER and all(_whole(start / DAYS["months"]) for start in starts):
        return "spans", 0.0, last
    return "days", 0.0, last


def _edges(bars: list[_Bar], unit: str, low: float, high: float) -> list[float]:
    """Where columns begin and end: wherever a colour changes; each month of the first year of life."""
    size = DAYS[_SIZES.get(unit, unit)]
    inside = {start for bar in bars for start, _, _ in bar.spans if low < start < high}
    if unit != "days":
        inside = {start for start in inside if _whole(start / size)}
    if unit == "months":
        inside |= {n * size for n in range(_EACH_MONTH_UNTIL + 1) if low < n * size < high}
    found: list[float] = []
    for edge in sorted({low, *inside, high}):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _whole(number: float) -> bool:
    return abs(number - round(number)) < _NEAR


def _head(start: float, end: float, unit: str) -> str:
    """12–17 for the months 12, 13 … 17; 48+ where it never ends."""
    size = DAYS[_SIZES.get(unit, unit)]
    first = round(start / size)
    if end == inf:
        return f"{first}+"
    last = max(first, round(end / size) - 1)
    return str(first) if last == first else f"{first}–{last}"


def _cell(bar: _Bar, low: float, high: float, language: str) -> Cell:
    colours: list[str] = []
    for start, end, colour in bar.spans:
        overlaps = min(end, high) - max(start, low) > _NEAR
        if overlaps and (not colours or colours[-1] != colour):
            colours.append(colour)
    says = COLOURS[language]
    return Cell(tuple(colours), ", ".join(says[colour] for colour in colours))
