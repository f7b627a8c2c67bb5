"""A NIK is checked against sex and birth date; the century is never taken from it."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyelik.register.nik import NikProblem, mask_nik, nik_problems

BORN = dt.date(1998, 3, 14)


@pytest.mark.parametrize(
    ("nik", "sex", "born", "problems"),
    [
        ("1906021403980001", "male", BORN, []),
        ("1906025403980001", "female", BORN, []),
        ("", "female", BORN, []),
        ("1906021403980001", None, None, []),
        ("190602140398001", "male", BORN, ["nik-not-sixteen-digits"]),
        ("19060214039800O1", "male", BORN, ["nik-not-sixteen-digits"]),
        ("1906021403980001", "female", BORN, ["nik-other-sex"]),
        ("1906025403980001", "male", BORN, ["nik-other-sex"]),
        ("1906021503980001", "male", BORN, ["nik-other-birth-date"]),
        ("1906021403980001", "male", dt.date(1898, 3, 14), []),
        ("1906021403980001", "male", dt.date(2098, 3, 14), []),
        ("1906023002980001", "male", None, ["nik-no-such-day"]),
        ("1906022902000001", "male", dt.date(2000, 2, 29), []),
        ("1906022902010001", "male", None, ["nik-no-such-day"]),
        ("1906021413980001", "male", None, ["nik-no-such-day"]),
        ("1906020003980001", "male", None, ["nik-no-such-day"]),
        ("1906024003980001", "female", None, ["nik-no-such-day"]),
        ("1906021403980000", "male", BORN, ["nik-serial-zero"]),
        ("1906021403000000", "male", BORN, ["nik-ruined-by-excel"]),
    ],
)
def test_it_names_what_is_wrong(
    nik: str, sex: str | None, born: dt.date | None, problems: list[str]
) -> None:
    assert nik_problems(nik, sex=sex, born=born) == problems


@given(st.dates(dt.date(1920, 1, 1), dt.date(2026, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_a_nik_made_by_the_rule_has_no_problem(born: dt.date, woman: bool, serial: int) -> None:
    nik = f"190602{born.day + 40 * woman:02}{born:%m%y}{serial:04}"
    assert nik_problems(nik, sex="female" if woman else "male", born=born) == []


@given(st.text(max_size=20))
def test_anything_typed_gets_an_answer(text: str) -> None:
    assert all(
        isinstance(problem, NikProblem) for problem in nik_problems(text, sex=None, born=None)
    )


def test_every_problem_is_in_the_list() -> None:
    from nyelik.base.problem import all_kinds

    assert {problem.value for problem in NikProblem} <= set(all_kinds())


def test_a_masked_nik_shows_its_ends() -> None:
    assert mask_nik("1906021403980001") == "1906••••••••••01"
    assert mask_nik("123") == "•••"
    assert mask_nik("") == ""
