"""The lines that charts draw are those at which the rules change their mind."""

import datetime as dt

import pytest

from nyelik.base.dates import day_number
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import load
from nyelik.rules.outcome import finding_state

ON = dt.date(2026, 6, 30)
PREGNANT_BP = "blood-pressure-pregnancy"
PREGNANT = {"sex": "female", "age": "25 years", "pregnant": "30 weeks"}
ADULT = {"sex": "female", "age": "45 years"}


def engine_for(facts: dict[str, object]) -> Reference:
    return Reference(facts_of_example(facts, ON, load().rules.words), day_number(ON))


def line(name: str) -> float:
    """What the rulebook says a chart draws."""
    value = engine_for(ADULT).value(load().rules.definitions[name].node)
    assert isinstance(value, float)
    return value


def found(finding: str, facts: dict[str, object]) -> str | None:
    state = finding_state(engine_for(facts), load().rules.findings[finding])
    return state.found.id if state.found else None


@pytest.mark.parametrize(
    ("name", "word", "finding", "person", "step", "high"),
    [
        ("systolic_line", "systolic_mmhg", "bp-adult", {**ADULT, "diastolic_mmhg": 70}, 1, "grade-1"),
        ("diastolic_line", "diastolic_mmhg", "bp-adult", {**ADULT, "systolic_mmhg": 110}, 1, "grade-1"),
        ("systolic_line", "systolic_mmhg", PREGNANT_BP, {**PREGNANT, "diastolic_mmhg": 70}, 1, "hypertension"),
        ("diastolic_line", "diastolic_mmhg", PREGNANT_BP, {**PREGNANT, "systolic_mmhg": 110}, 1, "hypertension"),
        ("glucose_random_line", "glucose_random_mg_dl", "glucose-random", ADULT, 1, "high"),
        ("glucose_fasting_line", "glucose_fasting_mg_dl", "glucose-fasting", ADULT, 1, "high"),
    ],
)  # fmt: skip
def test_a_class_begins_at_its_line(
    name: str, word: str, finding: str, person: dict[str, object], step: float, high: str
) -> None:
    at = line(name)
    assert found(finding, {**person, word: at}) == high
    assert found(finding, {**person, word: at - step}) not in (high, None)


def test_a_mother_is_thin_below_the_line_of_her_arm() -> None:
    kek = load().rules.definitions["kek"].node
    assert engine_for({**PREGNANT, "muac_cm": line("kek_line")}).value(kek) is False
    assert engine_for({**PREGNANT, "muac_cm": line("kek_line") - 0.1}).value(kek) is True
