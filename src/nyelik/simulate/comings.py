"""People come, go and die; two workers change the same thing; a few entries arrive that the server must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from nyelik.simulate.adult import add_adult
from nyelik.simulate.child import OLDEST_DAYS, add_child
from nyelik.simulate.chronic import begin_adults
from nyelik.simulate.days import day_text
from nyelik.simulate.device import Moment
from nyelik.simulate.naming import invent_street, misspell
from nyelik.simulate.newborn import die
from nyelik.simulate.people import Household, Person
from nyelik.simulate.world import World

T = TypeVar("T")

DEATH_AGES = (1, 5, 15, 45, 60, 70, 80, 200)
YEAR_DAYS = 365
YEARS_OFF = 6 * 365


def plan_year(world: World, day: int) -> None:
    """Deaths and moves of the year that begins on this day."""
    chance, rates = world.chance, world.rates["population"]
    for home in list(world.households):
        if home.gone:
            continue
        for person in home.members:
            if not person.gone and chance.yes(_death_rate(rates["deaths"], person, day)):
                die(world, person, day + chance.whole((1, YEAR_DAYS)))
        draw = chance.random()
        when = day + chance.whole((1, YEAR_DAYS))
        if draw < rates["moves_out"]:
            world.clerk.later(when, _task(_move_out, world, home))
        elif draw < rates["moves_out"] + rates["moves_inside"]:
            world.clerk.later(when, _task(_move_inside, world, home))
        if chance.yes(rates["moves_in"]):
            world.clerk.later(when, _task(_move_in, world, home))


def plan_confusion(world: World, day: int, days: int) -> None:
    """Concurrent edits and entries to be held, over so many days from this day."""
    chance, rates = world.chance, world.rates["recording"]
    people = sum(len(home.members) for home in world.households)
    edits = max(2, round(people * rates["concurrent_edit"] * days / YEAR_DAYS))
    for _ in range(edits):
        world.clerk.later(day + chance.whole((1, days)), lambda today: _edit_twice(world, today))
    likely_entries = people * 4
    for kind, share in rates["held"].items():
        for _ in range(max(1, round(likely_entries * share / 100_000))):
            when = day + chance.whole((1, max(1, days - 2)))
            world.clerk.later(when, _task(HELD[kind], world, None))


def _task(action: Any, world: World, home: Household | None) -> Any:
    return lambda today: action(world, home, today)


def _death_rate(rates: list[float], person: Person, day: int) -> float:
    age = person.age_years(day)
    for rate, until in zip(rates, DEATH_AGES, strict=True):
        if age < until:
            return rate / 1000
    return 1.0


def _move_out(world: World, home: Household, today: int) -> None:
    if home.gone:
        return
    home.gone = True
    device = world.device_of(home.rt.posyandu)
    for person in home.members:
        if not person.gone:
            person.gone = True
            at = world.clerk.desk(today)
            world.clerk.patch_person(device, person, at, moved_out=day_text(today))


def _move_inside(world: World, home: Household, today: int) -> None:
    """To another RT; the children change to its Posyandu."""
    if home.gone:
        return
    old = home.rt.posyandu
    home.rt = world.chance.choices(world.district.rts, cum_weights=world.settlers.weights)[0]
    home.street = invent_street(world.chance)
    device, at = world.device_of(home.rt.posyandu), world.clerk.desk(today)
    for person in home.members:
        if not person.gone:
            moved = {"area": home.rt.code, "address": home.street, "moved_in": day_text(today)}
            world.clerk.patch_person(device, person, at, **moved)
    _follow(world.children, home, old, lambda child: child.person)
    _follow(world.pregnancies, home, old, lambda pregnancy: pregnancy.woman)
    _follow(world.adults, home, old, lambda adult: adult.person)


def _follow(
    lists: dict[str, list[T]], home: Household, old: str, person_of: Callable[[T], Person]
) -> None:
    """Those of the household change from the list of the old Posyandu to that of the new one."""
    moving = [one for one in lists[old] if person_of(one).household is home]
    lists[old] = [one for one in lists[old] if person_of(one).household is not home]
    lists[home.rt.posyandu] += moving


def _move_in(world: World, neighbour: Household, today: int) -> None:
    """A family like the neighbour's comes to live in the district."""
    home = world.settlers.household(today)
    for model in neighbour.members:
        if not model.gone and len(home.members) < 6:
            born = min(today - 40, model.born + world.chance.whole((-900, 900)))
            person = world.settlers.person(home, model.sex, born, today)
            person.married = model.married
    if not home.members:
        return
    _give_mother(home, today)
    world.households.append(home)
    world.women += [person for person in home.members if person.sex == "female"]
    device, at = world.device_of(home.rt.posyandu), world.clerk.desk(today)
    world.clerk.register_household(device, home, at, moved_in=day_text(today))
    for person in home.members:
        if today - person.born < OLDEST_DAYS:
            add_child(world, person, day=today)
        elif person.age_years(today) >= world.rates["adults"]["comes_from_year"]:
            begin_adults(world, add_adult(world, person, today), today)
        else:
            world.pupils.append(person)


