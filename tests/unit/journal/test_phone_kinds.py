"""Sessions, referrals and visits: what is understood, what is held, and how their groups fold."""

from typing import Any

import pytest

from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.journal.append import needed
from nyelik.journal.entry import Entry
from nyelik.journal.fold import fold
from nyelik.journal.hold import problem_of
from tests.support.journal import NOON, entry, person, stored

POSYANDU, DAY = "Y1906-0001", "2026-03-01"


def session(number: int, body: dict[str, Any], **other: Any) -> Entry:
    named = {"subject": session_uuid(POSYANDU, DAY), "about": facility_uuid(POSYANDU)} | other
    return entry(number, body, kind="session", **named)


def code_of(one: Entry) -> str | None:
    problem = problem_of(one, NOON)
    return problem.code if problem else None


def test_the_same_session_on_phones_that_never_met() -> None:
    assert str(session_uuid(POSYANDU, DAY)) == str(session_uuid(POSYANDU, DAY))
    assert session_uuid(POSYANDU, DAY) != session_uuid(POSYANDU, "2026-03-02")


def test_a_session_is_about_its_facility_and_its_day() -> None:
    body = {"facility": POSYANDU, "day": DAY, "opened": f"{DAY}T08:00", "tasks": {"1": ["Sri"]}}
    assert code_of(session(1, body)) is None
    assert needed(session(1, body)) == ()
    assert code_of(session(1, body, about=person(1))) == "body-not-understood"
    assert code_of(session(1, body, subject=person(1))) == "body-not-understood"
    assert code_of(session(1, {"closed": f"{DAY}T11:30"})) is None
    assert code_of(session(1, {"closed": "siang"})) == "impossible-date"


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("contact", {"queue": "A12", "steps": {"1": f"{DAY}T08:10"}, "left": True}, None),
        ("contact", {"steps": {"1": 5}}, "body-not-understood"),
        ("referral", {"to": "pustu", "findings": {"stunting": "severe"}, "urgent": True}, None),
        ("referral", {"answered": DAY, "answer": "treated", "advice": "Minum obat"}, None),
        ("referral", {"answer": "vanished"}, "body-not-understood"),
        ("referral", {"follow_up_on": "besok"}, "impossible-date"),
        ("visit", {"outcome": "not_home", "again_on": "2026-03-08"}, None),
        ("visit", {"outcome": "asleep"}, "body-not-understood"),
        ("visit", {"latitude": -2.9, "longitude": 108.2}, None),
        ("visit", {"latitude": 95.0}, "body-not-understood"),
    ],
)
def test_what_is_understood(kind: str, body: dict[str, Any], code: str | None) -> None:
    one = entry(1, body, kind=kind, subject=person(5), about=person(1))
    assert code_of(one) == code
    assert needed(one) == (person(1),)


def test_steps_tasks_and_findings_fold_key_by_key() -> None:
    table = stored(entry(1, {"steps": {"1": f"{DAY}T08:10"}}, subject=person(2)), seq=1)
    scales = stored(
        entry(1, {"steps": {"2": f"{DAY}T08:20"}}, subject=person(2), device="dev-2"), seq=2
    )
    folded = fold([table, scales])[person(2)]
    assert folded.fields["steps"] == {"1": f"{DAY}T08:10", "2": f"{DAY}T08:20"}
    assert folded.conflicts == ()
    tasks = fold(
        [
            stored(session(1, {"tasks": {"1": ["Sri"]}}), seq=1),
            stored(session(2, {"tasks": {"2": ["Ani", "Ida"]}}), seq=2),
        ]
    )
    assert tasks[session_uuid(POSYANDU, DAY)].fields["tasks"] == {"1": ["Sri"], "2": ["Ani", "Ida"]}
