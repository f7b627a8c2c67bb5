"""Facts of a person include what was written on the cards of merged duplicates."""

import datetime as dt

import pytest

from nyelik.base.dates import day_number
from nyelik.register.facts import facts_of, subjects_of
from nyelik.rules.words import Label, Word
from tests.support.people import entry, register_person, tell, uuid_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
WORDS = {
    "weight_kg": Word("weight_kg", Label("Berat", "Weight"), "number", "kg", possible=(0.3, 300))
}


def weigh(contact: int, person: int, weight_kg: float) -> None:
    body = {"observations": {"weight_kg": weight_kg}}
    tell(entry("contact", uuid_of(contact), body, about=uuid_of(person)))


def weights(person: int) -> list[object]:
    return [
        event.value for event in facts_of([uuid_of(person)], WORDS)[uuid_of(person)].of("weight_kg")
    ]


def test_one_person() -> None:
    register_person(1, sex="female", born="2025-03-01")
    weigh(11, 1, 6.4)
    facts = facts_of([uuid_of(1)], WORDS)[uuid_of(1)]
    assert (facts.sex, facts.born) == ("female", day_number(dt.date(2025, 3, 1)))
    assert weights(1) == [6.4]


def test_merged_people_share_their_facts_and_unmerged_do_not() -> None:
    register_person(1, sex="female", born="2025-03-01")
    register_person(2, sex="male", born="2025-03-02")
    weigh(11, 1, 6.4)
    weigh(12, 2, 6.5)
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(1))}, about=uuid_of(2)))
    assert weights(1) == weights(2) == [6.4, 6.5]
    assert facts_of([uuid_of(2)], WORDS)[uuid_of(2)].sex == "female"
    tell(entry("merge", uuid_of(101), {"undone": True}, about=uuid_of(2)))
    assert (weights(1), weights(2)) == ([6.4], [6.5])


def test_a_correction_replaces_and_a_retraction_removes() -> None:
    register_person(1)
    weigh(11, 1, 64.0)
    weigh(11, 1, 6.4)
    assert weights(1) == [6.4]
    tell(entry("contact", uuid_of(11), {"retracted": True}, about=uuid_of(1)))
    assert weights(1) == []


def test_nobody_has_empty_facts() -> None:
    assert subjects_of([uuid_of(9)]) == {uuid_of(9): (uuid_of(9), [])}
    assert facts_of([uuid_of(9)], WORDS)[uuid_of(9)].events == ()