def _give_mother(home: Household, today: int) -> None:
    wives = [one for one in home.members if one.sex == "female" and one.married]
    for person in home.members:
        if wives and person.age_years(today) < 15:
            person.mother, person.mother_name = wives[0], wives[0].name


def _edit_twice(world: World, today: int) -> None:
    """The kader and the midwife change the same field on the same day, and neither knows of the other."""
    home = world.chance.one(world.households)
    people = [person for person in home.members if not person.gone]
    if not people:
        return
    person, at = world.chance.one(people), world.clerk.desk(today)
    kader, nurse = world.device_of(home.rt.posyandu), world.device_of(home.rt.pustu)
    if person.age_years(today) < 15 or world.chance.yes(0.3):
        first = {"name": misspell(world.chance, person.name)}
        second = {"name": misspell(world.chance, first["name"])}
    else:
        numbers = world.settlers.numbers
        first, second = {"phone": numbers.phone()}, {"phone": numbers.phone()}
    world.clerk.patch_person(kader, person, at, **first)
    world.clerk.patch_person(nurse, person, Moment(today, at.minute + 20), **second)


def _about_nobody(world: World, _: Household | None, today: int) -> None:
    """A contact with a person of whom the server has never heard."""
    post, stranger = world.chance.one(world.district.posyandu), world.chance.uuid(today)
    observations = {"weight_kg": 9.4, "length_cm": 74.5, "measured_position": "lying"}
    device, at = world.device_of(post.code), world.clerk.desk(today)
    world.clerk.contact(device, stranger, "under-five", observations, {}, at)


def _of_tomorrow(world: World, _: Household | None, today: int) -> None:
    """A kind of entry from a newer version of the field app."""
    home, at = world.chance.one(world.households), world.clerk.desk(today)
    subject, device = world.chance.uuid(today), world.device_of(home.rt.pustu)
    body = {"questions": {"clean_water": True, "latrine": True}}
    world.network.write(device, "household_survey", subject, home.id, body, at)


def _wrong_clock(world: World, _: Household | None, today: int) -> None:
    """A phone whose battery died believes that it is years ago."""
    posts = [post for post in world.district.posyandu if world.children[post.code]]
    if not posts:
        return
    post = world.chance.one(posts)
    child = world.chance.one(world.children[post.code])
    device = world.device_of(post.code)
    lost = replace(
        device,
        id=f"{device.id}-drawer-{today}",
        number=0,
        clock=0,
        synced=today,
        is_due=False,
        waiting=[],
    )
    at, body = Moment(today - YEARS_OFF, 9 * 60), {"package": "home-visit"}
    subject = world.chance.uuid(today)
    world.network.write(lost, "contact", subject, child.record, body, at)


HELD = {
    "unknown_person": _about_nobody,
    "unknown_kind": _of_tomorrow,
    "clock_years_off": _wrong_clock,
}
"""How each kind of held entry in rates.yaml comes about."""
