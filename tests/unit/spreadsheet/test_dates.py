"""Dates are read by the evidence of the whole column."""

import datetime as dt
from typing import Any

import pytest

from nyelik.exchange.spreadsheet.dates import DateOrder, decide_orders, read_date

DAY_FIRST, MONTH_FIRST = DateOrder("day", "consistent"), DateOrder("month", "consistent")
MARCH_2 = dt.date(2024, 3, 2)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-03-02", MARCH_2),
        ("2024/03/02", MARCH_2),
        ("2024-03-02 00:00:00", MARCH_2),
        ("02/03/2024", MARCH_2),
        ("2-3-2024", MARCH_2),
        ("02.03.2024", MARCH_2),
        ("2 Maret 2024", MARCH_2),
        ("02-Mar-2024", MARCH_2),
        ("Sabtu, 2 Maret 2024", MARCH_2),
        ("5 Agt 2024", dt.date(2024, 8, 5)),
        ("1 Mei 2024", dt.date(2024, 5, 1)),
        (dt.datetime(2024, 3, 2), MARCH_2),
        (dt.date(2024, 3, 2), MARCH_2),
        (45353, MARCH_2),
        (45353.0, MARCH_2),
        ("45353", MARCH_2),
        ("02/03/24", MARCH_2),
        ("30/12/98", dt.date(1998, 12, 30)),
    ],
)
def test_forms(cell: Any, value: dt.date) -> None:
    assert read_date(cell, DAY_FIRST, 2026).value == value


@pytest.mark.parametrize(
    "cell", ["31/02/2024", "besok", "2024-13-01", "99/99/2024", 123456789, "12345678"]
)
def test_what_is_no_date(cell: Any) -> None:
    reading = read_date(cell, DAY_FIRST, 2026)
    assert (reading.value, reading.fault) == (None, "not_a_date")


@pytest.mark.parametrize("cell", [None, "", "-", 0, "0"])
def test_empty(cell: Any) -> None:
    assert read_date(cell, DAY_FIRST, 2026) == (None, None, None, None)


def test_month_first_when_the_column_says_so() -> None:
    assert read_date("3/2/2024", MONTH_FIRST, 2026).value == MARCH_2


def test_a_day_beyond_twelve_decides_for_its_cell() -> None:
    assert read_date("3/25/2024", DAY_FIRST, 2026) == (
        dt.date(2024, 3, 25),
        "month_first",
        None,
        None,
    )


def order(*cells: Any, **others: list[Any]) -> DateOrder:
    return decide_orders({"this": list(cells), **others})["this"]


def test_column_evidence() -> None:
    assert order("01/02/2024", "25/02/2024").first == "day"
    assert order("1/2/2024", "2/25/2024").first == "month"
    assert order("1/2/2024", "2/25/2024").evidence == "consistent"


def test_without_evidence_the_other_columns_decide() -> None:
    found = order("1/2/2024", born=["2/25/2024", "3/30/2024"])
    assert (found.first, found.evidence) == ("month", "file")


def test_without_any_evidence_day_first_and_said() -> None:
    found = order("1/2/2024", "3/4/2024")
    assert (found.first, found.evidence) == ("day", "none")
    assert read_date("1/2/2024", found, 2026).other == dt.date(2024, 1, 2)


def test_a_mixed_column_asks_for_what_can_be_read_both_ways() -> None:
    found = order("25/02/2024", "2/25/2024", "1/2/2024")
    assert found.evidence == "mixed"
    assert read_date("1/2/2024", found, 2026).fault == "date_two_ways"
    assert read_date("25/02/2024", found, 2026).fault is None
    assert read_date("2/2/2024", found, 2026).fault is None  # the same either way


def test_real_dates_that_excel_has_turned_are_asked() -> None:
    """Typed as day/month, read by an Excel of another country: 05/02 became 2 May, 25/02 stayed text."""
    real = [dt.date(2024, month, 2) for month in range(1, 10)]
    found = order(*real, "25/02/2024")
    assert found.turned
    reading = read_date(dt.date(2024, 5, 2), found, 2026)
    assert (reading.fault, reading.other) == ("date_two_ways", dt.date(2024, 2, 5))
    assert read_date("25/02/2024", found, 2026).fault is None
    assert read_date(dt.date(2024, 2, 2), found, 2026).fault is None
    assert not order(*real, dt.date(2024, 3, 17), "25/02/2024").turned
    assert not order(*real).turned
    assert not order(*real[:5], "25/02/2024").turned
