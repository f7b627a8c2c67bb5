"""A pregnancy: when it is noticed, the antenatal visits and what is done there, and how it ends before term."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nyelik.simulate import antenatal
from nyelik.simulate.days import day_text
from nyelik.simulate.device import Device, Moment
from nyelik.simulate.newborn import deliver
from nyelik.simulate.people import Person
from nyelik.simulate.place import Posyandu
from nyelik.simulate.pregnancy import Pregnancy, begin
from nyelik.simulate.world import World

Values = dict[str, Any]
WEEK = 7
DANGERS = ("headache", "bleeding", "fever", "no_movement", "waters", "pain")
PACKAGE = "antenatal"


def conceive(world: World, woman: Person, lmp: int) -> None:
    """A pregnancy with its end decided and its visits planned; nothing if it was over before the first day."""
    chance, rates = world.chance, world.rates["pregnancy"]
    pregnancy = begin(world, woman, lmp)
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
    observations = antenatal.at_posyandu(world, pregnancy, at.day)
    if chance.yes(rates["danger_sign"]):
        observations[f"danger_pregnancy_{chance.one(DANGERS)}"] = True
    session = f"{post.code} {day_text(at.day)}"
    device, confirmer = world.device_of(post.code), world.device_of(post.pustu)
    about = pregnancy.woman.id
    world.clerk.contact(
        device, about, "pregnancy", observations, {}, at, session=session, confirmer=confirmer
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
    at = world.clerk.desk(today)
    if not pregnancy.is_known:
        _make_known(world, pregnancy, device, at)
    observations, doses = antenatal.content(world, pregnancy, visit["items"], today)
    observations |= {"anc_visit": True, "anc_doctor": by_doctor}
    if by_doctor:
        observations["usg"] = world.chance.yes(world.rates["pregnancy"]["doctor_has_ultrasound"])
    world.clerk.contact(device, woman.id, PACKAGE, observations, doses, at)


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
    _tetanus_history(world, pregnancy, device, at)
    world.pregnancies[woman.household.rt.posyandu].append(pregnancy)


def _tetanus_history(world: World, pregnancy: Pregnancy, device: Device, at: Moment) -> None:
    """The doses she says she has had, with dates from her book, latest first."""
    rates, woman = world.rates["pregnancy"], pregnancy.woman
    day = pregnancy.lmp - world.chance.whole(rates["tetanus_days_before"])
    pregnancy.tetanus_day = day
    more: Values = {"source": "Buku KIA"}
    if at.day >= world.plan.start:
        more["written"] = at
    for number in range(pregnancy.tetanus, 0, -1):
        world.clerk.contact(
            device, woman.id, "immunisation", {}, {"Td": number}, Moment(day), **more
        )
        if number > 1:
            day -= rates["tetanus_gaps_days"][number - 2] + world.chance.whole((0, 60))


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
