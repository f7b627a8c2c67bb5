"""Growth tests: the tables of the rulebook, children as columns, and lives written as text."""

import datetime as dt
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from nyelik.base.dates import day_number
from nyelik.rules.facts import Event, Facts
from nyelik.rules.growth.derive_columns import (
    DERIVED_CODES,
    SOURCE_CODES,
    Events,
    People,
    derive_columns,
)
from nyelik.rules.growth.tables import INDICES, REASONS, SEXES, GrowthTables, read_growth_tables
from nyelik.rules.growth.weight_status import STATUSES
from nyelik.rules.growth.zscore import LYING, STANDING, Measured, Score, z_score
from nyelik.rules.growth.zscore_columns import UNKNOWN, UNKNOWN_AGE, MeasuredColumns, z_columns

POSITIONS = (LYING, STANDING)


@cache
def growth_tables() -> GrowthTables:
    """The tables of this checkout's rulebook."""
    return read_growth_tables(Path(__file__).parents[2] / "rulebook" / "growth")


def day(text: str) -> int:
    """The day number of 2026-01-31."""
    return day_number(dt.date.fromisoformat(text))


def columns(children: Sequence[Measured]) -> MeasuredColumns:
    """Children as columns."""

    def numbers(name: str) -> np.ndarray:
        values = [getattr(child, name) for child in children]
        return np.array([np.nan if value is None else value for value in values], float)

    ages = [UNKNOWN_AGE if child.age_days is None else child.age_days for child in children]
    return MeasuredColumns(
        sex=np.array([_place(child.sex, SEXES) for child in children], np.int8),
        age_days=np.array(ages, np.int32),
        weight_kg=numbers("weight_kg"),
        length_cm=numbers("length_cm"),
        head_cm=numbers("head_cm"),
        muac_cm=numbers("muac_cm"),
        position=np.array([_place(child.position, POSITIONS) for child in children], np.int8),
        oedema=np.array([child.oedema for child in children], bool),
    )


def reference_score(index: str, child: Measured) -> Score:
    """One child, the plain way."""
    return z_score(growth_tables(), index, child)


def columns_score(index: str, child: Measured) -> Score:
    """One child, through the columns."""
    z, reason = z_columns(growth_tables(), index, columns([child]))
    return Score(None if np.isnan(z[0]) else float(z[0]), REASONS[reason[0]])


def derived_by_columns(lives: Sequence[Facts]) -> list[list[tuple[str, int, object]]]:
    """Per life the derived (code, day, value), through the columns, sorted."""
    sexes = np.array([_place(life.sex, SEXES) for life in lives], np.int8)
    born = np.array([life.born or 0 for life in lives], np.int32)
    known = np.array([life.born is not None for life in lives], bool)
    events = {code: _segment(lives, code) for code in SOURCE_CODES}
    derived = derive_columns(growth_tables(), People(sexes, born, known), events)
    found: list[list[tuple[str, int, object]]] = [[] for _ in lives]
    for code in DERIVED_CODES:
        part = derived[code]
        for person, when, value in zip(part.person, part.day, part.value, strict=True):
            found[person].append((code, int(when), _meaning(code, float(value))))
    return [sorted(part, key=str) for part in found]


def _segment(lives: Sequence[Facts], code: str) -> Events:
    rows = [(place, e.day, _stored(e)) for place, life in enumerate(lives) for e in life.of(code)]
    person, days, values = zip(*rows, strict=True) if rows else ((), (), ())
    return Events(np.array(person, np.int32), np.array(days, np.int32), np.array(values, float))


def _stored(event: Event) -> float:
    return (
        float(POSITIONS.index(event.value))
        if isinstance(event.value, str)
        else float(event.value or 0)
    )


def _meaning(code: str, value: float) -> object:
    if code == "weight_status":
        return STATUSES[int(value)]
    if code == "z_implausible":
        return INDICES[int(value)]
    return bool(value) if code == "weight_2t" else value


def _place(value: str | None, values: Sequence[str]) -> int:
    return UNKNOWN if value is None else values.index(value)
