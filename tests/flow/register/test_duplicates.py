"""Probable duplicates are offered, different people are not, and what somebody settled is not offered again."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from nyelik.register.duplicates import (
    Described,
    doubles_of,
    likeness,
    must_ask,
    queue,
    settings,
    still_open,
)
from tests.support.people import entry, register_person, tell, uuid_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

CHILD = Described(
    name="Muhammad Rizky Pratama",
    sex="male",
    born=dt.date(2025, 3, 4),
    nik="1906020403250001",
    kk="1906020101010001",
    mother_name="Siti Aisyah",
    area="19.06.01.2004-01-001",
)


def register(number: int, described: Described, **other: Any) -> None:
    body = {
        "name": described.name,
        "sex": described.sex,
        "born": described.born.isoformat() if described.born else None,
        "nik": described.nik or None,
        "kk": described.kk or None,
        "mother_name": described.mother_name,
        "area": described.area,
    }
    register_person(number, **{**body, **other})


@pytest.mark.parametrize(
    "typed",
    [
        replace(CHILD, name="M. Rizki Pratama", nik=""),
        replace(CHILD, name="Moh Rizky", nik="", mother_name="Sitti Aisah"),
        replace(CHILD, name="By Ny Siti Aisyah", nik=""),
        replace(CHILD, born=dt.date(2025, 4, 3), nik=""),
        replace(CHILD, born=dt.date(2025, 3, 14), nik=""),
        replace(CHILD, nik="1906020403250010"),
        replace(CHILD, kk="", area="19.06.01.2003"),
    ],
)
def test_a_double_is_offered(typed: Described) -> None:
    register(1, CHILD)
    found = doubles_of(typed)
    assert [person for person, _, _ in found] == [uuid_of(1)], likeness(CHILD, typed)


@pytest.mark.parametrize(
    "typed",
    [
        replace(
            CHILD,
            name="Aisyah Putri",
            sex="female",
            born=dt.date(2022, 7, 9),
            nik="1906024907220001",
        ),
        replace(CHILD, name="Keysha Almira", sex="female", nik="1906024403250002"),
        replace(
            CHILD, nik="", kk="", mother_name="Rohani", name="Budi Santoso", area="19.06.02.2001"
        ),
        replace(
            CHILD,
            nik="",
            kk="",
            mother_name="Yuliana",
            name="Muhammad Rizal",
            born=dt.date(2019, 3, 4),
        ),
    ],
)
def test_siblings_twins_and_namesakes_are_not(typed: Described) -> None:
    register(1, CHILD)
    assert doubles_of(typed) == [], likeness(CHILD, typed)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"born": dt.date(2025, 4, 3)}, "born_swapped"),
        ({"born": dt.date(2025, 3, 5)}, "born_one_part"),
        ({"born": dt.date(2025, 9, 9), "born_estimated": True}, "born_estimated_near"),
        ({"born": dt.date(2020, 9, 9)}, "born_far"),
        ({"nik": "1906020503250777"}, "other_nik"),
        ({"sex": "female"}, "other_sex"),
        ({"mother_name": "Yuliana"}, "other_mother"),
        ({"mother_id": uuid_of(7)}, "same_mother"),
        ({"phone": "0840111"}, "same_phone"),
        ({"bpjs": "9999000000001"}, "same_bpjs"),
        ({"area": "19.06.01.2004-02-009"}, "same_village"),
        ({"name": "By Ny Siti"}, "unnamed"),
        ({"name": "Keysha"}, "twins"),
    ],
)
def test_each_reason_is_named(change: dict[str, Any], reason: str) -> None:
    one = replace(CHILD, mother_id=uuid_of(7), phone="0840111", bpjs="9999000000001")
    assert reason in likeness(one, replace(CHILD, **change))[1]


def test_the_same_person_is_sure_enough_to_ask() -> None:
    register(1, CHILD)
    ((_, score, because),) = doubles_of(CHILD)
    assert must_ask(score)
    assert "same_nik" in because
    assert doubles_of(replace(CHILD, id=uuid_of(1))) == []


def test_the_queue_lists_pairs_once_until_somebody_settles_them() -> None:
    register(1, CHILD)
    register(2, CHILD, nik=None, name="M. Rizki Pratama")
    register(3, CHILD, nik=None, name="Keysha Almira", sex="female")
    (pair,) = queue(["19.06.01"])
    assert (pair.first, pair.second) == (uuid_of(1), uuid_of(2))
    assert queue(["19.06.02"]) == []
    assert still_open([pair]) == [pair]
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(1)), "undone": True}, about=uuid_of(2)))
    assert queue(None) == still_open([pair]) == []


def test_merged_people_are_no_longer_offered() -> None:
    register(1, CHILD)
    register(2, CHILD, nik=None)
    earlier = queue(None)
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(1))}, about=uuid_of(2)))
    assert earlier
    assert queue(None) == still_open(earlier) == []
    assert [person for person, _, _ in doubles_of(CHILD)] == [uuid_of(1)]


def test_every_reason_has_its_points() -> None:
    assert set(settings()["points"]) | set(settings()["against"]) >= {
        "name",
        "born_same",
        "other_nik",
        "twins",
    }
    assert settings()["offer_from"] < settings()["ask_from"]
