"""N, T, O, B and 2T of many children at once: the verdicts of `weight_status`, in NumPy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nyelik.rules.engines.calendar_columns import completed_months, month_and_day
from nyelik.rules.growth.tables import SEXES, GrowthTables
from nyelik.rules.growth.weight_status import STATUSES

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

B, O, N, T = (np.int8(place) for place in range(len(STATUSES)))  # noqa: E741  the official letters
UNSAID = np.int8(-1)


@dataclass(frozen=True)
class WeightStatusColumns:
    """Verdicts in the order of the weighings: `row` is the place of the deciding weighing in the input,
    `status` the place in STATUSES; `twice` is 1, 0, or -1 where 2T is no question."""

    row: Ints
    status: NDArray[np.int8]
    twice: NDArray[np.int8]


def weight_status_columns(
    tables: GrowthTables,
    person: NDArray[np.int32],
    day: NDArray[np.int32],
    weight_kg: NDArray[np.float64],
    sex: NDArray[np.int8],
    born: NDArray[np.int32],
    known_born: Flags,
) -> WeightStatusColumns:
    """Verdicts on weighings sorted by person, day and order of recording.

    `person` are places in `sex` (0 female, 1 male, -1 unknown), `born` and `known_born`; days since 1970-01-01.
    """
    row = np.flatnonzero(known_born[person] & (day >= born[person]) & ~np.isnan(weight_kg))
    month = month_and_day(day[row])[0]
    row = row[_ends_run(person[row], month)]
    who, month = person[row], month_and_day(day[row])[0]
    age = completed_months(born[who], day[row])
    grams = np.floor(weight_kg[row] * 1000 + 0.5)
    first = np.ones(len(row), bool)
    first[1:] = who[1:] != who[:-1]
    gain = np.diff(grams, prepend=0.0)
    consecutive = ~first & (np.diff(month, prepend=0) == 1)
    status = _status(first, consecutive, gain, _minimum_gain(tables, sex[who], age))
    twice = _twice(status)
    kept = (age <= tables.last_status_month) & (status != UNSAID)
    return WeightStatusColumns(row[kept], status[kept], twice[kept])


def _status(
    first: Flags, consecutive: Flags, gain: NDArray[np.float64], minimum: Ints
) -> NDArray[np.int8]:
    status = np.where((gain >= minimum) & (gain > 0), N, T)
    status[minimum < 0] = UNSAID
    status[~consecutive] = O
    status[first] = B
    return status


def _twice(status: NDArray[np.int8]) -> NDArray[np.int8]:
    """T now and T in the row before: a T is always consecutive, so that row is last month's."""
    twice = np.full(len(status), -1, np.int8)
    twice[(status == N) | (status == T)] = 0
    twice[1:][(status[1:] == T) & (status[:-1] == T)] = 1
    return twice


def _minimum_gain(tables: GrowthTables, sex: NDArray[np.int8], age: Ints) -> Ints:
    gains = _gains(tables)
    found: Ints = gains[sex, np.minimum(age, gains.shape[1] - 1)]
    return found


@lru_cache(maxsize=8)
def _gains(tables: GrowthTables) -> Ints:
    """KBM by sex and month, -1 for none; a last row, reached as -1, for sex unknown; a last column of none."""
    width = max(len(gains) for gains in tables.minimum_gain_g.values()) + 1
    found = np.full((len(SEXES) + 1, width), -1, np.int64)
    for place, sex in enumerate(SEXES):
        found[place, : len(tables.minimum_gain_g[sex])] = tables.minimum_gain_g[sex]
    return found


def _ends_run(person: NDArray[np.int32], month: Ints) -> Flags:
    last = np.ones(len(person), bool)
    last[:-1] = (person[1:] != person[:-1]) | (month[1:] != month[:-1])
    return last
