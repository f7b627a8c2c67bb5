"""Who a row is about, and where they live."""

import datetime as dt
from uuid import UUID

import pytest

from nyelik.exchange.spreadsheet.people import Known, is_unnamed
from nyelik.exchange.spreadsheet.places import Places
from tests.support.spreadsheets import (
    EPPGBM,
    MemoryRegister,
    codes,
    line,
    observed,
    only,
    person_of,
    plan_of,
    source,
)

BORN = dt.date(2024, 3, 2)
NIK = "1906010203240001"


def known(number: int = 1, name: str = "Contoh Bintang", **other: object) -> Known:
    fields: dict[str, object] = {
        "sex": "male",
        "born": BORN,
        "nik": NIK,
        "mother_name": "Contoh Ibu",
        "area": None,
    }
    return Known(UUID(int=number), name, **(fields | other))  # type: ignore[arg-type]


def who(*people: Known, **cells: object) -> tuple[UUID | None, set[str]]:
    """The person of the one row (None: new or asked), and what is said."""
    outcome = only(plan_of(source(line(EPPGBM, **cells)), MemoryRegister(*people)))
    new = outcome.is_new_person or outcome.waits_whole
    return (None if new else outcome.person), codes(outcome)


def test_by_nik_whatever_the_spelling() -> None:
    assert who(known(name="Chontoh Bintang"))[0] == UUID(int=1)


def test_a_nik_of_quite_another_child_asks() -> None:
    person, said = who(known(name="Rahmat Hidayat", born=dt.date(2022, 1, 1)))
    assert person is None
    assert "nik_other_child" in said


def test_by_name_and_birth_date_without_nik() -> None:
    assert who(known(nik=None), NIK=None)[0] == UUID(int=1)


def test_another_mother_is_another_child() -> None:
    person, said = who(known(nik=None, mother_name="Rohani Yusuf"), NIK=None)
    assert person is None
    assert "maybe_same" not in said


def test_namesakes_of_one_day_are_told_by_their_mothers_or_asked() -> None:
    twins = [known(1, nik=None), known(2, nik=None, mother_name="Wati")]
    assert who(*twins, NIK=None)[0] == UUID(int=1)
    person, said = who(*twins, NIK=None, **{"Nama Ortu": None})
    assert (person, "several_people" in said) == (None, True)


@pytest.mark.parametrize(
    "name", ["By. Ny. Contoh Ibu", "Bayi Ny Contoh Ibu", "BY CONTOH IBU", "An. Ny. Contoh Ibu"]
)
def test_a_child_known_only_by_its_mother(name: str) -> None:
    assert is_unnamed(name)
    person, said = who(known(name=name, nik=None, mother_name=None), NIK=None)
    assert person == UUID(int=1)
    assert "same_by_mother" in said


def test_the_name_of_a_baby_that_had_none_is_learnt() -> None:
    register = MemoryRegister()
    first = plan_of(source(line(EPPGBM, NIK=None, Nama="By. Ny. Contoh Ibu")), register)
    register.take(first)
    second = only(plan_of(source(line(EPPGBM, **{"Tanggal Pengukuran": "2026-06-12"})), register))
    assert second.person == only(first).person
    assert person_of(second)["name"] == "Contoh Bintang"
    assert person_of(second)["nik"] == NIK
    assert "name_now_known" in codes(second)


def test_two_unnamed_babies_of_one_mother_are_asked() -> None:
    twins = [known(n, name=f"By Ny Contoh Ibu {'I' * n}", nik=None) for n in (1, 2)]
    person, said = who(*twins, NIK=None)
    assert (person, "several_people" in said) == (None, True)


def test_a_named_sibling_born_the_same_day_is_somebody_else() -> None:
    assert who(known(name="Contoh Rembulan", nik=None), NIK=None)[0] is None


def test_nearly_the_same_name_of_the_same_mother() -> None:
    person, said = who(
        known(name="Contoh Bintangg Putra", nik=None), NIK=None, Nama="Contoh Bintang Putri"
    )
    assert (person, "same_by_spelling" in said) == (UUID(int=1), True)


def test_nearly_the_same_name_without_a_mother_is_asked() -> None:
    person, said = who(known(name="Contoh Bintang P", nik=None, mother_name=None), NIK=None)
    assert (person, "maybe_same" in said) == (None, True)


