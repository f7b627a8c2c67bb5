"""The register follows the journal: what was told, in whatever order and however often corrected."""

import datetime as dt

import pytest
from msgspec import structs

from nyelik.journal import projections
from nyelik.journal.entry import StoredEntry
from nyelik.journal.fold import fold_subject
from nyelik.register.people import person_row
from nyelik.register.tables import Household, NotSame, Person, PersonWord, Word
from tests.support.people import entry, register_person, tell, uuid_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def row(number: int) -> Person:
    return Person.objects.get(id=uuid_of(number))


def test_a_person_becomes_a_row() -> None:
    register_person(
        1,
        name="Siti Aisyah",
        sex="female",
        born="2025-03-01T08:30",
        nik="1906024103250001",
        mother=str(uuid_of(2)),
        area="19.06.01.2004-01-001",
    )
    person = row(1)
    assert (person.name, person.sex, person.born) == ("Siti Aisyah", "female", dt.date(2025, 3, 1))
    assert (person.born_at, person.mother_id) == ("08:30", uuid_of(2))
    assert person.name_key == "siti aisa"


def test_later_patches_change_the_row_and_its_words() -> None:
    register_person(1, name="Budi", area="19.06.01.2004")
    tell(entry("person", uuid_of(1), {"name": "Agus", "phone": "0812"}))
    assert (row(1).name, row(1).phone, row(1).area) == ("Agus", "0812", "19.06.01.2004")
    words = dict(Word.objects.values_list("text", "people"))
    assert words == {"budi": 0, "agus": 1}
    assert PersonWord.objects.count() == 1


def test_an_erased_field_is_empty_again() -> None:
    register_person(1, name="Budi", phone="0812", died="2026-01-02")
    tell(entry("person", uuid_of(1), {"phone": None, "died": None}))
    assert (row(1).phone, row(1).died) == ("", None)


def test_a_retracted_person_is_no_longer_found() -> None:
    register_person(1, name="Budi")
    tell(entry("person", uuid_of(1), {"retracted": True, "reason": "salah ketik"}))
    assert row(1).retracted
    assert not PersonWord.objects.exists()


def test_merges_point_to_the_one_who_stays_even_through_two() -> None:
    for number in (1, 2, 3):
        register_person(number, name="Budi")
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(2))}, about=uuid_of(1)))
    tell(entry("merge", uuid_of(102), {"into": str(uuid_of(3))}, about=uuid_of(2)))
    assert (row(1).merged_into, row(2).merged_into, row(3).merged_into) == (
        uuid_of(3),
        uuid_of(3),
        None,
    )
    tell(entry("merge", uuid_of(102), {"undone": True}, about=uuid_of(2)))
    assert (row(1).merged_into, row(2).merged_into) == (uuid_of(2), None)


def test_an_undone_merge_says_they_are_not_the_same() -> None:
    register_person(1, name="Budi")
    register_person(2, name="Budi")
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(2)), "undone": True}, about=uuid_of(1)))
    assert NotSame.objects.values_list("first", "second").get() == (uuid_of(1), uuid_of(2))
    assert row(1).merged_into is None


def test_households_are_rows_too() -> None:
    tell(entry("household", uuid_of(50), {"kk": "1906020101010001", "area": "19.06.01.2004"}))
    tell(entry("household", uuid_of(50), {"head_name": "Budi"}))
    household = Household.objects.get(id=uuid_of(50))
    assert (household.kk, household.head_name) == ("1906020101010001", "Budi")


def test_strange_values_become_empty_fields() -> None:
    body = {
        "name": "x" * 500,
        "sex": "perempuan",
        "born": "kemarin",
        "mother": "Siti",
        "nik": 19060254,
    }
    stored = StoredEntry(
        **structs.asdict(entry("person", uuid_of(1), body)), seq=1, received=1, status="accepted"
    )
    person = person_row(1, fold_subject([stored]), None)
    assert (len(person.name), person.sex, person.born, person.mother_id) == (200, "", None, None)
    assert person.nik == "19060254"


def test_rebuilding_gives_the_same_rows() -> None:
    register_person(1, name="Budi", area="19.06.01.2004", mother_name="Siti")
    register_person(2, name="Budi")
    tell(entry("person", uuid_of(1), {"name": "Budiman"}))
    tell(entry("merge", uuid_of(101), {"into": str(uuid_of(1))}, about=uuid_of(2)))

    def everything() -> list[object]:
        people = list(Person.objects.order_by("id").values())
        for person in people:
            del person["number"]
        words = Word.objects.filter(people__gt=0).order_by("kind", "text")
        return [people, list(words.values_list("kind", "text", "people"))]

    before = everything()
    projections.rebuild(["register"])
    assert everything() == before
