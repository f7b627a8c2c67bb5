"""On the phone names, likeness and doubles are the desk's: same keys, same points, same people offered."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.care.card import build_card
from nyelik.register import duplicates
from nyelik.register.duplicates import Described, doubles_of, likeness
from nyelik.register.names import SHORT_FORMS, SPELLING, TITLES, address_words, name_key, skeleton
from nyelik.rules.engines.phone import facts_as_data
from nyelik.rules.facts import Facts
from nyelik.rules.load import load
from tests.generative.test_phone_agrees import ANYBODY
from tests.generative.test_phone_agrees import DAYS as CARD_DAYS
from tests.support.people import register_person, uuid_of
from tests.support.phone import phone_of_expressions, phone_of_rulebook, plain

MANY = settings(
    max_examples=int(os.environ.get("NYELIK_LIVES", "60")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
SYLLABLES = [
    *("a", "si", "ti", "nur", "ha", "ni", "djoe", "tj", "nj", "oe", "khai", "roel", "mo", "cham"),
    *("mad", "m", "st", "by", "ny", "sy", "th", "dh", "iy", "ie", "q", "x"),
]
WORDS = st.one_of(
    st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map("".join),
    st.sampled_from(sorted({*SHORT_FORMS, *TITLES, "aminah", "Éka", "Straße", "Ma’ruf", "III"})),
)
NAMES = st.one_of(
    st.lists(WORDS, max_size=4).map(" ".join),
    st.lists(WORDS, min_size=1, max_size=3).map(lambda words: ". ".join(words).title() + ", S.Pd"),
    st.text(max_size=30),
)


def keys_of(name: str) -> list[Any]:
    key = name_key(name)
    return [key, [skeleton(word) for word in key.split(" ")], list(address_words(name))]


@MANY
@given(st.lists(NAMES, min_size=1, max_size=40))
@example(sorted({*SHORT_FORMS, *TITLES, *(old for old, _ in SPELLING)}))
@example([f"a{old}b" for old, _ in SPELLING] + ["Ⓐb", "a\ufe0fb", "ẞa", "İa", "a\nb, c\nd", "ſa"])
def test_names_have_the_desks_keys(names: list[str]) -> None:
    assert phone_of_expressions().ask("names", texts=names) == [keys_of(name) for name in names]


def test_the_points_are_those_of_the_settings_file() -> None:
    known = duplicates.settings()
    assert phone_of_expressions().ask("points") == {
        name: dict(known[name]) if isinstance(known[name], dict) else known[name]
        for name in ("points", "against", "offer_from", "ask_from")
    }


FEW_NAMES = [
    *("", "Siti Aminah", "St. Aminah", "Aminah", "Siti", "By Ny Siti", "Bayi Siti", "Budi Santoso"),
    *("Boedi Santosa", "Santoso Budi", "Rahmat", "Rahmad Hidayat", "Hidayat", "Putra", "Putri"),
]
DAYS = [dt.date(2026, 3, 1), dt.date(2026, 1, 3), dt.date(2026, 3, 11), dt.date(2020, 3, 1)]
NIKS = ["", "1906014103260001", "1906010103260001", "1906010103260002", "1906010103260000", "123"]
DESCRIBED = st.builds(
    Described,
    name=st.one_of(st.sampled_from(FEW_NAMES), NAMES),
    sex=st.sampled_from(["", "female", "male"]),
    born=st.sampled_from([None, *DAYS]),
    born_estimated=st.booleans(),
    nik=st.sampled_from(NIKS),
    bpjs=st.sampled_from(["", "0001234567890"]),
    kk=st.sampled_from(["", "1906010101010001", "1906010101010002"]),
    phone=st.sampled_from(["", "081234567890"]),
    mother_id=st.sampled_from([None, uuid_of(1), uuid_of(2)]),
    mother_name=st.sampled_from(FEW_NAMES),
    area=st.sampled_from(["", "19.06.01.2001-001", "19.06.01.2001-002", "19.06.01.2002"]),
    birth_order=st.sampled_from([None, 1, 2]),
)


def on_phone(one: Described) -> dict[str, Any]:
    return {
        "id": str(one.id),
        "name": one.name,
        "sex": one.sex or None,
        "born": one.born and one.born.isoformat(),
        "bornEstimated": one.born_estimated,
        "birthOrder": one.birth_order,
        "nik": one.nik,
        "bpjs": one.bpjs,
        "kk": one.kk,
        "phone": one.phone,
        "mother": one.mother_id and str(one.mother_id),
        "motherName": one.mother_name,
        "area": one.area,
        "household": None,
        "retracted": False,
    }


@MANY
@given(st.lists(st.tuples(DESCRIBED, DESCRIBED), min_size=1, max_size=30))
def test_two_people_are_as_alike_as_at_the_desk(pairs: list[tuple[Described, Described]]) -> None:
    written = [[on_phone(one), on_phone(other)] for one, other in pairs]
    expected = [likeness(one, other) for one, other in pairs]
    assert phone_of_expressions().ask("likeness", pairs=written) == plain(expected)


@pytest.mark.django_db
def test_the_same_people_are_offered() -> None:
    """Whoever the desk's form offers, the phone offers, with the same score and reasons."""
    chance = Random(4)
    made = [made_person(chance, number) for number in range(1, 61)]
    for number, one in enumerate(made, 1):
        register_person(number, **body_of(one))
    offered = 0
    for place in range(60):
        described = dataclasses.replace(made_person(chance, 0), id=None, birth_order=None)
        if place % 2:
            described = dataclasses.replace(made[place], id=None, phone="")
        expected = sorted((str(i), s, list(b)) for i, s, b in doubles_of(described, limit=1000))
        people = [on_phone(one) for one in made]
        found = phone_of_expressions().ask(
            "doubles", described={**on_phone(described), "id": ""}, people=people
        )
        assert sorted((i, s, b) for i, s, b in found) == expected
        offered += len(expected)
    assert offered > 60


