"""A NIK as Excel, people and programs leave it. What is lost is never guessed."""

from typing import Any

import pytest

from nyelik.exchange.spreadsheet.nik import excel_kept_all_digits, read_nik

GOOD = "1906010203240001"


@pytest.mark.parametrize(
    ("cell", "digits", "status"),
    [
        (GOOD, GOOD, "valid"),
        (f"{GOOD}\u00a0", GOOD, "valid"),
        (f"'{GOOD}", GOOD, "valid"),
        ("1906 0102 0324 0001", GOOD, "valid"),
        (1906010203240001, GOOD, "valid"),
        (1906010203240001.0, GOOD, "valid"),
        (1906010203240000.0, None, "ruined"),
        ("1.906E+15", None, "ruined"),
        ("1,90601E+15", None, "ruined"),
        ("1.90601020324E15", None, "ruined"),
        ("02022**********", None, "masked"),
        ("1906xxxxxxxxxxxx", None, "masked"),
        ("1906••••••••••01", None, "masked"),
        ("190601020324", None, "wrong_length"),
        (19060102, None, "wrong_length"),
        ("0000000000000000", None, "missing"),
        ("", None, "missing"),
        ("-", None, "missing"),
        (0, None, "missing"),
        (None, None, "missing"),
    ],
)
def test_statuses(cell: Any, digits: str | None, status: str) -> None:
    reading = read_nik(cell)
    assert (reading.digits, reading.status) == (digits, status)


def test_a_number_ending_in_zero_is_whole_where_others_end_otherwise() -> None:
    column = [1906010203240001, 1906010203240010]
    assert excel_kept_all_digits(column)
    assert read_nik(1906010203240010, all_digits=True).digits == "1906010203240010"
    assert not excel_kept_all_digits([1906010203240010, 1906010203240020, GOOD])


def test_a_mask_keeps_what_is_known() -> None:
    assert read_nik("02022**********").known == "02022"
