"""What one cell says, dirt and all."""

import datetime as dt
from typing import Any

import pytest

from nyelik.exchange.spreadsheet import cells

NBSP, ZERO_WIDTH, BOM = "\u00a0", "\u200b", "\ufeff"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (f"{BOM}Budi{NBSP}{NBSP}Santoso{ZERO_WIDTH} ", "Budi Santoso"),
        ("Siti\nAminah", "Siti Aminah"),
        (12.0, "12"),
        (7.25, "7.25"),
        (dt.datetime(2024, 3, 2), "2024-03-02"),
        (dt.datetime(2024, 3, 2, 8, 30), "2024-03-02T08:30"),
        (True, "Ya"),
        (None, ""),
    ],
)
def test_text(cell: Any, text: str) -> None:
    assert cells.text_of(cell) == text


@pytest.mark.parametrize("cell", [None, "", " ", "-", "--", "#N/A", "NULL", NBSP, "nan"])
def test_cells_that_say_nothing(cell: Any) -> None:
    assert cells.is_empty(cell)
    assert cells.read_number(cell) == (None, None, None)
    assert cells.read_text(cell).value is None


@pytest.mark.parametrize(
    ("cell", "value", "mended"),
    [
        (9.8, 9.8, None),
        (10, 10.0, None),
        ("9.8", 9.8, None),
        ("9,8", 9.8, "decimal_comma"),
        ("9,8 kg", 9.8, "decimal_comma"),
        ("78.5 cm", 78.5, "unit_dropped"),
        ("1.234,5", 1234.5, "decimal_comma"),
        ("1,234.5", 1234.5, "decimal_comma"),
        (0, None, "means_missing"),
        ("0", None, "means_missing"),
        ("0,0", None, "means_missing"),
        (8888, None, "means_missing"),
        ("8888", None, "means_missing"),
    ],
)
def test_numbers(cell: Any, value: float | None, mended: str | None) -> None:
    assert cells.read_number(cell) == (value, mended, None)


@pytest.mark.parametrize("cell", ["sembilan", "9..8", "9,8,7", "12/3", dt.date(2024, 1, 1)])
def test_numbers_that_are_none(cell: Any) -> None:
    assert cells.read_number(cell) == (None, None, "not_a_number")


def test_a_count_may_be_zero_but_not_a_fraction() -> None:
    assert cells.read_count(0).value == 0
    assert cells.read_count("2").value == 2
    assert cells.read_count("2,5").fault == "not_a_number"


@pytest.mark.parametrize(
    ("cell", "numbers"),
    [
        ("0812-3456-7890", ["081234567890"]),
        ("081234567890 / 0717 21234", ["081234567890", "071721234"]),
        (81234567890.0, ["081234567890"]),
        ("+62 812 3456 7890", ["+6281234567890"]),
    ],
)
def test_phones(cell: Any, numbers: list[str]) -> None:
    assert cells.read_phone(cell).value == numbers


def test_a_phone_that_is_none_is_said() -> None:
    assert cells.read_phone("tidak punya").fault == "not_a_phone"


@pytest.mark.parametrize(
    ("cell", "age"),
    [
        ("1 Tahun - 5 Bulan - 28 Hari", (1, 5, 28)),
        ("0 Tahun - 11 Bulan - 0 Hari", (0, 11, 0)),
        ("17 bln 3 hr", (0, 17, 3)),
        ("2 thn", (2, 0, 0)),
        ("dua", None),
        (3, None),
    ],
)
def test_age_as_text(cell: Any, age: tuple[int, int, int] | None) -> None:
    assert cells.read_age(cell) == age


def test_a_name_needs_a_letter() -> None:
    assert cells.read_name("Putri").value == "Putri"
    assert cells.read_name("123").fault == "no_name"