def made_person(chance: Random, number: int) -> Described:
    return Described(
        id=uuid_of(number),
        name=chance.choice(FEW_NAMES[1:]),
        sex=chance.choice(["female", "male"]),
        born=chance.choice(DAYS),
        nik=chance.choice(["", "", *NIKS[1:3]]),
        kk=chance.choice(["", "1906010101010001"]),
        phone=chance.choice(["", "081234567890"]),
        mother_name=chance.choice(FEW_NAMES),
        area=chance.choice(["19.06.01.2001-001", "19.06.01.2001-002", "19.06.01.2002"]),
    )


def body_of(one: Described) -> dict[str, Any]:
    body = {
        "name": one.name,
        "sex": one.sex,
        "born": one.born and one.born.isoformat(),
        "nik": one.nik,
        "kk": one.kk,
        "phone": one.phone,
        "mother_name": one.mother_name,
        "area": one.area,
    }
    return {name: value for name, value in body.items() if value}


@settings(MANY, max_examples=int(os.environ.get("NYELIK_LIVES", "20")))
@given(ANYBODY, CARD_DAYS, st.sets(st.sampled_from(["hiv", "mental"])))
def test_a_standing_is_the_card_in_short(life: Facts, on: dt.date, hidden: set[str]) -> None:
    """What is due, what was found, which groups: as the card has them, in its order."""
    card = build_card(load(), life, on, frozenset(hidden))
    standing = phone_of_rulebook().ask(
        "standing", facts=facts_as_data(life), today=day_number(on), hidden=sorted(hidden)
    )
    due = [[s.service.id, s.status, s.start, s.overdue] for s in card.with_status("overdue", "due")]
    found = [[f.finding.id, f.found.id, f.found.severity] for f in card.findings if f.found]
    assert [list(one.values()) for one in standing["due"]] == due
    assert [list(one.values()) for one in standing["findings"]] == found
    assert standing["groups"] == [group.id for group in card.groups]
