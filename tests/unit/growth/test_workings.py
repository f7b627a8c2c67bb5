"""A score can be worked again by hand from what `workings` tells."""

import math

import pytest

from nyelik.rules.growth.zscore import Measured, workings
from tests.support.growth import growth_tables


def test_a_plain_score_follows_from_its_coefficients() -> None:
    child = Measured("male", 365, weight_kg=9.6)
    worked = workings(growth_tables(), "weight_for_age", child)
    assert worked is not None
    assert (worked.table, worked.key, worked.at) == ("who2006-weight-for-age.csv", "day", 365)
    power, median, variation = worked.lms
    z = (math.pow(9.6 / median, power) - 1) / (power * variation)
    assert worked.z == round(z, 2)
    assert not worked.extrapolated


def test_a_corrected_length_enters_the_table() -> None:
    child = Measured("female", 400, weight_kg=8.0, length_cm=70.0, position="standing")
    worked = workings(growth_tables(), "weight_for_length", child)
    assert worked is not None
    assert (worked.table, worked.at) == ("who2006-weight-for-length.csv", pytest.approx(70.7))


def test_past_three_it_says_so() -> None:
    worked = workings(growth_tables(), "weight_for_age", Measured("male", 365, weight_kg=6.5))
    assert worked is not None
    assert worked.extrapolated


def test_without_a_score_there_are_no_workings() -> None:
    assert workings(growth_tables(), "weight_for_age", Measured("male", 365)) is None
