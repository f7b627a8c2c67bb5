"""This month, last month and the target by now: whom a yearly indicator judges decides how they are reckoned."""

import datetime as dt
from dataclasses import replace

import pytest

from nyelik.office.numbers import course_of, target_until
from nyelik.rules.load import load
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import CoverageRow

FILLS_UP, JUDGED_ONCE, MONTHLY = "spm-04", "idl", "skdn-d"


def indicator(name: str) -> Indicator:
    return replace(load().rules.indicators[name], targets={0: 90.0})


def row(met: int, of: int) -> CoverageRow:
    return CoverageRow("x", "x", "village", met, of - met, 0)


ENDS = [dt.date(2026, 10, 31), dt.date(2026, 9, 30), dt.date(2026, 8, 31)]
JANUARY = [dt.date(2026, 1, 31), dt.date(2025, 12, 31), dt.date(2025, 11, 30)]


@pytest.mark.parametrize(
    ("name", "day", "target"),
    [
        (FILLS_UP, dt.date(2026, 1, 31), 7.5),
        (FILLS_UP, dt.date(2026, 12, 31), 90.0),
        (JUDGED_ONCE, dt.date(2026, 1, 31), 90.0),
        (MONTHLY, dt.date(2026, 1, 31), 90.0),
    ],
)
def test_only_what_fills_up_has_a_twelfth_each_month(
    name: str, day: dt.date, target: float
) -> None:
    assert target_until(indicator(name), day) == target


def test_where_a_service_fills_up_a_month_is_the_points_gained() -> None:
    course = course_of(indicator(FILLS_UP), [row(60, 100), row(45, 100), row(40, 100)], ENDS)
    assert (course.cumulative, course.this_month, course.last_month) == (60.0, 15.0, 5.0)


def test_where_each_is_judged_once_a_month_is_the_share_of_its_own_people() -> None:
    """80 of 100 so far; 5 of the 20 of this month, 15 of the 15 of the last: falling, though the sum is high."""
    course = course_of(indicator(JUDGED_ONCE), [row(80, 100), row(75, 80), row(60, 65)], ENDS)
    assert (course.cumulative, course.this_month, course.last_month) == (80.0, 25.0, 100.0)
    assert course.rises() is False


def test_a_month_with_nobody_has_no_share() -> None:
    course = course_of(indicator(JUDGED_ONCE), [row(80, 100), row(80, 100), row(70, 90)], ENDS)
    assert course.this_month is None
    assert course.rises() is None


@pytest.mark.parametrize("name", [FILLS_UP, JUDGED_ONCE])
def test_january_begins_anew(name: str) -> None:
    course = course_of(indicator(name), [row(4, 10), row(90, 100), row(80, 90)], JANUARY)
    assert (course.cumulative, course.this_month, course.last_month) == (40.0, 40.0, None)


def test_a_monthly_indicator_is_compared_as_it_stands() -> None:
    course = course_of(indicator(MONTHLY), [row(70, 100), row(80, 100), None], ENDS)
    assert (course.cumulative, course.this_month, course.last_month) == (70.0, 70.0, 80.0)
