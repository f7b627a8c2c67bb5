"""A card puts what presses first, and shows nobody what is not theirs to see."""

import datetime as dt
from uuid import UUID

import pytest

from nyelik.base.dates import day_from_number
from nyelik.care.card import Card, build_card
from nyelik.care.card_text import card_as_data, step_text
from nyelik.care.facts_from_entries import facts_of_subjects
from nyelik.care.timeline import timeline
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import load
from nyelik.rules.model import Step
from tests.unit.care.folded import Entry, Folded

ON = dt.date(2026, 6, 30)


def card(written: dict[str, object], on: dt.date = ON) -> Card:
    loaded = load()
    return build_card(loaded, facts_of_example(written, on, loaded.rules.words), on)


def test_overdue_services_come_before_due_ones() -> None:
    found = card({"sex": "male", "age": "14 months"})
    statuses = [state.status for state in found.services]
    order = ["overdue", "due", "waiting", "closed", "done"]
    assert statuses == sorted(statuses, key=order.index)
    assert "overdue" in statuses


def test_an_adult_man_is_due_nothing_of_mother_and_child() -> None:
    found = card({"sex": "male", "age": "40 years"})
    places = load().rules.places
    due = [places[state.service.id] for state in found.with_status("due", "overdue")]
    assert due
    assert not [place for place in due if place.startswith("ibu-anak/")]
    assert found.groups


def test_the_gravest_finding_comes_first_and_its_step_first() -> None:
    found = card({"sex": "female", "age": "25 years", "pregnant": "30 weeks", "muac_cm": 22.0})
    severities = [state.found.severity for state in found.findings if state.found]
    order = ["danger", "red", "yellow", "green", "info"]
    assert severities == sorted(severities, key=order.index)
    assert severities


def test_hidden_matters_are_not_on_the_card() -> None:
    loaded = load()
    written = {
        "sex": "female",
        "age": "25 years",
        "pregnant": "12 weeks",
        "hiv_test": "reactive",
    }
    facts = facts_of_example(written, ON, loaded.rules.words)
    kinds = frozenset(w.sensitive for w in loaded.rules.words.values() if w.sensitive)
    hidden = build_card(loaded, facts, ON, kinds)
    assert all(state.finding.sensitive is None for state in hidden.findings)
    assert all(state.service.sensitive is None for state in hidden.services)


def test_a_state_that_is_sensitive_is_no_group_of_the_card() -> None:
    loaded = load()
    written = {"age": "30 years", "severe_mental_disorder_start": "2024-05-01"}
    facts = facts_of_example(written, ON, loaded.rules.words)
    shown = {group.id for group in build_card(loaded, facts, ON).groups}
    hidden = {group.id for group in build_card(loaded, facts, ON, frozenset({"mental"})).groups}
    assert shown - hidden == {"kmk-mental-disorder", "spm-mental-disorder"}


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_card_is_plain_data_with_because_and_source(language: str) -> None:
    loaded = load()
    facts = facts_of_example(
        {"sex": "male", "age": "9 months", "doses": {"DPT": ["2026-01-05"]}}, ON, loaded.rules.words
    )
    data = card_as_data(build_card(loaded, facts, ON), loaded.rules, language)
    given = next(s for s in data["services"] if s["done"] == "2026-01-05")
    assert given["because"]
    assert "2026" in given["because"][0]
    assert all(service["source"] for service in data["services"])


@pytest.mark.parametrize(
    ("step", "indonesian", "english"),
    [
        (
            Step("refer", "puskesmas", "7 days"),
            "Rujuk ke Puskesmas dalam 7 hari",
            "Refer to the Puskesmas within 7 days",
        ),
        (Step("visit", "14 days"), "Kunjungan rumah dalam 14 hari", "Home visit within 14 days"),
        (Step("revisit", "2 weeks"), "Periksa kembali dalam 2 minggu", "See again within 2 weeks"),
    ],
)
def test_a_step_is_a_short_sentence(step: Step, indonesian: str, english: str) -> None:
    topics = load().rules.topics
    assert step_text(step, topics, "id") == indonesian
    assert step_text(step, topics, "en") == english


WEIGHING = Folded(
    kind="contact",
    happened="2026-03-01T08:30",
    fields={
        "observations": {
            "weight_kg": 7.2,
            "length_cm": 6500,
            "new_code": 3,
            "hiv_test": "reactive",
        },
        "doses": {"MR": 1},
    },
)
PERSON = Folded(
    kind="person",
    fields={"sex": "female", "born": "2025-09-01", "area": "19.06.01.2004"},
    entries=(Entry(1, {"area": "19.06.01.2004"}),),
)


def test_an_impossible_value_is_kept_in_sight_and_out_of_the_rules() -> None:
    words = load().rules.words
    facts = facts_of_subjects([PERSON, WEIGHING], words)
    assert {event.code for event in facts.events} >= {"weight_kg", "MR", "residence"}
    assert "length_cm" not in {event.code for event in facts.events}
    (record,) = timeline([PERSON, WEIGHING], words, "id", lambda word: word.sensitive is None)
    marks = {line.label: line.mark for line in record.lines}
    assert "impossible" in marks.values()
    assert marks["new_code"] == "unknown"
    assert "hidden" in marks.values()


def person_with(*bodies: dict[str, object]) -> Folded:
    """A person written in these entries, one after the other."""
    fields = {key: value for body in bodies for key, value in body.items()}
    return Folded(
        kind="person", fields=fields, entries=tuple(Entry(n, b) for n, b in enumerate(bodies))
    )


FIRST = {"area": "19.06.01.2004-01-001", "born": "2025-09-01"}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ({}, [("2025-09-01", "19.06.01.2004-01-001")]),
        ({"area": "B", "moved_in": "2026-02-01"}, [("2025-09-01", "19.06.01.2004-01-001"), ("2026-02-01", "B")]),
        ({"area": "B"}, [("2025-09-01", "B")]),
        ({"moved_in": "2026-02-01"}, [("2026-02-01", "19.06.01.2004-01-001")]),
        ({"area": None}, [("2025-09-01", "19.06.01.2004-01-001")]),
        ({"area": "B", "moved_in": "some day"}, [("2025-09-01", "B")]),
    ],
    ids=["stays", "moves", "corrected", "came", "erased", "no-date"],
)  # fmt: skip
def test_a_move_leaves_the_past_where_it_was(
    later: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    facts = facts_of_subjects([person_with(FIRST, later)], load().rules.words)
    found = [(day_from_number(e.day).isoformat(), e.value) for e in facts.of("residence")]
    assert found == expected


def test_a_retracted_contact_is_in_sight_and_out_of_the_rules() -> None:
    words = load().rules.words
    taken_back = Folded(kind="contact", fields=WEIGHING.fields, retracted=True)
    assert not facts_of_subjects([taken_back], words).events
    assert timeline([taken_back], words, "id", lambda _: True)[0].retracted


def test_the_canonical_person_says_sex_and_birth() -> None:
    words = load().rules.words
    other = Folded(kind="person", id=UUID(int=2), fields={"sex": "male", "born": "2025-08-01"})
    mine = Folded(kind="person", id=UUID(int=1), fields={"sex": "female"})
    facts = facts_of_subjects([other, mine], words, canonical=UUID(int=1))
    assert facts.sex == "female"
    assert facts.born == (dt.date(2025, 8, 1) - dt.date(1970, 1, 1)).days
