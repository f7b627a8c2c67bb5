"""Targets keep three values side by side, with source and decree, and nothing is overwritten."""

import datetime as dt

import pytest

from nyelik.base.problem import Problem
from nyelik.improve.targets import DECREED, PROJECTED, Target, pro_rata, record, targets_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOW = dt.datetime(2026, 1, 5, tzinfo=dt.UTC)


def target(kind: str, people: int, day: int = 0, **other: object) -> Target:
    fields = {"subject": "pregnant", "area": "19.06.01.2004", "year": 2026, "source": "BPS"}
    return Target(
        **fields | other, kind=kind, people=people, recorded_at=NOW + dt.timedelta(days=day)
    )


def test_three_values_side_by_side() -> None:
    record([target(PROJECTED, 60), target(DECREED, 55, decree="SK 441/2026")])
    values = targets_for("pregnant", 2026, ["19.06.01.2004"], real={"19.06.01.2004": 48})
    shown = values["19.06.01.2004"]
    assert (shown.projected, shown.real, shown.decreed) == (60, 48, 55)
    assert (shown.denominator, shown.decree) == (55, "SK 441/2026")


def test_the_last_recorded_counts_and_the_earlier_stays() -> None:
    record([target(PROJECTED, 60), target(PROJECTED, 62, day=30)])
    assert targets_for("pregnant", 2026, ["19.06.01.2004"])["19.06.01.2004"].projected == 62
    assert Target.objects.count() == 2


def test_nobody_gave_one() -> None:
    values = targets_for("pregnant", 2026, ["19.06.02.2001"])["19.06.02.2001"]
    assert values.denominator is None
    record([target(PROJECTED, 9, year=2025)])
    assert targets_for("pregnant", 2026, ["19.06.01.2004"])["19.06.01.2004"].projected is None


@pytest.mark.parametrize(
    ("kind", "people", "problem"),
    [(DECREED, 55, "target-without-decree"), (PROJECTED, -1, "target-negative")],
)
def test_what_cannot_be_is_a_problem_and_nothing_is_kept(
    kind: str, people: int, problem: str
) -> None:
    with pytest.raises(Problem) as raised:
        record([target(PROJECTED, 10), target(kind, people)])
    assert raised.value.code == problem
    assert raised.value.sentence("id")
    assert not Target.objects.exists()


def test_pro_rata_by_month() -> None:
    assert [pro_rata(120, month) for month in (1, 6, 12)] == [10, 60, 120]
    with pytest.raises(ValueError, match="no such month"):
        pro_rata(120, 13)
