"""What is found of facilities and kader in the synthetic district: well-formed, repeatable, in order of arrival."""

from __future__ import annotations

from uuid import UUID

from nyelik.base.dates import day_number
from nyelik.journal.entry import Entry, encode
from nyelik.journal.hold import problem_of
from nyelik.rules.load import load
from nyelik.simulate.facilities import assess_district
from tests.support.synthetic import END

CODES = ["P1906-01", "U1906-04", "Y1906-04-01"]
HOLDERS = {code: UUID(int=number) for number, code in enumerate(CODES, 1)}


def months() -> list[tuple[int, list[Entry]]]:
    words = list(load().rules.words)
    return assess_district(CODES, HOLDERS, day_number(END), 1, words, "test")


def test_every_assessment_is_accepted_when_it_arrives() -> None:
    for received, entries in months():
        assert [problem_of(entry, received) for entry in entries] == [None] * len(entries)


def test_the_same_seed_gives_the_same_entries() -> None:
    assert [encode(entries) for _, entries in months()] == [
        encode(entries) for _, entries in months()
    ]


def test_every_word_is_one_of_the_rulebook_and_each_kind_of_subject_is_told_of() -> None:
    words = load().rules.words
    entries = [entry for _, some in months() for entry in some]
    found = {code for entry in entries for code in entry.body["observations"]}
    assert found <= set(words)
    assert {entry.body["of"] for entry in entries} == {"facility", "worker", "reply"}
    assert {"ready_decree", "skill_25", "ikm_time", "sop_anc", "kit_scale"} <= found
