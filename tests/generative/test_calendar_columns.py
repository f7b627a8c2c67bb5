"""The date law in columns is the date law of `base.dates`, day for day, inside and outside its table."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from nyelik.base import dates
from nyelik.rules.engines import calendar_columns as calendar

NEAR = st.dates(dt.date(1840, 1, 1), dt.date(2160, 12, 31))
FAR = st.dates(dt.date(100, 1, 1), dt.date(9800, 12, 31))
DAYS = st.lists(NEAR, min_size=1, max_size=20) | st.lists(FAR, min_size=1, max_size=5)


def numbers(days: list[dt.date]) -> np.ndarray:
    return np.array([dates.day_number(day) for day in days])


@given(DAYS, DAYS)
def test_completed_months(starts: list[dt.date], ends: list[dt.date]) -> None:
    pairs = list(zip(starts, ends, strict=False))
    found = calendar.completed_months(
        numbers([a for a, _ in pairs]), numbers([b for _, b in pairs])
    )
    assert found.tolist() == [dates.completed_months(a, b) for a, b in pairs]


@given(DAYS, st.integers(-200, 200))
def test_adding_months(days: list[dt.date], count: int) -> None:
    found = calendar.add_months(numbers(days), count)
    assert found.tolist() == numbers([dates.add_months(day, count) for day in days]).tolist()


@given(DAYS)
def test_starts_of_months_and_years(days: list[dt.date]) -> None:
    months = calendar.month_start(numbers(days)).tolist()
    assert months == numbers([dates.month_start(day) for day in days]).tolist()
    years = calendar.year_start(numbers(days)).tolist()
    assert years == numbers([dates.year_start(day) for day in days]).tolist()


@given(DAYS)
def test_month_and_day(days: list[dt.date]) -> None:
    month, of_month = calendar.month_and_day(numbers(days))
    assert of_month.tolist() == [day.day for day in days]
    assert month.tolist() == [(day.year - 1970) * 12 + day.month - 1 for day in days]
