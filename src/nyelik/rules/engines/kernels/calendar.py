"""The date law of `base.dates` for the machine; a test compares every operation with its twin there.

The reckoning of the calendar is the usual one of days since 1 March of year 0, in which a leap day comes last.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.kernels import opcodes as o

Array: TypeAlias = npt.NDArray[Any]

_TO_EPOCH = 719_468  # days from 1 March of year 0 to 1 January 1970
_ERA, _ERA_YEARS = 146_097, 400
# Tables for the years 1850 to 2149; other days and months are reckoned.
FIRST_DAY, LAST_DAY = -43_829, 65_743
FIRST_MONTH, LAST_MONTH = -1440, 2159


class Calendar(NamedTuple):
    """`month_days` of the days from FIRST_DAY to LAST_DAY, `first_days` of the months FIRST_MONTH to LAST_MONTH."""

    month_days: Array
    first_days: Array


def reckon_month_day(day: int) -> int:
    """A month day without the table."""
    since = day + _TO_EPOCH
    era = since // _ERA
    of_era = since - era * _ERA
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    from_march = (5 * of_year + 2) // 153
    day_of_month = of_year - (153 * from_march + 2) // 5 + 1
    months = (year + era * _ERA_YEARS) * 12 + from_march + 2 - 1970 * 12
    return months * 32 + day_of_month


def reckon_first(month: int) -> int:
    """The first day of a month without the table."""
    from_march = month + 1970 * 12 - 2
    year, of_year = from_march // 12, from_march % 12
    era = year // _ERA_YEARS
    of_era = year - era * _ERA_YEARS
    days = of_era * 365 + of_era // 4 - of_era // 100 + (153 * of_year + 2) // 5
    return era * _ERA + days - _TO_EPOCH


def calendar() -> Calendar:
    """The tables."""
    firsts = [reckon_first(month) for month in range(FIRST_MONTH, LAST_MONTH + 1)]
    lengths = np.diff([*firsts, reckon_first(LAST_MONTH + 1)])
    months = np.repeat(np.arange(FIRST_MONTH, LAST_MONTH + 1), lengths)
    days = np.arange(FIRST_DAY, LAST_DAY + 1) - np.repeat(firsts, lengths) + 1
    return Calendar((months * 32 + days).astype(np.int32), np.array(firsts, np.int32))


def month_day(day: int, tables: Calendar) -> int:
    """The month day of a day number: 32 * months since 1970-01 + day of the month."""
    if FIRST_DAY <= day <= LAST_DAY:
        return int(tables.month_days[day - FIRST_DAY])
    return reckon_month_day(day)


def first_of(month: int, tables: Calendar) -> int:
    """Day number of the first day of a month."""
    if FIRST_MONTH <= month <= LAST_MONTH:
        return int(tables.first_days[month - FIRST_MONTH])
    return reckon_first(month)


def added(moment: int, months: int, tables: Calendar) -> int:
    """First day on which so many months are completed; going back, the mirror image."""
    month, day = (moment >> 5) + months, moment & 31
    start, following = first_of(month, tables), first_of(month + 1, tables)
    if day <= following - start:
        return start + day - 1
    return following - 1 if months < 0 else following


def completed(start: int, end: int) -> int:
    """Months completed between two month days, towards zero."""
    if end < start:
        return -completed_forward(end, start)
    return completed_forward(start, end)


def completed_forward(start: int, end: int) -> int:
    """The same where `end` is not before `start`."""
    months = (end >> 5) - (start >> 5)
    return months - 1 if end & 31 < start & 31 else months


def dates(op: int, a: Array, b: Array, what: int, tables: Calendar, n: int, out: Array) -> None:
    """The operations on days and month days; unknown stays unknown."""
    if op == o.MONTH_DAY:
        for i in range(n):
            out[i] = month_day(int(a[i]), tables) if a[i] == a[i] else np.nan
    elif op == o.ADD_MONTHS:
        for i in range(n):
            out[i] = added(int(a[i]), what, tables) if a[i] == a[i] else np.nan
    elif op == o.MONTHS_BETWEEN:
        for i in range(n):
            known = (a[i] == a[i]) & (b[i] == b[i])
            out[i] = completed(int(a[i]), int(b[i])) if known else np.nan
    elif op == o.MONTH_START:
        for i in range(n):
            out[i] = first_of(int(a[i]) >> 5, tables) if a[i] == a[i] else np.nan
    elif op == o.YEAR_START:
        for i in range(n):
            out[i] = first_of(int(a[i]) // 384 * 12, tables) if a[i] == a[i] else np.nan
