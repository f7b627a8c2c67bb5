"""A pregnancy: when it is noticed, the antenatal visits and what is done there, and how it ends before term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyelik.simulate.days import day_text, unix_ms
from nyelik.simulate.device import Device, Moment
from nyelik.simulate.newborn import deliver
from nyelik.simulate.people import Person
from nyelik.simulate.place import Posyandu
from nyelik.simulate.world import World

Values = dict[str, Any]
WEEK = 7
BLOOD_GROUPS = ("O", "O", "O", "O", "B", "B", "B", "A", "A", "AB")
DANGERS = ("headache", "bleeding", "fever", "no_movement", "waters", "pain")
PACKAGE = "antenatal"


@dataclass(slots=True, eq=False)
class Pregnancy:
    """One pregnancy. `muac`, `hb` and the pressures are the woman's own level; readings vary around it."""

    woman: Person
    episode: UUID
    lmp: int
    ends: int
    outcome: str
    babies: int
    height: float
    weight: float
    muac: float
    hb: float
    systolic: float
    diastolic: float
    tetanus: int
    is_known: bool = False
    is_over: bool = False
    kek_food: int = 0


def conceive(world: World, woman: Person, lmp: int) -> None:
    """A pregnancy with its end decided and its visits planned; nothing if it was over before the first day."""
    chance, rates = world.chance, world.rates["pregnancy"]
    pregnancy = _draw(world, woman, lmp)
    if pregnancy.ends < world.plan.start:
        return
    woman.pregnant = True
    world.clerk.later(pregnancy.ends, lambda today: _end(world, pregnancy, today))
    if chance.yes(rates["no_antenatal_care"]):
        return
    late = chance.whole((4, 18)) * WEEK if chance.yes(rates["first_visit_late"]) else 0
    comes = rates["comes_anyway"] + rates["comes_with_household"] * woman.household.comes
    for number, visit in enumerate(rates["visits"], start=1):
        shift = int(chance.gauss(0, rates["visit_shift_days"]))
        day = lmp + visit["week"] * WEEK + shift + (late if number == 1 else 0)
        if day < pregnancy.ends and chance.yes(min(0.985, visit["chance"] * comes)):
            world.clerk.later(day, _visit_task(world, pregnancy, visit))


def at_posyandu(world: World, pregnancy: Pregnancy, post: Posyandu, at: Moment) -> None:
    """A pregnant woman at a Posyandu day: weight, arm, pressure, tablets, food if she is thin."""
    chance, rates = world.chance, world.rates["pregnancy"]
    weeks = (at.day - pregnancy.lmp) // WEEK
    observations = _weight(world, pregnancy, weeks) | _pressure(world, pregnancy, weeks)
    observations |= _muac(world, pregnancy, weeks)
    if chance.yes(rates["posyandu_tablets"]):
        observations["ttd_tablets"] = rates["tablets_each"]
    if chance.yes(rates["danger_sign"]):
        observations[f"danger_pregnancy_{chance.one(DANGERS)}"] = True
    if pregnancy.kek_food:
        observations["kek_food"] = min(30, pregnancy.kek_food)
        pregnancy.kek_food = max(0, pregnancy.kek_food - 30)
    session = f"{post.code} {day_text(at.day)}"
    device, confirmer = world.device_of(post.code), world.device_of(post.pustu)
    about = pregnancy.woman.id
    world.clerk.contact(
        device, about, "pregnancy", observations, {}, at, session=session, confirmer=confirmer
    )


def _draw(world: World, woman: Person, lmp: int) -> Pregnancy:
    chance, rates = world.chance, world.rates["pregnancy"]
    outcome, days = "live_birth", int(chance.around(rates["length_days"]))
    draw = chance.random()
    if draw < rates["miscarriage"]:
        outcome, days = "miscarriage", chance.whole((55, 130))
    elif draw < rates["miscarriage"] + rates["stillbirth"]:
        outcome, days = "stillbirth", chance.whole((200, 285))
    weight = max(36.0, chance.around(rates["weight_kg"]))
    mean, slope = rates["muac_with_weight"]
    muac = mean + slope * (weight - rates["weight_kg"][0]) + chance.gauss(0, rates["muac_noise_cm"])
    is_high = chance.yes(rates["hypertensive"])
    return Pregnancy(
        woman=woman,
        episode=chance.uuid(unix_ms(max(lmp, 0), 0)),
        lmp=lmp,
        ends=lmp + min(days, 296),
        outcome=outcome,
        babies=2 if chance.yes(rates["twins"]) else 1,
        height=chance.around(rates["height_cm"]),
        weight=weight,
        muac=muac,
        hb=chance.around(rates["hb"]),
        systolic=chance.around(rates["systolic"]) + (30 if is_high else 0),
        diastolic=chance.around(rates["diastolic"]) + (20 if is_high else 0),
        tetanus=min(5, woman.births * 2 + chance.whole((0, 2))),
    )


