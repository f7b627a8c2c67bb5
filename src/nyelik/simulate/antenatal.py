"""What is done at one antenatal visit: the content items by the names used in rates.yaml."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nyelik.simulate.pregnancy import FULL_TETANUS, Pregnancy
from nyelik.simulate.world import World

Values = dict[str, Any]
BLOOD_GROUPS = ("O", "O", "O", "O", "B", "B", "B", "A", "A", "AB")
LABORATORY = frozenset({"hb", "urine", "triple", "blood_group", "glucose"})
RISKS = (
    "risk_new_partner",
    "risk_assisted_conception",
    "risk_family_preeclampsia",
    "risk_past_preeclampsia",
    "risk_multiple_pregnancy",
    "risk_diabetes",
    "risk_chronic_hypertension",
    "risk_kidney_disease",
    "risk_autoimmune",
    "risk_antiphospholipid",
)


def content(
    world: World, pregnancy: Pregnancy, items: list[str], today: int
) -> tuple[Values, Values]:
    """Observations and doses of a visit: most of what belongs to it is done and written down."""
    rates, weeks = world.rates["pregnancy"], (today - pregnancy.lmp) // 7
    observations: Values = {}
    doses: Values = {}
    for item in items:
        chance = rates["item_done_lab" if item in LABORATORY else "item_done"]
        if not world.chance.yes(chance):
            continue
        if item == "tetanus":
            _tetanus(world, pregnancy, today, doses)
        else:
            observations |= ITEMS[item](world, pregnancy, weeks)
    if _is_a_case(rates["managed"], observations) and world.chance.yes(rates["managed"]["chance"]):
        observations["case_management"] = True
    return observations, doses


def at_posyandu(world: World, pregnancy: Pregnancy, today: int) -> Values:
    """What kader and midwife do with a pregnant woman on a Posyandu day."""
    chance, rates, weeks = world.chance, world.rates["pregnancy"], (today - pregnancy.lmp) // 7
    values = (
        weight(world, pregnancy, weeks)
        | _pressure(world, pregnancy, weeks)
        | _muac(world, pregnancy, weeks)
    )
    if chance.yes(rates["posyandu_tablets"]):
        values |= _tablets(world, pregnancy, weeks)
    if chance.yes(rates["mothers_class"]):
        values["mothers_class"] = True
    if pregnancy.kek_food:
        values["kek_food"] = min(30, pregnancy.kek_food)
        pregnancy.kek_food = max(0, pregnancy.kek_food - 30)
    return values


def _is_a_case(managed: Values, observations: Values) -> bool:
    """Whether what was found is usually acted upon (fixture)."""
    below = any(observations.get(code, 1e9) < limit for code, limit in managed["below"].items())
    return below or any(
        observations.get(code, 0) >= limit for code, limit in managed["from"].items()
    )


def _tetanus(world: World, pregnancy: Pregnancy, today: int, doses: Values) -> None:
    gaps = world.rates["pregnancy"]["tetanus_gaps_days"]
    number = pregnancy.tetanus + 1
    if number > FULL_TETANUS or (number > 1 and today - pregnancy.tetanus_day < gaps[number - 2]):
        return
    pregnancy.tetanus, pregnancy.tetanus_day = number, today
    doses["Td"] = number


def weight(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    """Weight as it grows with the pregnancy."""
    early, late = world.rates["pregnancy"]["gain_kg_a_week"]
    gain = early * min(weeks, 13) + late * max(0, weeks - 13)
    return {"weight_kg": round(pregnancy.weight + gain + world.chance.gauss(0, 0.5), 1)}


def _height(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"height_cm": round(pregnancy.height, 1)}


def _pressure(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    systolic = pregnancy.systolic + world.chance.gauss(0, 6)
    diastolic = min(pregnancy.diastolic + world.chance.gauss(0, 5), systolic - 15)
    return {"systolic_mmhg": round(systolic), "diastolic_mmhg": round(diastolic)}


def _muac(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    value = round(pregnancy.muac + world.chance.gauss(0, 0.25), 1)
    if not pregnancy.kek_food and value < world.rates["pregnancy"]["food_below_cm"]:
        pregnancy.kek_food = world.chance.whole(world.rates["pregnancy"]["food_days"])
    return {"muac_cm": value}


def _fundus(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"fundal_height_cm": round(max(9.0, weeks - 0.6 + world.chance.gauss(0, 0.9)))}


def _foetus(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    values: Values = {"fetal_heart_rate": round(world.chance.gauss(143, 7))}
    if weeks >= 28:
        values["fetal_presentation"] = "head" if world.chance.yes(0.55 + weeks / 100) else "breech"
    return values


def _tablets(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    """Tablets given now, and how many of the last ones were taken."""
    given = world.rates["pregnancy"]["tablets_each"]
    values = {"ttd_tablets": given}
    if pregnancy.tablets:
        values["ttd_taken"] = round(pregnancy.tablets * pregnancy.adherence)
    pregnancy.tablets = given
    return values


def _hb(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    shift = world.rates["pregnancy"]["hb_second_trimester"] if weeks > 12 else 0.0
    return {"hb_g_dl": round(max(5.0, pregnancy.hb + shift + world.chance.gauss(0, 0.4)), 1)}


def _blood_group(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"blood_group": BLOOD_GROUPS[pregnancy.woman.id.int % len(BLOOD_GROUPS)]}


def _urine(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    has_protein = world.chance.yes(world.rates["pregnancy"]["protein_plus"])
    return {"urine_protein": "plus1" if has_protein else "negative", "urine_glucose": "negative"}


def _triple(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    tests = world.rates["pregnancy"]["reactive"].items()
    return {
        code: "reactive" if world.chance.yes(share) else "non_reactive" for code, share in tests
    }


def _glucose(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"glucose_random_mg_dl": round(world.chance.around(world.rates["pregnancy"]["glucose"]))}


def _talk(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"counselling": True}


def _mental(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"mental_screening": True}


def _history(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    """Weight before pregnancy and the questions of the pre-eclampsia screen."""
    chance = world.rates["pregnancy"]["risk_each"]
    values: Values = {risk: world.chance.yes(chance) for risk in RISKS}
    return values | {"pre_pregnancy_weight_kg": round(pregnancy.weight, 1)}


ITEMS: dict[str, Callable[[World, Pregnancy, int], Values]] = {
    "weight": weight,
    "height": _height,
    "pressure": _pressure,
    "muac": _muac,
    "fundus": _fundus,
    "foetus": _foetus,
    "tablets": _tablets,
    "hb": _hb,
    "blood_group": _blood_group,
    "urine": _urine,
    "triple": _triple,
    "glucose": _glucose,
    "talk": _talk,
    "mental": _mental,
    "history": _history,
}
"""The content of a visit by the names used in rates.yaml."""