def test_day_and_month_exchanged_is_asked() -> None:
    person, said = who(known(nik=None, born=dt.date(2024, 2, 3)), NIK=None)
    assert (person, "maybe_same" in said) == (None, True)


def test_the_same_child_in_three_rows_is_one_new_child() -> None:
    months = ["2026-03-12", "2026-04-12", "2026-05-12"]
    plan = plan_of(source(*(line(EPPGBM, **{"Tanggal Pengukuran": on}) for on in months)))
    assert len({outcome.person for outcome in plan.outcomes}) == 1
    assert [bool(person_of(outcome)) for outcome in plan.outcomes] == [True, False, False]


def test_one_nik_for_different_children_is_used_for_none() -> None:
    other = line(EPPGBM, Nama="Rahmat Hidayat", **{"Tgl Lahir": "2022-01-01"})
    plan = plan_of(source(line(EPPGBM), other))
    assert len({outcome.person for outcome in plan.outcomes}) == 2
    for outcome in plan.outcomes:
        assert "nik_shared" in codes(outcome)
        assert "nik" not in person_of(outcome)
        assert person_of(outcome)["imported"]["NIK"] == NIK
        assert observed(outcome)["weight_kg"] == 9.8


def test_a_name_alone_is_not_enough_unless_the_area_is_given() -> None:
    header = ["nama", "tinggi", "berat", "cara_ukur"]
    row = line(header, nama="Contoh Bintang", tinggi=78.5, berat=9.8, cara_ukur="Terlentang")
    file = source(row, header=header)
    register = MemoryRegister(known(area="19.06.01.2004-01-003"))
    on = dt.date(2026, 5, 12)
    asked = only(plan_of(file, register, measured_on=on))
    assert "several_people" in codes(asked) or "name_only" in codes(asked)
    found = only(plan_of(file, register, measured_on=on, within="19.06.01.2004"))
    assert found.person == UUID(int=1)
    assert observed(found) == {"length_cm": 78.5, "weight_kg": 9.8, "measured_position": "lying"}
    assert "no_date" in codes(only(plan_of(file, register, within="19.06.01.2004")))


AREAS = [
    ("19", "province", "Kepulauan Bangka Belitung"),
    ("19.06", "regency", "Kabupaten Belitung Timur"),
    ("19.06.01", "district", "Manggar"),
    ("19.06.01.2004", "village", "Kelubi"),
    ("19.06.02", "district", "Gantung"),
    ("19.06.02.2004", "village", "Lenggang"),
    ("19.06.02.2005", "village", "Kelubi"),
    ("19.06.01.2004-01", "dusun", "Dusun 1"),
    ("19.06.01.2004-01-003", "rt", "003"),
    ("19.06.01.2004-02-004", "rt", "004"),
    ("19.06.01.2004-03-004", "rt", "004"),
]
POSYANDU = [("Y1", "Posyandu Melati Kelubi", "19.06.01.2004-03-004")]


@pytest.mark.parametrize(
    ("said", "area", "posyandu"),
    [
        (
            {"district": "Kec. Manggar", "village": "KELUBI", "rt": "3"},
            "19.06.01.2004-01-003",
            None,
        ),
        ({"district": "MANGGAR", "village": "Desa Kelubi", "rt": "RT 004"}, "19.06.01.2004", None),
        (
            {"district": "Manggar", "village": "Kelubi", "rt": "4", "posyandu": "melati kelubi"},
            "19.06.01.2004-03-004",
            "Y1",
        ),
        (
            {"regency": "Kab Belitung Timur", "district": "Gantung", "village": "Kelubi"},
            "19.06.02.2005",
            None,
        ),
        ({"village": "Kelubi"}, None, None),  # two districts have one
        ({"village": "Lenggang"}, "19.06.02.2004", None),
        ({"district": "Gantung"}, "19.06.02", None),
        ({"village": "Antah Berantah"}, None, None),
        ({}, None, None),
    ],
)
def test_places(said: dict[str, str], area: str | None, posyandu: str | None) -> None:
    found = Places(AREAS, POSYANDU).find(said)
    assert (found.area, found.posyandu) == (area, posyandu)


def test_a_file_confined_to_an_area() -> None:
    places = Places(AREAS, POSYANDU, within="19.06.01")
    assert places.find({"village": "Kelubi"}).area == "19.06.01.2004"
    assert places.find({}).area == "19.06.01"
