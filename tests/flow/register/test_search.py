"""People are found however their name was spelt, by mother, address, NIK, KK and RT, and ranked sensibly."""

import pytest

from nyelik.register.search import find, parse
from nyelik.register.tables import Person
from tests.support.people import entry, register_person, tell, uuid_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]
RT = "19.06.01.2004-01-003"


@pytest.fixture(autouse=True)
def people() -> None:
    register_person(1, name="Siti Aisyah", mother_name="Rohani", area=RT, address="Jl. Sudirman 4")
    register_person(
        2, name="Muhammad Rizky Pratama", mother_name="Siti Aminah", area="19.06.01.2004-01-004"
    )
    register_person(
        3, name="Djoemadi", area="19.06.02.2001", nik="1906020403500001", kk="1906020101010001"
    )
    register_person(
        4,
        name="Zulaikha Fitriani",
        mother_name="Aisyah",
        area="19.06.02.2001",
        kk="1906020101010001",
    )
    register_person(5, name="Rizki", area=RT)


def found(text: str, within: list[str] | None = None) -> list[int]:
    numbers = [hit.number for hit in find(text, within, 20)]
    rows = Person.objects.in_bulk(numbers)
    return [rows[number].id.int & 0xFFFF for number in numbers]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("siti aisyah", 1),
        ("Sitti Aisah", 1),
        ("St. Aisiah", 1),
        ("aisyah siti", 1),
        ("moh rizki pratama", 2),
        ("M Riski", 2),
        ("pratama", 2),
        ("prat", 2),
        ("jumadi", 3),
        ("Djumadi", 3),
        ("sulaiha pitriani", 4),
        ("zulaikha", 4),
        ("zulqikha", 4),
        ("rizki", 5),
        ("rizky siti aminah", 2),
        ("aisyah rohani", 1),
        ("sudirman", 1),
        ("1906020403500001", 3),
        ("1906 0204 0350 0001", 3),
        ("190602040350", 3),
        ("rizki rt 3", 5),
        ("RT 004", 2),
    ],
)
def test_it_finds(text: str, first: int) -> None:
    assert found(text)[:1] == [first]


def test_a_family_card_lists_the_family() -> None:
    assert sorted(found("1906020101010001")) == [3, 4]


def test_names_stand_before_mothers() -> None:
    assert found("aisyah") == [1, 4]


@pytest.mark.parametrize("text", ["", "   ", "qqqqqqqq", "-", "12345", "'; drop table", "%", "_"])
def test_it_finds_nobody(text: str) -> None:
    assert found(text) == []


def test_it_stays_inside_the_areas() -> None:
    assert found("rizki", ["19.06.01"]) == [5, 2]
    assert found("rizki", ["19.06.02"]) == []
    assert found("rizki", []) == []
    assert found("rizki", ["19.06.02", RT]) == [5]


def test_new_words_are_found_at_once() -> None:
    assert found("kasturi") == []
    register_person(6, name="Kasturi")
    assert found("kastiru") == [6]


def test_who_moved_is_found_in_the_new_place_only() -> None:
    tell(entry("person", uuid_of(5), {"area": "19.06.02.2001"}))
    assert found("rizki", [RT]) == []
    assert found("rizki", ["19.06.02"]) == [5]


def test_queries_are_taken_apart() -> None:
    query = parse("Siti Aminah RT 03 1906020403500001")
    assert (query.words, query.number, query.rt) == (("siti", "amina"), "1906020403500001", "-003")
