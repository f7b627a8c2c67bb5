"""What the paper books know on the first day: birth weights and doses of the children already born."""

from __future__ import annotations

from nyelik.simulate.adult import add_adult
from nyelik.simulate.child import OLDEST_DAYS, Child, add_child, due_doses
from nyelik.simulate.chronic import begin_adults
from nyelik.simulate.days import age_months
from nyelik.simulate.device import Moment
from nyelik.simulate.place import Posyandu
from nyelik.simulate.world import World

SOURCE = "Buku KIA"
MONTH = 30


def write_up_children(world: World) -> None:
    """Every child under five gets its list, its past doses and its birth weight."""
    posts = {post.code: post for post in world.district.posyandu}
    start = world.plan.start
    for home in world.households:
        for person in home.members:
            if start - person.born < OLDEST_DAYS:
                child = add_child(world, person, day=start)
                child.kpsp_month = age_months(person.born, start)
                child.breastfed_only = world.chance.yes(0.75)
                _write_up(world, child, posts[home.rt.posyandu])


def write_up_grown(world: World) -> None:
    """Everybody old enough gets a state of health; who is or will be of school age is on the pupils' list."""
    start, from_year = world.plan.start, world.rates["adults"]["comes_from_year"]
    for home in world.households:
        for person in home.members:
            years = person.age_years(start)
            if years >= from_year:
                begin_adults(world, add_adult(world, person, start), start)
            if years < world.rates["school"]["until_year"]:
                world.pupils.append(person)


def _write_up(world: World, child: Child, post: Posyandu) -> None:
    person, device = child.person, world.device_of(post.code)
    _birth(world, child, post)
    day = person.born + world.chance.whole((20, 40))
    while day < world.plan.start:
        is_there = world.chance.yes(max(person.household.comes, 0.1))
        doses = due_doses(world, child, day) if is_there and child.pending else {}
        if doses:
            world.clerk.contact(
                device, person.id, "immunisation", {}, doses, Moment(day), source=SOURCE
            )
        day += MONTH


def _birth(world: World, child: Child, post: Posyandu) -> None:
    chance, rates, person = world.chance, world.rates["birth"], child.person
    if not child.has_book:
        return
    grams = round(chance.around(rates["birth_weight_g"]) / 10) * 10
    length = round(chance.around(rates["birth_length_cm"]), 1)
    observations = {"birth_weight_g": max(900, grams), "birth_length_cm": length}
    accepts = person.household.accepts > 0 and chance.yes(rates["hb0"])
    doses = {"HB0": 1} if accepts else {}
    device = world.device_of(post.code)
    at = Moment(person.born)
    world.clerk.contact(device, person.id, "birth", observations, doses, at, source=SOURCE)
