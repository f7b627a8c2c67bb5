"""Grown people: a latent state of health, and what is measured and asked when they come to a Posyandu day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nyelik.simulate.days import calendar_day, day_text
from nyelik.simulate.device import Moment
from nyelik.simulate.people import Person
from nyelik.simulate.place import Posyandu
from nyelik.simulate.world import World

Values = dict[str, Any]
HABITS = ["much_sugar", "much_salt", "much_fat", "little_vegetables", "inactive"]
SKILAS = [
    "memory",
    "orientation",
    "chair",
    "weight_loss",
    "appetite",
    "thin_arm",
    "vision",
    "hearing",
    "sad",
    "no_joy",
]
AKS = {
    **dict.fromkeys(("bowel", "bladder", "toilet", "eating", "dressing", "stairs"), 2),
    **dict.fromkeys(("transfer", "walking"), 3),
    **dict.fromkeys(("grooming", "bathing"), 1),
}
"""Items of daily living with the most points of each, as the form has them."""
SRQ_ITEMS = 20
PUMA = ("puma_breathless", "puma_phlegm", "puma_cough")


@dataclass(slots=True, eq=False)
class Adult:
    """A grown person on the list of a Posyandu. The latent values change slowly or not at all."""

    person: Person
    height_cm: float
    bmi: float
    systolic: float
    glucose: float
    diabetic: bool
    smokes: bool
    comes: float
    screened_in: int = 0
    has_hypertension: bool = False
    has_diabetes: bool = False
    suspected_tb: bool = False


def add_adult(world: World, person: Person, day: int) -> Adult:
    """Draw a state of health and put the person on the list of the Posyandu."""
    chance, rates = world.lots, world.rates["adults"]
    years = person.age_years(day)
    at_birth, a_year, between = rates["systolic"]
    sugar, sugar_a_year, sugar_between = rates["glucose"]
    adult = Adult(
        person,
        height_cm=chance.around(rates["height_cm"][person.sex]),
        bmi=max(15.0, chance.around(rates["bmi"][person.sex])),
        systolic=at_birth + a_year * years + chance.gauss(0, between),
        glucose=sugar + sugar_a_year * years + chance.gauss(0, sugar_between),
        diabetic=chance.yes(_share(rates["diabetic_until"], rates["diabetic"], years)),
        smokes=chance.yes(rates["smokes"][person.sex]),
        comes=person.household.comes / rates["usual_comes"],
    )
    if adult.diabetic:
        adult.glucose = chance.around(rates["diabetes_glucose"])
    world.adults[person.household.rt.posyandu].append(adult)
    return adult


def _share(until: list[int], shares: list[float], years: int) -> float:
    return next(share for limit, share in zip(until, shares, strict=True) if years < limit)


def attends(world: World, adult: Adult, day: int) -> bool:
    """Whether somebody comes on a Posyandu day: elders more often."""
    a_month = world.rates["adults"]["comes_a_month"][_is_older(world, adult, day)]
    return world.lots.yes(a_month * adult.comes)


def _is_older(world: World, adult: Adult, day: int) -> bool:
    return adult.person.age_years(day) >= int(world.rates["adults"]["older_from_year"])


def at_posyandu(world: World, adult: Adult, post: Posyandu, at: Moment) -> Values:
    """One grown person passes the five steps; gives what was written down."""
    year = calendar_day(at.day).year
    first_this_year = adult.screened_in != year
    adult.screened_in = year
    values = screen(world, adult, at.day) if first_this_year else measure_again(world, adult)
    package = "older" if _is_older(world, adult, at.day) else "adult"
    session = f"{post.code} {day_text(at.day)}"
    device, confirmer = world.device_of(post.code), world.device_of(post.pustu)
    about = adult.person.id
    world.clerk.contact(
        device, about, package, values, {}, at, session=session, confirmer=confirmer
    )
    return values


def screen(world: World, adult: Adult, day: int) -> Values:
    """The first visit of a year: everything on the card, as far as there is time."""
    chance, rates = world.lots, world.rates["adults"]
    done = {name for name, share in rates["screening"].items() if chance.yes(share)}
    years, yes = adult.person.age_years(day), rates["answers_yes"]
    is_older = _is_older(world, adult, day)
    values: Values = {"counselling": True}
    if "height" in done:
        values["height_cm"] = round(adult.height_cm, 1)
    if "waist" in done:
        values["waist_cm"] = _waist(world, adult)
    if "glucose" in done and (
        years >= rates["glucose_from_year"] or chance.yes(rates["glucose_younger"])
    ):
        values["glucose_random_mg_dl"] = glucose(world, adult)
    if "habits" in done:
        values |= _habits(world, adult, years)
    if "senses" in done:
        values |= _senses(world, yes["sense_old" if is_older else "sense_young"])
    if "mind" in done:
        values |= {f"srq_{n}": chance.yes(yes["srq"]) for n in range(1, SRQ_ITEMS + 1)}
        values["srq_17"] = False
    if "lungs" in done and years >= rates["lungs_from_year"]:
        values |= {code: chance.yes(yes["puma"]) for code in PUMA} | {"puma_spirometry": False}
    if is_older:
        values |= _of_older(world, yes["skilas"])
    values |= _basic(world, adult, done)
    if "education" in done:
        values["counselling"] = True
    if _is_abnormal(world, values) and chance.yes(rates["acted_upon"]):
        values["case_management"] = True
    return values


def _is_abnormal(world: World, values: Values) -> bool:
    """What a nurse would act upon at once."""
    rates = world.rates["chronic"]
    upper, lower = rates["controlled_from"]
    high = values.get("systolic_mmhg", 0) >= upper or values.get("diastolic_mmhg", 0) >= lower
    return bool(high or values.get("glucose_random_mg_dl", 0) >= rates["high_glucose"])


def measure_again(world: World, adult: Adult) -> Values:
    """A later visit of the same year: pressure, weight, and the four questions about TB."""
    every_time = world.rates["adults"]["every_time"].items()
    done = {name for name, share in every_time if world.lots.yes(share)}
    return _basic(world, adult, done)


def _basic(world: World, adult: Adult, done: set[str]) -> Values:
    values: Values = {}
    if "weight" in done:
        kilos = adult.bmi * (adult.height_cm / 100) ** 2
        values["weight_kg"] = round(kilos + world.lots.gauss(0, 0.8), 1)
    if "pressure" in done:
        values |= pressure(world, adult)
    if "tb" in done:
        values |= _tb_questions(world, adult)
    return values


def pressure(world: World, adult: Adult) -> Values:
    """Blood pressure as read today."""
    chance, rates = world.lots, world.rates["adults"]
    lowered, _ = world.rates["chronic"]["treated_lowers"] if adult.has_hypertension else (0, 0)
    upper = adult.systolic - lowered + chance.gauss(0, rates["systolic_noise"])
    slope, base, noise = rates["diastolic_of_systolic"]
    lower = min(base + slope * upper + chance.gauss(0, noise), upper - 15)
    return {"systolic_mmhg": round(upper), "diastolic_mmhg": round(lower)}


def glucose(world: World, adult: Adult) -> int:
    """Random blood glucose in mg/dL as read today."""
    noise = world.rates["adults"]["glucose_noise"]
    return max(55, round(adult.glucose + world.lots.gauss(0, noise)))


def _waist(world: World, adult: Adult) -> float:
    slope, base, noise = world.rates["adults"]["waist_of_bmi"]
    waist: float = slope * adult.bmi + base + world.lots.gauss(0, noise)
    return round(waist, 1)


def _habits(world: World, adult: Adult, years: int) -> Values:
    chance, rates = world.lots, world.rates["adults"]
    values: Values = {code: chance.yes(rates["answers_yes"]["habit"]) for code in HABITS}
    values["smoking_status"] = "active" if adult.smokes else "never"
    if adult.smokes:
        values["cigarettes_per_day"] = chance.whole(rates["cigarettes"])
        values["smoking_years"] = max(1, years - chance.whole(rates["smoking_began"]))
    return values


def _senses(world: World, impaired: float) -> Values:
    codes = ("finger_count_right", "finger_count_left", "whisper_right", "whisper_left")
    return {code: "impaired" if world.lots.yes(impaired) else "normal" for code in codes}


def _of_older(world: World, yes: float) -> Values:
    """SKILAS and the ten items of daily living."""
    chance = world.lots
    values: Values = {f"skilas_{item}": chance.yes(yes) for item in SKILAS}
    needs_help = chance.yes(world.rates["adults"]["aks_dependent"])
    for item, most in AKS.items():
        points = chance.whole((max(0, most - 1), most)) if needs_help else most
        values[f"aks_{item}"] = f"points_{points}"
    return values


def _tb_questions(world: World, adult: Adult) -> Values:
    yes = world.rates["adults"]["answers_yes"]
    values: Values = {"tb_card_cough": world.lots.yes(yes["tb_cough"])}
    values |= {
        code: world.lots.yes(yes["tb_other"])
        for code in ("tb_card_fever", "tb_card_weight", "tb_card_contact")
    }
    adult.suspected_tb = adult.suspected_tb or any(values.values())
    return values
