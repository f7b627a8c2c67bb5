"""Derived events: the z-scores and weighing statuses that follow from a person's measurements.

Nothing derived is stored: it is computed from the facts each time, so a corrected birth date or length
corrects every score that stood on it. `derive_columns` is the twin for many people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from nyelik.rules.facts import Event, Facts
from nyelik.rules.growth.tables import INDICES, GrowthTables
from nyelik.rules.growth.weight_status import Weighing, weight_statuses
from nyelik.rules.growth.zscore import Measured, z_score

MEASURE_CODES = ("weight_kg", "length_cm", "head_cm", "muac_cm")
POSITION_CODE, OEDEMA_CODE = "measured_position", "oedema"
IMPLAUSIBLE_CODE = "z_implausible"
WEIGHT_INDEX = "weight_for_age"
STATUS_CODE, TWICE_CODE = "weight_status", "weight_2t"

_Day = dict[str, Event]  # per code, what was recorded last on one day


def derive(facts: Facts, tables: GrowthTables) -> Facts:
    """The facts with the derived events added; unchanged where the birth date is unknown.

    `z_<index>` on each day on which the index could be scored, `z_implausible` (the index as its choice)
    where the score cannot be true, `weight_status` and `weight_2t` on the deciding weighing of each month.
    A weight that cannot be true for the age decides nothing: a slip of the pen must neither hide a child who
    does not gain nor send a kader to one who does. It is asked for again, and the next weighing counts as O.
    """
    if facts.born is None:
        return facts
    days = _by_day(facts)
    scores = list(_scores(facts, tables, days))
    wrong = {e.day for e in scores if e.code == IMPLAUSIBLE_CODE and e.value == WEIGHT_INDEX}
    believed = {day: events for day, events in days.items() if day not in wrong}
    derived = [*scores, *_weighing_statuses(facts, tables, believed)]
    return replace(facts, events=tuple(sorted((*facts.events, *derived)))) if derived else facts


def behind(used: Iterable[Event], facts: Facts) -> list[Event]:
    """The measurements of the days on which derived events among `used` stand: what they were computed from."""
    derived = (STATUS_CODE, TWICE_CODE, IMPLAUSIBLE_CODE)
    days = {e.day for e in used if e.code.startswith("z_") or e.code in derived}
    codes = (*MEASURE_CODES, POSITION_CODE, OEDEMA_CODE)
    return [event for event in facts.events if event.day in days and event.code in codes]


def measurements(facts: Facts) -> dict[int, Measured]:
    """What was measured of the person, by day number, in order of time."""
    return {day: _measured(facts, day, events) for day, events in _by_day(facts).items()}


def _by_day(facts: Facts) -> dict[int, _Day]:
    days: dict[int, _Day] = {}
    for event in facts.events:
        if event.code in MEASURE_CODES or event.code in (POSITION_CODE, OEDEMA_CODE):
            days.setdefault(event.day, {})[event.code] = event
    return days


def _scores(facts: Facts, tables: GrowthTables, days: dict[int, _Day]) -> Iterator[Event]:
    for day, events in days.items():
        child = _measured(facts, day, events)
        last = max(events.values())
        for name in INDICES:
            score = z_score(tables, name, child)
            if score.usable:
                yield Event(day, last.minute, last.seq, f"z_{name}", score.z)
            elif score.reason == "implausible":
                yield Event(day, last.minute, last.seq, IMPLAUSIBLE_CODE, name)


def _measured(facts: Facts, day: int, events: _Day) -> Measured:
    position = events[POSITION_CODE].value if POSITION_CODE in events else None
    return Measured(
        sex=facts.sex,
        age_days=day - (facts.born or 0),
        position=position if isinstance(position, str) else None,
        oedema=OEDEMA_CODE in events and events[OEDEMA_CODE].value is True,
        **{code: _number(events.get(code)) for code in MEASURE_CODES},
    )


def _number(event: Event | None) -> float | None:
    value = event.value if event else None
    return float(value) if isinstance(value, (int, float)) else None


def _weighing_statuses(
    facts: Facts, tables: GrowthTables, days: dict[int, _Day]
) -> Iterator[Event]:
    weighed = {day: events["weight_kg"] for day, events in days.items() if "weight_kg" in events}
    weighings = [
        Weighing(day, weight)
        for day, event in weighed.items()
        if (weight := _number(event)) is not None
    ]
    for verdict in weight_statuses(tables, facts.sex, facts.born or 0, weighings):
        at = weighed[verdict.day]
        yield Event(at.day, at.minute, at.seq, STATUS_CODE, verdict.status)
        if verdict.twice is not None:
            yield Event(at.day, at.minute, at.seq, TWICE_CODE, verdict.twice)
