"""Whatever is recorded of HIV, mental health, violence and the like: the card of who may not see it stays the same."""

import datetime as dt
from typing import Any

import pytest

from nyelik.base.dates import day_number
from nyelik.care.card import build_card
from nyelik.office.hidden import words_shown
from nyelik.office.person_page import _findings, _services, hidden_kinds
from nyelik.office.rulebook import loaded
from nyelik.register.scope import Viewer
from nyelik.register.workers import Worker
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts
from nyelik.rules.words import Word
from tests.flow.security.conftest import Push
from tests.support.small_district import CHILD, MOTHER, SignIn

TODAY = dt.date(2026, 11, 22)
DAY = day_number(TODAY)
YEAR = 365
PEOPLE = {
    "baby": ("female", 100, {}),
    "child": ("male", 900, {}),
    "pupil": ("female", 15 * YEAR, {}),
    "woman": ("female", 28 * YEAR, {}),
    "pregnant": ("female", 28 * YEAR, {"pregnancy_start": 140}),
    "mother": ("female", 28 * YEAR, {"pregnancy_start": 300, "delivery": 20, "pregnancy_end": 20}),
    "man": ("male", 45 * YEAR, {}),
    "old": ("female", 67 * YEAR, {}),
}
"""Sex, age in days, and how many days ago what happened."""


def viewer(role: str, cluster: int = 0) -> Viewer:
    worker = Worker(username=role, role=role, cluster=cluster, scope=[])
    return Viewer(worker, dt.datetime(2026, 11, 22, tzinfo=dt.UTC))


def values(word: Word) -> list[Any]:
    """Values as far apart as can be."""
    if word.kind == "yes_no":
        return [True, False]
    if word.kind == "choice":
        return list(word.choice_codes())
    return list(word.possible or (0.0, 20.0)) if word.kind in ("count", "number") else [None]


def recorded(who: str, secrets: dict[str, Any]) -> Facts:
    sex, age, happened = PEOPLE[who]
    events = [Event(DAY - ago, UNKNOWN_MINUTE, 1, code, None) for code, ago in happened.items()]
    events += [Event(DAY - 30, UNKNOWN_MINUTE, 2, code, value) for code, value in secrets.items()]
    return make_facts(sex, DAY - age, UNKNOWN_MINUTE, events)


def card(who: Viewer, facts: Facts) -> tuple[object, ...]:
    """All that the page takes from the card."""
    visible = words_shown(who)
    made = build_card(loaded(), facts, TODAY, hidden_kinds(who, loaded().rules.words))
    groups = [group.id for group in made.groups]
    undecided = [one.finding.id for one in made.undecided]
    return (
        groups,
        _findings(who, made, visible),
        _services(made, visible),
        undecided,
        made.in_danger,
    )


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize(("role", "cluster"), [("kader", 0), ("puskesmas", 4), ("puskesmas", 5)])
def test_a_card_is_the_same_with_secrets_and_without(role: str, cluster: int, person: str) -> None:
    who, midwife = viewer(role, cluster), viewer("pustu")
    words, shown = loaded().rules.words, words_shown(who)
    hidden = [word for code, word in words.items() if code not in shown]
    assert hidden
    plain = recorded(person, {})
    for end in (0, -1):
        secret = recorded(person, {word.code: values(word)[end] for word in hidden})
        assert card(who, secret) == card(who, plain)
        assert card(midwife, secret) != card(midwife, plain)


class TestDisputes:
    """Two phones that did not know of each other: a conflict shows both values."""

    @staticmethod
    def disagree(push: Push, kind: str, one: dict[str, Any], other: dict[str, Any]) -> None:
        from uuid import UUID

        subject = UUID(int=(0x7F << 72) | 1)
        push("bidan", kind, subject, MOTHER, one)
        push("kepala", kind, subject, MOTHER, other)

    @pytest.mark.parametrize(
        ("kind", "one", "other", "told"),
        [
            ("contact", {"note": "takut suaminya"}, {"note": "takut mertuanya"}, "takut"),
            (
                "contact",
                {"package": "visit-mental"},
                {"package": "mental-assessment"},
                "visit-mental",
            ),
            (
                "episode",
                {"type": "severe_mental_disorder", "start": "2026-01-17"},
                {"type": "severe_mental_disorder", "start": "2026-01-18"},
                "17 Jan 2026",
            ),
        ],
    )
    def test_a_dispute_tells_a_kader_nothing_that_the_record_does_not(
        self, kind: str, one: dict[str, Any], other: dict[str, Any], told: str, push: Push, signed_in: SignIn
    ) -> None:  # fmt: skip
        self.disagree(push, kind, one, other)
        address = f"/orang/{MOTHER}"
        assert told in signed_in("bidan").get(address).content.decode()
        assert told not in signed_in("kader").get(address).content.decode()

    def test_an_open_dispute_is_still_shown(self, push: Push, signed_in: SignIn) -> None:
        weights = ({"observations": {"weight_kg": 60.0}}, {"observations": {"weight_kg": 66.0}})
        self.disagree(push, "contact", *weights)
        text = signed_in("kader").get(f"/orang/{MOTHER}").content.decode()
        assert "Dua isian berbeda" in text
        assert "Dua isian berbeda" not in signed_in("kader").get(f"/orang/{CHILD}").content.decode()