def _visit_task(world: World, pregnancy: Pregnancy, visit: Values) -> Callable[[int], None]:
    return lambda today: _visit(world, pregnancy, visit, today)


def _visit(world: World, pregnancy: Pregnancy, visit: Values, today: int) -> None:
    """One antenatal visit, with a doctor at the Puskesmas or a midwife at the Pustu."""
    woman = pregnancy.woman
    if pregnancy.is_over or woman.gone:
        return
    by_doctor = world.chance.yes(visit["doctor"])
    rt = woman.household.rt
    device = world.device_of(rt.puskesmas if by_doctor else rt.pustu)
    at, weeks = world.clerk.desk(today), (today - pregnancy.lmp) // WEEK
    if not pregnancy.is_known:
        _make_known(world, pregnancy, device, at)
    observations: Values = {"anc_visit": True, "anc_doctor": by_doctor}
    if by_doctor:
        observations["usg"] = world.chance.yes(0.93)
    doses: Values = {}
    for item in visit["items"]:
        if item == "tetanus":
            _tetanus(world, pregnancy, doses)
        elif item in ITEMS and _is_done(world, item):
            observations |= ITEMS[item](world, pregnancy, weeks)
    world.clerk.contact(device, woman.id, PACKAGE, observations, doses, at)


def _is_done(world: World, item: str) -> bool:
    rates = world.rates["pregnancy"]
    is_lab = item in {"hb", "urine", "triple", "blood_group", "glucose"}
    return world.chance.yes(rates["item_done_lab" if is_lab else "item_done"])


def _make_known(world: World, pregnancy: Pregnancy, device: Device, at: Moment) -> None:
    """The first visit opens the episode and puts the woman on the list of her Posyandu."""
    pregnancy.is_known = True
    woman = pregnancy.woman
    facts: Values = {"gravida": woman.births + 1, "parity": woman.births}
    facts["living_children"] = woman.births
    if woman.births and woman.last_birth > 0:
        facts["birth_interval_years"] = round((at.day - woman.last_birth) / 365.25, 1)
    body: Values = {"type": "pregnancy", "start": day_text(pregnancy.lmp), "facts": facts}
    world.clerk.episode(device, pregnancy.episode, woman, body, at)
    world.pregnancies[woman.household.rt.posyandu].append(pregnancy)


def _end(world: World, pregnancy: Pregnancy, today: int) -> None:
    """Miscarriage, or birth."""
    woman = pregnancy.woman
    pregnancy.is_over = True
    woman.pregnant = False
    if woman.gone:
        return
    if pregnancy.outcome != "miscarriage":
        deliver(world, pregnancy, today)
    elif pregnancy.is_known:
        at = world.clerk.desk(today)
        device = world.device_of(woman.household.rt.pustu)
        body = {"end": day_text(today), "outcome": "miscarriage"}
        world.clerk.episode(device, pregnancy.episode, woman, body, at)


def _tetanus(world: World, pregnancy: Pregnancy, doses: Values) -> None:
    if pregnancy.tetanus < 5 and world.chance.yes(0.8):
        pregnancy.tetanus += 1
        doses["Td"] = pregnancy.tetanus


def _weight(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
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
    return {"fundal_height_cm": round(max(9.0, weeks - 1.5 + world.chance.gauss(0, 1.3)))}


def _foetus(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    values: Values = {"fetal_heart_rate": round(world.chance.gauss(143, 7))}
    if weeks >= 28:
        values["fetal_presentation"] = "head" if world.chance.yes(0.55 + weeks / 100) else "breech"
    return values


def _tablets(world: World, pregnancy: Pregnancy, weeks: int) -> Values:
    return {"ttd_tablets": world.rates["pregnancy"]["tablets_each"]}


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


ITEMS: dict[str, Callable[[World, Pregnancy, int], Values]] = {
    "weight": _weight,
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
}
"""The content of a visit by the names used in rates.yaml."""
