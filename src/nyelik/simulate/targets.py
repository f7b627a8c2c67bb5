"""Invented targets of the minimum services: a projection that missed the mark, and what a decree made of it.

Both hang on last year's counted people of each village; wider units have the sums of their villages. Posyandu get none:
nobody decrees targets for them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nyelik.base.period import period_holding
from nyelik.improve.targets import DECREED, PROJECTED, Target, record
from nyelik.simulate.chance import Chance
from nyelik.watch.coverage import area_tree, coverage
from nyelik.watch.evaluate import Asked, Watch

if TYPE_CHECKING:
    from nyelik.register.area_tree import AreaTree
    from nyelik.rules.model import Indicator

PROGRAM = "SPM"
WIDER = ("regency", "puskesmas", "district")
OFF = (0.85, 1.25)
"""A projection over the counted number, in any village (ours; the gap is what the SPM page is there to show)."""


def invent_targets(watch: Watch, until: dt.date, seed: int, now: dt.datetime) -> int:
    """Record projected and decreed numbers of people for the year of `until` and the one before; how many rows."""
    chance = Chance(f"targets {seed}")
    last_year = dt.date(until.year - 1, 12, 31)
    rows: list[Target] = []
    for indicator in watch.loaded.rules.indicators.values():
        if indicator.program == PROGRAM and indicator.of_people:
            asked = Asked(period_holding(last_year, indicator.period), last_year)
            for kind, people in _by_kind(watch, indicator, asked, chance):
                rows += _rows(indicator.id, kind, people, until.year, now)
    return record(rows)


def _by_kind(
    watch: Watch, indicator: Indicator, asked: Asked, chance: Chance
) -> Iterator[tuple[str, Counter[str]]]:
    """Projected and decreed people by area."""
    places = area_tree(watch, asked)
    counted = {row.area: row.of for row in coverage(watch, indicator.id, "village", asked).rows}
    low, high = OFF
    projected = {
        area: round(people * (low + (high - low) * chance.random()))
        for area, people in counted.items()
        if area
    }
    decreed = {area: round((people + counted[area]) / 2) for area, people in projected.items()}
    yield PROJECTED, _with_wider(projected, places)
    yield DECREED, _with_wider(decreed, places)


def _with_wider(by_village: dict[str, int], places: AreaTree) -> Counter[str]:
    people = Counter(by_village)
    for village, count in by_village.items():
        for level in WIDER:
            people[places.ancestor(village, level)] += count
    return people


def _rows(
    indicator: str, kind: str, people: Counter[str], year: int, now: dt.datetime
) -> Iterator[Target]:
    for one in (year - 1, year):
        for area, count in people.items():
            if area:
                yield Target(
                    subject=indicator,
                    area=area,
                    year=one,
                    kind=kind,
                    people=count,
                    source="Rekaan kabupaten tiruan",
                    decree=f"SK rekaan {one}" if kind == DECREED else "",
                    recorded_at=now,
                )
