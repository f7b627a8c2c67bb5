"""Coverage of indicators about facilities, kader, households and replies, and the subjects behind each number.

The mart holds people only. Of these subjects there are hundreds: each is judged by the reference engine, and the
figures have the same form as those of people.
"""

from __future__ import annotations

from dataclasses import dataclass

from nyelik.base.dates import day_from_number
from nyelik.register.area_tree import LEVELS, AreaTree
from nyelik.register.assessed import Assessed, assessed
from nyelik.rules.engines.reference import Reference
from nyelik.rules.model import Indicator
from nyelik.rules.outcome import MET, MISSED, NOT_APPLICABLE, IndicatorState, indicator_state
from nyelik.watch.coverage import Coverage, CoverageRow, area_tree
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.history import start_of

UNSURE = "unknown"
"""Of whom it is not known whether the indicator is about them."""


@dataclass(frozen=True)
class Judged:
    """One subject and what the indicator says of it: met, missed, not_applicable or unknown."""

    subject: Assessed
    status: str
    state: IndicatorState


def judged(watch: Watch, indicator: Indicator, asked: Asked) -> list[Judged]:
    """Every subject the indicator could be about, in order of place and name."""
    rules = watch.loaded.rules
    on = day_from_number(asked.today)
    subjects = assessed(indicator.subject, rules.words, on, _until(asked.known_day))
    found = [_judge(one, indicator, asked) for one in subjects]
    return sorted(found, key=lambda one: (one.subject.place, one.subject.name))


def _until(known_day: int | None) -> int | None:
    """The moment (unix ms) at which the day after the one known on begins, in western Indonesian time."""
    return None if known_day is None else start_of(known_day + 1)


def _judge(subject: Assessed, indicator: Indicator, asked: Asked) -> Judged:
    engine = Reference(subject.facts, asked.today, asked.period)
    unsure = engine.value(indicator.among) is None
    state = indicator_state(engine, indicator)
    return Judged(subject, UNSURE if unsure else state.status, state)


def coverage_of_subjects(
    watch: Watch, indicator: Indicator, level: str, asked: Asked, area: str | None = None
) -> Coverage:
    """The indicator by the units of a level. Raises ValueError for an unknown level or area."""
    places = area_tree(watch, asked)
    if level not in LEVELS:
        raise ValueError(f"there is no level “{level}”; levels are {', '.join(LEVELS)}")
    inside = [one for one in judged(watch, indicator, asked) if _lies_in(places, one, area)]
    by_unit: dict[str, list[Judged]] = {}
    for one in inside:
        by_unit.setdefault(unit_of(places, one.subject, level), []).append(one)
    rows = [
        row_of(indicator, code, places.names.get(code, ""), level, theirs)
        for code, theirs in sorted(by_unit.items(), key=lambda pair: (pair[0] == "", pair[0]))
    ]
    name = places.names.get(area or "", "")
    total = row_of(
        indicator, area or "", name, (places.level_of(area) or "") if area else "", inside
    )
    version, seq = watch.loaded.rules.version, watch.mart.state().seq
    return Coverage(indicator, asked, level, area, tuple(rows), total, version, seq)


def subjects_behind(
    watch: Watch,
    indicator: Indicator,
    asked: Asked,
    area: str | None = None,
    status: str | None = None,
) -> list[Judged]:
    """The subjects of an area by status (met and missed for None): the list behind the number."""
    wanted = (MET, MISSED) if status is None else (status,)
    places = area_tree(watch, asked)
    return [
        one
        for one in judged(watch, indicator, asked)
        if one.status in wanted and _lies_in(places, one, area)
    ]


def row_of(
    indicator: Indicator, code: str, name: str, level: str, found: list[Judged]
) -> CoverageRow:
    """One unit's figures from its subjects."""
    count = dict.fromkeys((MET, MISSED, NOT_APPLICABLE, UNSURE), 0)
    for one in found:
        count[one.status] += 1
    numbers = [
        one.state.value for one in found if one.status == MET and one.state.value is not None
    ]
    total = None if indicator.mean_of is None else sum(numbers)
    return CoverageRow(code, name, level, count[MET], count[MISSED], count[UNSURE], total)


def unit_of(places: AreaTree, subject: Assessed, level: str) -> str:
    """The unit of a level that a subject belongs to: itself, or the one around the area where it stands; "" if none."""
    if places.level_of(subject.place) == level:
        return subject.place
    return places.ancestor(subject.area, level)


def _lies_in(places: AreaTree, one: Judged, area: str | None) -> bool:
    if not area:
        return True
    level = places.level_of(area)
    if level is None:
        raise ValueError(f"there is no area or facility “{area}”")
    return unit_of(places, one.subject, level) == area
