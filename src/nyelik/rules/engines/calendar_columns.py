"""The date law of `base.dates` for columns of day numbers.

Days and months since 1970-01; months are numbered through, so December 2025 is one less than January 2026.
A test compares every function with its twin in `base.dates`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

# The table covers 1850 to 2149 (day numbers); a day outside is looked up the slow way.
_FIRST, _LAST = -43829, 65744
_FIRST_MONTH, _LAST_MONTH = -1440, 2159


def month_and_day(days: Array) -> tuple[Array, Array]:
    """Month number (months since 1970-01) and day of the month (1 to 31)."""
    if days.size and (days.min() < _FIRST or days.max() > _LAST):
        return _month_and_day(days)
    months, of_month = _table()
    place = days - _FIRST
    return months[place], of_month[place]


@cache
def _table() -> tuple[Array, Array]:
    return _month_and_day(np.arange(_FIRST, _LAST + 1))


def _month_and_day(days: Array) -> tuple[Array, Array]:
    dates = np.asarray(days, np.int64).astype("M8[D]")
    months = dates.astype("M8[M]")
    of_month = (dates - months.astype("M8[D]")).astype(np.int64) + 1
    return months.astype(np.int64).astype(np.int32), of_month.astype(np.int32)


def first_of_month(months: Array) -> Array:
    """Day number of the first day of a month number."""
    if months.size and (months.min() < _FIRST_MONTH or months.max() > _LAST_MONTH):
        return _first_of_month(months)
    return np.asarray(_month_table()[months - _FIRST_MONTH])


@cache
def _month_table() -> Array:
    return _first_of_month(np.arange(_FIRST_MONTH, _LAST_MONTH + 1))


def _first_of_month(months: Array) -> Array:
    return np.asarray(months, np.int64).astype("M8[M]").astype("M8[D]").astype(np.int64)


def completed_months(start: Array, on: Array) -> Array:
    """Months completed from `start` to `on`, towards zero."""
    earlier, later = np.minimum(start, on), np.maximum(start, on)
    (month, day), (until_month, until_day) = month_and_day(earlier), month_and_day(later)
    months = until_month - month - (until_day < day)
    return np.where(on < start, -months, months)


def towards_zero(numbers: Array, by: int) -> Array:
    """Whole division that drops the rest on both sides of zero."""
    return np.where(numbers < 0, -(-numbers // by), numbers // by)


def add_months(days: Array, count: int) -> Array:
    """First day on which `count` months are completed; going back, the mirror image."""
    month, day = month_and_day(days)
    start, following = first_of_month(month + count), first_of_month(month + count + 1)
    missing = following - 1 if count < 0 else following
    return np.where(day <= following - start, start + day - 1, missing)


def month_start(days: Array) -> Array:
    """The first of each day's month."""
    return days - month_and_day(days)[1] + 1


def year_start(days: Array) -> Array:
    """1 January of each day's year."""
    month, _ = month_and_day(days)
    return first_of_month(month - month % 12)
