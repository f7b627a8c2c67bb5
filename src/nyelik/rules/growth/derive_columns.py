"""Derived events of many people at once: what `derive` adds, as columns per code.

Choices are stored as their place: position as in the word `measured_position` (0 lying, 1 standing),
status as in weight_status.STATUSES, the implausible index as in tables.INDICES.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nyelik.rules.growth.derive import (
    IMPLAUSIBLE_CODE,
    MEASURE_CODES,
    OEDEMA_CODE,
    POSITION_CODE,
    STATUS_CODE,
    TWICE_CODE,
    WEIGHT_INDEX,
)
from nyelik.rules.growth.tables import INDICES, GrowthTables
from nyelik.rules.growth.weight_status_columns import weight_status_columns
from nyelik.rules.growth.zscore_columns import (
    REASON_CODE,
    UNKNOWN,
    MeasuredColumns,
    z_columns,
)

SOURCE_CODES = (*MEASURE_CODES, POSITION_CODE, OEDEMA_CODE)
DERIVED_CODES = (*(f"z_{name}" for name in INDICES), IMPLAUSIBLE_CODE, STATUS_CODE, TWICE_CODE)


@dataclass(frozen=True)
class People:
    """The people of a block: `sex` 0 female, 1 male, -1 unknown; `born` a day number where `known_born`."""

    sex: NDArray[np.int8]
    born: NDArray[np.int32]
    known_born: NDArray[np.bool_]


@dataclass(frozen=True)
class Events:
    """The events of one code, sorted by person (a place in People), day and order of recording."""

    person: NDArray[np.int32]
    day: NDArray[np.int32]
    value: NDArray[np.float64]

    def last_of_each_day(self) -> Events:
        """Only what was recorded last on each day."""
        last = np.ones(len(self.person), bool)
        last[:-1] = (self.person[1:] != self.person[:-1]) | (self.day[1:] != self.day[:-1])
        return self.at(np.flatnonzero(last))

    def at(self, rows: NDArray[np.intp]) -> Events:
        """The events in these places."""
        return Events(self.person[rows], self.day[rows], self.value[rows])


def derive_columns(
    tables: GrowthTables, people: People, events: Mapping[str, Events]
) -> dict[str, Events]:
    """Derived events by code (DERIVED_CODES, all present) from those of SOURCE_CODES (absent is none)."""
    oldest = max(table.until_day for index in tables.indices.values() for table in index.tables)
    found = {
        code: _of_children(people, events[code], oldest).last_of_each_day()
        for code in SOURCE_CODES
        if code in events
    }
    derived = _scores(tables, people, found)
    nothing = Events(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0))
    weighed = _believed(found.get("weight_kg", nothing), derived[IMPLAUSIBLE_CODE])
    return derived | _statuses(tables, people, weighed)


def _believed(weighed: Events, implausible: Events) -> Events:
    """Without the weights that cannot be true for the age: see `derive.derive`."""
    wrong = implausible.at(np.flatnonzero(implausible.value == INDICES.index(WEIGHT_INDEX)))
    if not len(wrong.person):
        return weighed
    return weighed.at(np.flatnonzero(~np.isin(_key(weighed), _key(wrong))))


def _of_children(people: People, events: Events, oldest: int) -> Events:
    """Without what was measured of those whose age is unknown or past every table: most of a district."""
    age = events.day - people.born[events.person]
    kept = people.known_born[events.person] & (age >= 0) & (age <= oldest)
    return events if kept.all() else events.at(np.flatnonzero(kept))


def _scores(
    tables: GrowthTables, people: People, events: Mapping[str, Events]
) -> dict[str, Events]:
    person, day, children = _measured(people, events)
    derived: dict[str, Events] = {}
    implausible = []
    for place, name in enumerate(INDICES):
        z, reason = z_columns(tables, name, children)
        usable = np.flatnonzero(reason == 0)
        derived[f"z_{name}"] = Events(person[usable], day[usable], z[usable])
        wrong = np.flatnonzero(reason == REASON_CODE["implausible"])
        implausible.append(Events(person[wrong], day[wrong], np.full(len(wrong), float(place))))
    derived[IMPLAUSIBLE_CODE] = _merged(implausible)
    return derived


def _merged(parts: list[Events]) -> Events:
    person = np.concatenate([part.person for part in parts])
    day = np.concatenate([part.day for part in parts])
    value = np.concatenate([part.value for part in parts])
    return Events(person, day, value).at(np.lexsort((value, day, person)))


def _measured(
    people: People, events: Mapping[str, Events]
) -> tuple[NDArray[np.int32], NDArray[np.int32], MeasuredColumns]:
    """One row per person and day with a measurement, and the person and day of each row."""
    keys = {code: _key(part) for code, part in events.items()}
    key = _distinct(np.concatenate([np.empty(0, np.int64), *keys.values()]))
    columns = {}
    for code in SOURCE_CODES:
        columns[code] = np.full(len(key), np.nan)
        if code in keys:
            columns[code][np.searchsorted(key, keys[code])] = events[code].value
    person, day = (key >> 32).astype(np.int32), ((key & 0xFFFFFFFF) - 2**31).astype(np.int32)
    return person, day, _children(people, person, day, columns)


def _children(
    people: People,
    person: NDArray[np.int32],
    day: NDArray[np.int32],
    columns: Mapping[str, NDArray[np.float64]],
) -> MeasuredColumns:
    position = np.nan_to_num(columns[POSITION_CODE], nan=UNKNOWN).astype(np.int8)
    return MeasuredColumns(
        sex=people.sex[person],
        age_days=day - people.born[person],
        position=position,
        oedema=columns[OEDEMA_CODE] == 1,
        **{code: columns[code] for code in MEASURE_CODES},
    )


def _distinct(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Sorted and each once. The keys come as few sorted runs, which a stable sort merges fast."""
    found = np.sort(keys, kind="stable")
    first = np.ones(len(found), bool)
    first[1:] = found[1:] != found[:-1]
    return found[first]


def _key(events: Events) -> NDArray[np.int64]:
    """Person and day in one number that sorts as they do."""
    return (events.person.astype(np.int64) << 32) + (events.day.astype(np.int64) + 2**31)


def _statuses(tables: GrowthTables, people: People, weighed: Events) -> dict[str, Events]:
    found = weight_status_columns(
        tables,
        weighed.person,
        weighed.day,
        weighed.value,
        people.sex,
        people.born,
        people.known_born,
    )
    asked = np.flatnonzero(found.twice >= 0)
    at, at_asked = weighed.at(found.row), weighed.at(found.row[asked])
    return {
        STATUS_CODE: Events(at.person, at.day, found.status.astype(np.float64)),
        TWICE_CODE: Events(at_asked.person, at_asked.day, found.twice[asked].astype(np.float64)),
    }
