"""Days as numbers, quickly: day numbers (days since 1970-01-01) to text, month and clock time in Belitung (WIB)."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from nyelik.base.dates import day_from_number

DAY_MS = 86_400_000
_WIB_MS = 7 * 3_600_000


@lru_cache(maxsize=100_000)
def day_text(day: int) -> str:
    """ "2026-03-01"."""
    return day_from_number(day).isoformat()


def time_text(day: int, minute: int) -> str:
    """ "2026-03-01T08:30"; the date alone when the minute is not known (-1)."""
    if minute < 0:
        return day_text(day)
    return f"{day_text(day)}T{minute // 60:02d}:{minute % 60:02d}"


@lru_cache(maxsize=100_000)
def calendar_day(day: int) -> dt.date:
    """The date of a day number."""
    return day_from_number(day)


def unix_ms(day: int, minute: int) -> int:
    """The instant of a local clock time, in milliseconds since 1970 UTC."""
    return day * DAY_MS + max(minute, 0) * 60_000 - _WIB_MS


def age_months(born: int, day: int) -> int:
    """Age in months, near enough to plan by (30.4375 days each); rules never use this."""
    return int((day - born) / 30.4375)
