"""The date law, for every pair of days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyelik.base.dates import add_months, completed_months, completed_years, slot_start
from nyelik.base.period import parse_period, period_holding

DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2060, 12, 31))


@given(DAYS, st.integers(1, 1200))
def test_adding_n_months_is_the_first_day_on_which_n_are_completed(
    day: dt.date, months: int
) -> None:
    reached = add_months(day, months)
    assert completed_months(day, reached) == months
    assert completed_months(day, reached - dt.timedelta(days=1)) == months - 1


@given(DAYS, DAYS)
def test_months_turned_round_have_the_other_sign(first: dt.date, last: dt.date) -> None:
    assert completed_months(first, last) == -completed_months(last, first)
    assert completed_years(first, last) == -completed_years(last, first)


@given(DAYS, st.integers(0, 600))
def test_going_back_n_months_is_a_day_from_which_they_are_completed(
    day: dt.date, months: int
) -> None:
    assert completed_months(add_months(day, -months), day) == months


@given(DAYS)
def test_a_slot_has_begun_and_no_later_one_has(day: dt.date) -> None:
    start = slot_start(day, (2, 8))
    assert start <= day < add_months(start, 6)


@given(DAYS, st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_a_period_is_read_back_as_it_is_written(day: dt.date, kind: str) -> None:
    period = period_holding(day, kind)
    assert period.start <= day <= period.end
    assert parse_period(period.text) == period
    assert period.following().previous() == period
    assert period.following().start == period.end + dt.timedelta(days=1)


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-Q5", "2026-W60", "2026-02-30", "last year", "26"]
)
def test_what_is_no_period_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match="is not a period"):
        parse_period(text)


def test_a_week_belongs_to_its_iso_year() -> None:
    assert period_holding(dt.date(2027, 1, 1), "week").text == "2026-W53"
