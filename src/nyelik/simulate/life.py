"""The district lives day by day and sends what was written down, in the order in which it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from nyelik.rules.growth.tables import GrowthTables
from nyelik.simulate import adult as grown
from nyelik.simulate import child as under_five
from nyelik.simulate import chronic, mother
from nyelik.simulate.clerk import BOOK_DAYS
from nyelik.simulate.comings import plan_confusion, plan_year
from nyelik.simulate.days import calendar_day
from nyelik.simulate.device import Delivery, Moment
from nyelik.simulate.history import write_up_children, write_up_grown
from nyelik.simulate.people import YEAR, Person, settle
from nyelik.simulate.place import District, Posyandu
from nyelik.simulate.school import plan_school_month
from nyelik.simulate.womens_checks import plan_womens_checks
from nyelik.simulate.world import REGISTRATION_DAYS, Plan, World, go_offline, make_world

LONGEST_PREGNANCY = 296
YEAR_DAYS = 365
OPENS_AT = 8 * 60
MONTHS = 12


def live(
    plan: Plan, district: District, tables: GrowthTables, workers: dict[str, UUID] | None = None
) -> Iterator[tuple[int, list[Delivery]]]:
    """Each day with what arrived on it, from the registration before `plan.start` to `plan.end`.

    `workers` names who holds the device of a facility. The same plan gives the same entries, byte for byte.
    """
    world = make_world(plan, district, tables, workers or {})
    world.households = settle(world.settlers, plan.people, plan.start)
    people = [person for home in world.households for person in home.members]
    world.women = [person for person in people if person.sex == "female"]
    _plan_registration(world)
    write_up_children(world)
    write_up_grown(world)
    plan_confusion(world, plan.start, plan.end - plan.start)
    for day in range(plan.start - LONGEST_PREGNANCY, plan.end + 1):
        _live_day(world, day)
        if day >= plan.start - BOOK_DAYS - REGISTRATION_DAYS:
            yield day, list(world.network.deliveries(day))


def _live_day(world: World, day: int) -> None:
    plan, date = world.plan, calendar_day(day)
    if date.day == 1 or day == plan.start - LONGEST_PREGNANCY:
        _conceptions(world, day)
    if day == plan.start:
        go_offline(world)
    if day >= plan.start:
        if (day - plan.start) % YEAR_DAYS == 0:
            plan_year(world, day)
        if date.day == 1:
            plan_school_month(world, day)
            plan_womens_checks(world, day)
        for post in world.district.posyandu:
            if post.is_open(date):
                _posyandu_day(world, post, day)
    tasks = world.clerk.calendar[day]
    for task in tasks:  # a task may add another for the same day: the list grows while it is read
        task(day)
    del world.clerk.calendar[day]


def _plan_registration(world: World) -> None:
    """Every household is written down by its kader within the days before the paper books are copied."""
    opening = world.plan.start - BOOK_DAYS - REGISTRATION_DAYS

    def task_of(home_index: int) -> None:
        home = world.households[home_index]
        device = world.device_of(home.rt.posyandu)
        day = opening + world.chance.whole((0, REGISTRATION_DAYS - 1))
        world.clerk.later(
            day, lambda today: world.clerk.register_household(device, home, world.clerk.desk(today))
        )

    for index in range(len(world.households)):
        task_of(index)


def _conceptions(world: World, day: int) -> None:
    """The pregnancies that begin in this month: so many that births keep to the crude birth rate."""
    chance, rates = world.chance, world.rates
    women = [woman for woman in world.women if _may_conceive(woman, day)]
    fertility = rates["population"]["fertility"]
    weights = [fertility[(woman.age_years(day) - 15) // 5] for woman in women]
    here = sum(not home.gone for home in world.households) / len(world.households)
    births = world.plan.people * here * rates["population"]["crude_birth_rate"] / 1000 / MONTHS
    wanted = births / (1 - rates["pregnancy"]["miscarriage"] - rates["pregnancy"]["stillbirth"])
    total = sum(weights) or 1
    for woman, weight in zip(women, weights, strict=True):
        if chance.yes(min(1.0, wanted * weight / total)):
            mother.conceive(world, woman, day + chance.whole((0, 29)))


def _may_conceive(woman: Person, day: int) -> bool:
    age = (day - woman.born) / YEAR
    is_free = not (woman.gone or woman.pregnant) and day - woman.last_birth > 240
    return woman.married and is_free and 15 <= age < 50


def _posyandu_day(world: World, post: Posyandu, day: int) -> None:
    """One opening day: who is on the list comes or is missed."""
    nurse = world.chance.yes(world.rates["posyandu"]["nurse_present"])
    children = [
        child
        for child in world.children[post.code]
        if not child.person.gone and day - child.person.born <= under_five.OLDEST_DAYS
    ]
    world.children[post.code] = children
    minute = OPENS_AT
    for child in children:
        if day - child.person.born < world.rates["posyandu"]["stays_home_days"]:
            continue
        if under_five.attends(world, child, day):
            minute = min(minute + 3, OPENS_AT + 240)
            under_five.at_posyandu(world, child, post, Moment(day, minute), nurse)
        else:
            under_five.missed(world, child, post, day)
    _mothers_at_posyandu(world, post, Moment(day, minute))
    _adults_at_posyandu(world, post, Moment(day, minute))


def _mothers_at_posyandu(world: World, post: Posyandu, at: Moment) -> None:
    going = [one for one in world.pregnancies[post.code] if not (one.is_over or one.woman.gone)]
    world.pregnancies[post.code] = going
    comes = world.rates["pregnancy"]["posyandu_comes"]
    for pregnancy in going:
        if world.chance.yes(comes * pregnancy.woman.household.comes / 0.75):
            mother.at_posyandu(world, pregnancy, post, at)


def _adults_at_posyandu(world: World, post: Posyandu, at: Moment) -> None:
    """Grown people come after the children; what was found brings some of them to the Pustu."""
    here = [adult for adult in world.adults[post.code] if not adult.person.gone]
    world.adults[post.code] = here
    for adult in here:
        if grown.attends(world, adult, at.day):
            values = grown.at_posyandu(world, adult, post, at)
            chronic.after_screening(world, adult, values, at.day)
