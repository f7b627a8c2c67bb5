"""What is held, and that everything plausible is not."""

from typing import Any

import pytest

from nyelik.journal.hold import DAY_MS, is_moment, problem_of
from tests.support.journal import NOON, entry, person


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, None),
        ({"happened": "2026-03-01T08:30"}, None),
        ({"happened": "2026-02-29"}, "impossible-date"),
        ({"happened": "2026-03-01T24:10"}, "impossible-date"),
        ({"happened": "1 Maret 2026"}, "impossible-date"),
        ({"happened": "0206-03-01"}, "impossible-date"),
        ({"happened": "2026-03-02"}, None),
        ({"happened": "2026-03-03"}, "future-date"),
        ({"kind": "moon_phase"}, "unknown-schema"),
        ({"version": 2}, "unknown-schema"),
        ({"body": {"observations": {"weight_kg": [1]}}}, "body-not-understood"),
        ({"body": {"doses": {"MR": "satu"}}}, "body-not-understood"),
        ({"body": {"a_later_field": {"deep": [1]}}}, None),
        ({"kind": "person", "body": {"born": "2026-02-30"}}, "impossible-date"),
        ({"kind": "person", "body": {"born": "2026-02-28T05:10"}}, None),
        ({"kind": "person", "body": {"mother": "nobody"}}, "body-not-understood"),
        ({"kind": "person", "about": person(2)}, "body-not-understood"),
        (
            {"kind": "episode", "body": {"type": "pregnancy", "start": "2025-13-01"}},
            "impossible-date",
        ),
    ],
)
def test_what_is_held(change: dict[str, Any], code: str | None) -> None:
    problem = problem_of(entry(1, **change), NOON)
    assert (problem and problem.code) == code


@pytest.mark.parametrize(
    ("days", "held"), [(0, False), (30, False), (32, True), (-700, False), (-9_000, True)]
)
def test_clocks_may_be_late_but_not_years_off(days: int, held: bool) -> None:
    problem = problem_of(entry(1, at=days * DAY_MS // 60_000, happened="2026-01-01"), NOON)
    assert (problem is not None and problem.code == "clock-off") == held


def test_a_held_entry_can_say_why_in_both_languages() -> None:
    problem = problem_of(entry(1, happened="2026-02-30"), NOON)
    assert problem is not None
    assert "2026-02-30" in problem.sentence("id")
    assert "calendar" in problem.sentence("en")


def test_moments_are_days_of_the_calendar_with_or_without_time() -> None:
    assert is_moment("2024-02-29")
    assert not is_moment("2026-03-01 08:30")
    assert not is_moment("2026-03-01T08:30:00")
