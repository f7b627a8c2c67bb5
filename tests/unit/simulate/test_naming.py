"""Invented names and numbers: of the right form, and impossible to be somebody's."""

import datetime as dt

import pytest

from nyelik.base.dates import day_number
from nyelik.register.areas import catalogue
from nyelik.register.nik import nik_problems
from nyelik.simulate.chance import Chance
from nyelik.simulate.fixtures import names
from nyelik.simulate.naming import Numbers, family_name, invent_name, misspell

BORN = dt.date(1990, 2, 28)


@pytest.mark.parametrize("sex", ["female", "male"])
def test_a_nik_has_valid_form_and_belongs_to_no_kecamatan(sex: str) -> None:
    nik = Numbers("19.06").nik(sex, day_number(BORN))
    assert nik_problems(nik, sex=sex, born=BORN) == []
    assert nik.startswith("190699")
    assert "19.06.99" not in catalogue()


def test_numbers_are_handed_out_once() -> None:
    numbers = Numbers("19.06")
    given = [numbers.nik("male", day_number(BORN)) for _ in range(50)]
    given += [numbers.kk(day_number(BORN)) for _ in range(50)]
    assert len(set(given)) == 100


@pytest.mark.parametrize("culture", sorted(names()["groups"]))
@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("year", [1950, 2025])
def test_every_region_names_every_age(culture: str, sex: str, year: int) -> None:
    chance = Chance(1)
    for _ in range(50):
        name = invent_name(chance, culture, sex, year, family_name(chance, culture))
        assert name
        assert name == name.strip()
        assert misspell(chance, name) != name
