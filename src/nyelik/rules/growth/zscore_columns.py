"""Z-scores of many children at once: the same method as `zscore`, the same answers, in NumPy.

Unknown numbers are NaN, unknown sex or position is -1, unknown age UNKNOWN_AGE. Work goes in chunks that stay in the
processor's cache; big inputs use two threads (NumPy releases the interpreter lock).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nyelik.rules.growth.tables import PART_OF_A_ROW, REASONS, SEXES, GrowthTables, Index, LmsTable
from nyelik.rules.growth.zscore import needs_length

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Codes = NDArray[np.uint8]

FEMALE, MALE, UNKNOWN = 0, 1, -1
LYING, STANDING = 0, 1
UNKNOWN_AGE = np.iinfo(np.int32).min
REASON_CODE = {reason: np.uint8(code) for code, reason in enumerate(REASONS)}
_CHUNK = 32_768
_THREADS = 2


@dataclass(frozen=True)
class MeasuredColumns:
    """Children as columns of equal length: kg and cm.

    `sex` as in tables.SEXES (0 female, 1 male), `position` 0 lying, 1 standing.
    """

    sex: NDArray[np.int8]
    age_days: NDArray[np.int32]
    weight_kg: Floats
    length_cm: Floats
    head_cm: Floats
    muac_cm: Floats
    position: NDArray[np.int8]
    oedema: Bools

    def __len__(self) -> int:
        return len(self.sex)

    def part(self, start: int, end: int) -> MeasuredColumns:
        """Rows `start` to `end` (not counted), without copying."""
        return MeasuredColumns(*(getattr(self, field.name)[start:end] for field in fields(self)))


def z_columns(tables: GrowthTables, name: str, children: MeasuredColumns) -> tuple[Floats, Codes]:
    """Scores of one index and, per child, the code of the reason it may not be used (REASON_CODE)."""
    z = np.empty(len(children), np.float64)
    reason = np.empty(len(children), np.uint8)

    def score(start: int) -> None:
        end = start + _CHUNK
        z[start:end], reason[start:end] = _scores(tables, name, children.part(start, end))

    _in_chunks(score, len(children))
    return z, reason


def _in_chunks(work: Callable[[int], None], length: int) -> None:
    starts = range(0, length, _CHUNK)
    if len(starts) < 2 * _THREADS:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(_THREADS) as pool:
        for _ in pool.map(work, starts):
            pass


def _scores(tables: GrowthTables, name: str, children: MeasuredColumns) -> tuple[Floats, Codes]:
    index = tables.indices[name]
    length = length_for_age(tables, children) if needs_length(index) else children.length_cm
    value = _measure(index, children, length)
    reason = _why_not(index, children)
    z = np.full(len(children), np.nan)
    for place, table in enumerate(index.tables):
        age = children.age_days
        rows = (reason == 0) & (age >= table.from_day) & (age <= table.until_day)
        chosen = slice(None) if rows.all() else np.flatnonzero(rows)
        key = _key(tables, table, age[chosen], length[chosen])
        lms = _coefficients(_arrays(tables, name, place), children.sex[chosen], key)
        z[chosen] = _lms_scores(value[chosen], lms, index.extrapolate_beyond)
    return _judged(tables, index, z, reason)


def _judged(tables: GrowthTables, index: Index, z: Floats, reason: Codes) -> tuple[Floats, Codes]:
    scale = 10.0**tables.decimals
    z = np.floor(z * scale + (0.5 + 1e-9)) / scale
    reason[np.isnan(z) & (reason == 0)] = REASON_CODE["out_of_range"]
    implausible = (z < index.implausible_below) | (z > index.implausible_above)
    reason[implausible] = REASON_CODE["implausible"]
    return z, reason


def _why_not(index: Index, children: MeasuredColumns) -> Codes:
    """What is lacking, the first reason of `zscore.z_score` written last so that it stands."""
    reason = np.zeros(len(children), np.uint8)
    if needs_length(index):
        reason[np.isnan(children.length_cm)] = REASON_CODE["missing_length"]
    if index.measure in ("weight_kg", "bmi"):
        reason[np.isnan(children.weight_kg)] = REASON_CODE["missing_weight"]
    if index.measure == "head_cm":
        reason[np.isnan(children.head_cm)] = REASON_CODE["missing_head"]
    if index.measure == "muac_cm":
        reason[np.isnan(children.muac_cm)] = REASON_CODE["missing_muac"]
    if index.weight_based:
        reason[children.oedema] = REASON_CODE["oedema"]
    reason[children.age_days == UNKNOWN_AGE] = REASON_CODE["missing_age"]
    reason[children.sex == UNKNOWN] = REASON_CODE["missing_sex"]
    return reason


def length_for_age(tables: GrowthTables, children: MeasuredColumns) -> Floats:
    """Length in cm as if measured in the position that belongs to the age."""
    older = children.age_days >= tables.standing_from_day
    change = np.zeros(len(children))
    change[~older & (children.position == STANDING)] = tables.position_correction_cm
    change[older & (children.position == LYING)] = -tables.position_correction_cm
    return children.length_cm + change


def _measure(index: Index, children: MeasuredColumns, length: Floats) -> Floats:
    if index.measure == "length_cm":
        return length
    if index.measure == "bmi":
        metres = length / 100
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(metres > 0, children.weight_kg / (metres * metres), 0.0)
    value: Floats = getattr(children, index.measure)
    return value


def _key(
    tables: GrowthTables, table: LmsTable, age_days: NDArray[np.int32], length: Floats
) -> Floats:
    if table.key == "length_cm":
        return length
    return age_days / (tables.days_in_a_month if table.key == "month" else 1.0)


@dataclass(frozen=True)
class _Arrays:
    """A table as arrays: the rows of the girls, then those of the boys; `size` rows per sex."""

    table: LmsTable
    size: int
    power: Floats
    median: Floats
    variation: Floats


@dataclass(frozen=True)
class _Coefficients:
    power: Floats
    median: Floats
    variation: Floats

    def part(self, rows: NDArray[np.intp]) -> _Coefficients:
        return _Coefficients(self.power[rows], self.median[rows], self.variation[rows])


@lru_cache(maxsize=64)
def _arrays(tables: GrowthTables, name: str, place: int) -> _Arrays:
    table = tables.indices[name].tables[place]
    rows = np.array([row for sex in SEXES for row in table.rows[sex]], np.float64)
    columns = (np.ascontiguousarray(column) for column in rows.T)
    return _Arrays(table, len(rows) // len(SEXES), *columns)


def _coefficients(arrays: _Arrays, sex: NDArray[np.int8], key: Floats) -> _Coefficients:
    """Coefficients at `key`, NaN outside the table; between rows by linear interpolation."""
    place = (key - arrays.table.first) * arrays.table.rows_per_unit
    place = np.floor(place * PART_OF_A_ROW + 0.5) / PART_OF_A_ROW
    outside = (place < 0) | (place > arrays.size - 1)
    place[outside] = 0.0
    low = place.astype(np.intp)
    part = place - low
    low += sex * np.intp(arrays.size)
    if part.any():
        found = _between(arrays, low, part)
    else:
        found = _Coefficients(arrays.power[low], arrays.median[low], arrays.variation[low])
    found.median[outside] = np.nan
    return found


def _between(arrays: _Arrays, low: NDArray[np.intp], part: Floats) -> _Coefficients:
    high = low + (part > 0)

    def at(column: Floats) -> Floats:
        start = column[low]
        return start + part * (column[high] - start)

    return _Coefficients(at(arrays.power), at(arrays.median), at(arrays.variation))


def _lms_scores(value: Floats, lms: _Coefficients, beyond: float | None) -> Floats:
    with np.errstate(all="ignore"):
        value = np.where(value > 0, value, np.nan)
        z = (np.power(value / lms.median, lms.power) - 1) / (lms.power * lms.variation)
        straight = lms.power == 0
        if straight.any():
            z[straight] = (np.log(value / lms.median) / lms.variation)[straight]
        if beyond is not None:
            far = np.flatnonzero(np.abs(z) > beyond)
            z[far] = _extrapolated(z[far], value[far], lms.part(far), beyond)
    return z


def _extrapolated(z: Floats, value: Floats, lms: _Coefficients, beyond: float) -> Floats:
    side = np.copysign(1.0, z)
    edge, before = _value_at(lms, side * beyond), _value_at(lms, side * (beyond - 1))
    return np.asarray(side * beyond + (value - edge) / np.abs(edge - before))


def _value_at(lms: _Coefficients, z: Floats) -> Floats:
    plain = lms.median * (1 + lms.power * lms.variation * z) ** (1 / lms.power)
    return np.where(lms.power == 0, lms.median * np.exp(lms.variation * z), plain)
