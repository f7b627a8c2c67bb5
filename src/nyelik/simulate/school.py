"""Schoolchildren: the health screening of the school year, school vaccines, and iron tablets for girls."""

from __future__ import annotations

from typing import Any

from nyelik.simulate.days import calendar_day
from nyelik.simulate.people import YEAR, Person
from nyelik.simulate.world import World

Values = dict[str, Any]
FIRST_CLASS_YEARS = 6
SCHOOL_YEAR_BEGINS = 7
LAST_CLASS = 12
VISION = ("visus_right", "visus_left")
HEARING = ("whisper_right", "whisper_left")


def plan_school_month(world: World, day: int) -> None:
    """What happens at the schools in the month that begins on this day."""
    month, rates = calendar_day(day).month, world.rates["school"]
    for person in world.pupils:
        grade = school_class(person, day)
        if person.gone or not 1 <= grade <= LAST_CLASS:
            continue
        if month in rates["screening_months"][:1]:
            _plan_screening(world, person, grade, day)
        _plan_vaccines(world, person, grade, month, day)
        if month in rates["girls_tablet_months"]:
            _plan_tablets(world, person, grade, day)


def school_class(person: Person, day: int) -> int:
    """The class in the school year of that day: class 1 for those who were six when it began; below 1: none."""
    date = calendar_day(day)
    begins = date.year if date.month >= SCHOOL_YEAR_BEGINS else date.year - 1
    first = date.replace(year=begins, month=SCHOOL_YEAR_BEGINS, day=1)
    age = (day - (date - first).days - person.born) / YEAR
    return int(age) - FIRST_CLASS_YEARS + 1


def _plan_screening(world: World, person: Person, grade: int, day: int) -> None:
    chance, rates = world.lots, world.rates["school"]
    if not (chance.yes(rates["attends"]) and chance.yes(rates["screened"])):
        return
    later = day + chance.whole((0, 30 * len(rates["screening_months"]) - 2))
    world.clerk.later(later, lambda today: _screen(world, person, grade, today))


def _screen(world: World, person: Person, grade: int, today: int) -> None:
    """Teachers weigh and measure; nurses look at pressure, eyes, ears and teeth."""
    if person.gone:
        return
    chance, rates = world.lots, world.rates["school"]
    years = person.age_years(today)
    height = 112 + 5.6 * (years - 6) + chance.gauss(0, 5)
    height = min(height, 152 if person.sex == "female" else 164) + chance.gauss(0, 2)
    bmi = max(12.5, 14.4 + 0.55 * (years - 6) + chance.gauss(0, 2))
    values: Values = {"attends_school": True, "school_class": grade, "school_screening": True}
    values["counselling"] = True
    values |= {"length_cm": round(height, 1), "weight_kg": round(bmi * (height / 100) ** 2, 1)}
    done = {name for name, share in rates["measured"].items() if chance.yes(share)}
    if "pressure" in done:
        upper = round(92 + 1.6 * (years - 6) + chance.gauss(0, 8))
        values |= {"systolic_mmhg": upper, "diastolic_mmhg": round(upper * 0.63)}
    if "sight" in done:
        poor = chance.yes(rates["sight_poor"])
        values |= dict.fromkeys(VISION, "v6_18" if poor else "v6_6")
    if "hearing" in done:
        poor = chance.yes(rates["hearing_poor"])
        values |= dict.fromkeys(HEARING, "impaired" if poor else "normal")
    if "teeth" in done:
        values["dental_check"] = "caries" if chance.yes(rates["caries"]) else "healthy"
    if "hygiene" in done:
        values["school_hygiene"] = "good" if chance.yes(0.85) else "poor"
    if "fitness" in done:
        values["school_fitness"] = chance.one(("good", "fair", "fair", "poor"))
    if "anaemia" in done:
        values["anaemia_signs"] = chance.yes(rates["anaemia_signs"])
    if "education" in done:
        values["counselling"] = True
    if values.get("dental_check") == "caries" or values.get("anaemia_signs"):
        values["case_management"] = chance.yes(world.rates["adults"]["acted_upon"])
    is_girl = person.sex == "female"
    if is_girl and grade in rates["hb_classes"] and chance.yes(rates["hb_done"]):
        values["hb_g_dl"] = round(chance.around(rates["hb"]), 1)
    _write(world, person, values, {}, today)


def _plan_vaccines(world: World, person: Person, grade: int, month: int, day: int) -> None:
    chance, rates = world.lots, world.rates["school"]
    for vaccine, in_class, in_month, girls_only in rates["bias"]:
        due = (grade, month) == (in_class, in_month)
        if not due or (girls_only and person.sex == "male"):
            continue
        accepts = chance.yes(person.household.accepts) and chance.yes(rates["bias_given"])
        if accepts:
            number = _dose_number(vaccine, in_class)
            later = day + chance.whole((2, 26))
            world.clerk.later(later, _vaccinate(world, person, {vaccine: number}))


def _dose_number(vaccine: str, in_class: int) -> int:
    """The dose as the school card numbers it: MR follows the two of infancy; Td and HPV count by class."""
    return {("MR", 1): 3, ("Td", 5): 2, ("HPV", 6): 2}.get((vaccine, in_class), 1)


def _vaccinate(world: World, person: Person, doses: Values) -> Any:
    def task(today: int) -> None:
        if not person.gone:
            _write(world, person, {}, doses, today)

    return task


def _plan_tablets(world: World, person: Person, grade: int, day: int) -> None:
    """Girls of the higher classes get tablets for three months and take one a week."""
    rates = world.rates["school"]
    given, tablets = rates["girls_tablets"]
    if person.sex == "male" or grade < rates["girls_tablet_class"] or not world.lots.yes(given):
        return
    values = {"ttd_girl_given": tablets, "ttd_girl_taken": world.lots.yes(0.6)}
    later = day + world.lots.whole((1, 26))

    def task(today: int) -> None:
        if not person.gone:
            _write(world, person, values, {}, today)

    world.clerk.later(later, task)


def _write(world: World, person: Person, values: Values, doses: Values, today: int) -> None:
    device, at = world.device_of(person.household.rt.puskesmas), world.clerk.desk(today)
    world.clerk.contact(device, person.id, "school", values, doses, at, place="school")
