"""The date law: completed months count a month only when its day is reached; x + n months is the first day
on which n months are completed. So a child born on 31 January completes one month on 1 March.
"""

import pytest

from tests.spec.conftest import Spec


def born(day: str) -> str:
    return f"""
    person | day | code | value
    ani | {day} | born |
    """


@pytest.mark.parametrize(
    ("day", "on", "months"),
    [
        ("2026-01-31", "2026-02-28", 0.0),
        ("2026-01-31", "2026-03-01", 1.0),
        ("2026-01-31", "2026-03-30", 1.0),
        ("2026-01-31", "2026-03-31", 2.0),
        ("2024-02-29", "2025-02-28", 11.0),
        ("2024-02-29", "2025-03-01", 12.0),
        ("2025-09-15", "2026-06-14", 8.0),
        ("2025-09-15", "2026-06-15", 9.0),
        ("2026-06-30", "2026-06-30", 0.0),
    ],
)
def test_age_in_completed_months(spec: Spec, day: str, on: str, months: float) -> None:
    spec(born(day), "age_months()", {"ani": months}, on=on)


@pytest.mark.parametrize(
    ("day", "on", "years"),
    [
        ("2024-02-29", "2025-02-28", 0.0),
        ("2024-02-29", "2025-03-01", 1.0),
        ("2020-06-30", "2026-06-30", 6.0),
    ],
)
def test_age_in_completed_years(spec: Spec, day: str, on: str, years: float) -> None:
    spec(born(day), "age_years()", {"ani": years}, on=on)


def test_age_in_days_and_weeks_and_on_another_day(spec: Spec) -> None:
    spec(born("2026-06-17"), "age_days()", {"ani": 13.0})
    spec(born("2026-06-17"), "age_weeks()", {"ani": 1.0})
    spec(born("2025-12-31"), "age_months(period.start)", {"ani": 0.0})
    spec(born("2025-12-31"), "age_months(period.end)", {"ani": 12.0})


def test_age_is_unknown_without_a_birth_date(spec: Spec) -> None:
    text = """
    person | day | code | value
    ani | 2026-01-01 | visit |
    """
    spec(text, "age_months()", {"ani": "unknown"})
    spec(text, "born + months(9)", {"ani": "unknown"})


@pytest.mark.parametrize(
    ("day", "expression", "answer"),
    [
        ("2026-01-31", "born + months(1)", "2026-03-01"),
        ("2026-01-31", "born + months(2)", "2026-03-31"),
        ("2024-01-31", "born + months(10)", "2024-12-01"),
        ("2024-02-29", "born + years(1)", "2025-03-01"),
        ("2026-01-15", "born + months(9)", "2026-10-15"),
        ("2026-01-15", "born + weeks(6)", "2026-02-26"),
        ("2026-01-15", "born + hours(47)", "2026-01-16"),
        ("2026-01-15", "born - days(15)", "2025-12-31"),
        ("2026-03-31", "born - months(1)", "2026-02-28"),
        ("2026-03-15", "month_start(born)", "2026-03-01"),
        ("2026-03-15", "year_start(born)", "2026-01-01"),
    ],
)
def test_adding_to_a_day(spec: Spec, day: str, expression: str, answer: str) -> None:
    spec(born(day), expression, {"ani": answer})


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2026-01-31", "2025-08-01"),
        ("2026-02-01", "2026-02-01"),
        ("2026-07-31", "2026-02-01"),
        ("2026-08-01", "2026-08-01"),
    ],
)
def test_slot_start_is_the_latest_listed_month_begun(spec: Spec, on: str, answer: str) -> None:
    spec(born("2025-01-01"), "slot_start(2, 8)", {"ani": answer}, on=on)


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        ("2026-03-31", "unknown"),
        ("2026-04-30", "unknown"),
        ("2026-05-01", "2026-05-01"),
        ("2026-07-30", "2026-05-01"),
        ("2026-07-31", "2026-07-31"),
    ],
)
def test_age_step_is_the_day_of_the_latest_age_reached(spec: Spec, on: str, answer: str) -> None:
    spec(born("2026-01-31"), "age_step(3, 6)", {"ani": answer}, on=on)


def test_days_between_is_negative_when_turned_round(spec: Spec) -> None:
    spec(born("2026-06-20"), "days_between(born, today)", {"ani": 10.0})
    spec(born("2026-06-20"), "days_between(today, born)", {"ani": -10.0})
    spec(born("2026-06-20"), "weeks_between(today, born)", {"ani": -1.0})
    spec(born("2025-06-20"), "months_between(today, born)", {"ani": -12.0})
    spec(born("2025-06-20"), "years_between(today, born)", {"ani": -1.0})


def test_latest_and_earliest_leave_out_the_unknown(spec: Spec) -> None:
    text = """
    person | day | code | value
    ani | 2026-01-31 | born |
    ani | 2026-02-05 | visit |
    budi | 2026-02-05 | visit |
    citra | 2026-02-05 | oedema | no
    """
    expected = {"ani": "2026-02-05", "budi": "2026-02-05", "citra": "unknown"}
    spec(text, "latest_of(born, latest_day(visit))", expected)
    spec(text, "earliest_of(born, latest_day(visit))", expected | {"ani": "2026-01-31"})
