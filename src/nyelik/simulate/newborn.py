"""A birth and the weeks after it: delivery, the newborn's first care, KN, SHK and KF, a name and a NIK."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nyelik.simulate.child import Child, add_child
from nyelik.simulate.days import day_text, unix_ms
from nyelik.simulate.device import Device, Moment
from nyelik.simulate.people import Person
from nyelik.simulate.world import World

if TYPE_CHECKING:
    from nyelik.simulate.pregnancy import Pregnancy

Values = dict[str, Any]
DAY_MINUTES = 24 * 60
SEEKS_DAYLIGHT = 8


def deliver(world: World, pregnancy: Pregnancy, today: int) -> None:
    """The birth: the episode ends, the mother's and the newborns' records are written."""
    woman, chance = pregnancy.woman, world.chance
    at = Moment(today, chance.whole((0, DAY_MINUTES - 1)))
    device, place = _where(world, woman)
    woman.births += 1
    woman.last_birth = today
    _record_delivery(world, pregnancy, device, place, at)
    if pregnancy.outcome == "stillbirth":
        return
    weeks = (today - pregnancy.lmp) // 7
    for order in range(pregnancy.babies):
        child, deviation = _born(world, woman, at, weeks, order)
        _first_care(world, child, device, place, at, weeks, deviation)
        _neonatal_visits(world, child, device, at)
        _name_and_nik(world, child.person, today)
    _postpartum_visits(world, woman, at)
    if chance.yes(world.rates["population"]["maternal_deaths"] / 1000):
        die(world, woman, today + chance.whole((0, 10)))


def die(world: World, person: Person, day: int) -> None:
    """The person dies on this day; the kader writes it down within some weeks."""
    world.clerk.later(day, lambda today: _die(world, person, today))


def _die(world: World, person: Person, today: int) -> None:
    if person.gone:
        return
    person.gone = True
    device = world.device_of(person.household.rt.posyandu)
    told = today + world.chance.whole((0, 20))
    died = day_text(today)
    world.clerk.later(
        told,
        lambda day: world.clerk.patch_person(device, person, world.clerk.desk(day), died=died),
    )


def _where(world: World, woman: Person) -> tuple[Device, str | None]:
    """Who writes the birth down and where it was: the Puskesmas, the Pustu, or home."""
    rt = woman.household.rt
    if not world.chance.yes(world.rates["birth"]["facility"]):
        return world.device_of(rt.pustu), "home"
    return world.device_of(
        rt.puskesmas if world.chance.yes(world.rates["birth"]["at_puskesmas"]) else rt.pustu
    ), None


def _record_delivery(
    world: World, pregnancy: Pregnancy, device: Device, place: str | None, at: Moment
) -> None:
    chance, rates, woman = world.chance, world.rates["birth"], pregnancy.woman
    body: Values = (
        {} if pregnancy.is_known else {"type": "pregnancy", "start": day_text(pregnancy.lmp)}
    )
    body |= {"delivered": at.text(), "end": day_text(at.day), "outcome": pregnancy.outcome}
    world.clerk.episode(device, pregnancy.episode, woman, body, at)
    is_attended = place is None or chance.yes(rates["home_attended"])
    team = 3 if chance.yes(rates["three_attendants"]) else 2
    observations = {
        "birth_in_facility": place is None,
        "birth_attended": is_attended,
        "birth_attendants": team if is_attended else 0,
    }
    world.clerk.contact(device, woman.id, "delivery", observations, {}, at, place=place)


def _born(world: World, woman: Person, at: Moment, weeks: int, order: int) -> tuple[Child, float]:
    """A new person, without name and NIK, and how far its birth weight lies from usual (SD)."""
    sex = "male" if world.chance.yes(world.rates["birth"]["male"]) else "female"
    home, deviation = woman.household, world.chance.gauss(0, 1)
    person = Person(world.chance.uuid(unix_ms(at.day, at.minute)), "", sex, at.day, home)
    person.name = f"Bayi Ny. {woman.name}" + (" II" if order else "")
    person.mother, person.mother_name = woman, woman.name
    if home.members[0].sex == "male":
        person.father_name = home.members[0].name
    person.born_minute, person.birth_order = at.minute, woman.births
    home.members.append(person)
    child = add_child(world, person, deviation - (1.2 if weeks < 37 else 0.0))
    if world.chance.yes(world.rates["population"]["neonatal_deaths"] / 1000):
        die(world, person, at.day + world.chance.whole((0, 27)))
    return child, deviation


def _first_care(
    world: World,
    child: Child,
    device: Device,
    place: str | None,
    at: Moment,
    weeks: int,
    deviation: float,
) -> None:
    """The newborn's registration and the care of the first hours."""
    chance, rates, person = world.chance, world.rates["birth"], child.person
    written = Moment(at.day, min(at.minute + 45, DAY_MINUTES - 1))
    world.clerk.register(device, person, written, birth_order=person.birth_order)
    mean, sd = rates["birth_weight_g"]
    grams = mean + sd * deviation + rates["weight_a_week_g"] * (min(weeks, 41) - 39)
    length_mean, length_sd = rates["birth_length_cm"]
    child.birth_kg = max(0.7, round(grams / 10) / 100)
    world.growth.fit_weight(child.body, child.birth_kg)
    observations: Values = {
        "birth_weight_g": round(child.birth_kg * 1000),
        "birth_length_cm": round(length_mean + length_sd * (0.7 * deviation), 1),
        "gestation_weeks_at_birth": weeks,
        "imd": chance.yes(rates["imd"]),
        "vitamin_k1": chance.yes(rates["vitamin_k1"]),
        "eye_ointment": chance.yes(rates["eye_ointment"]),
    }
    accepts = person.household.accepts > 0 and chance.yes(rates["hb0"])
    doses = {"HB0": 1} if accepts else {}
    world.clerk.contact(device, person.id, "birth", observations, doses, written, place=place)


def _neonatal_visits(world: World, child: Child, device: Device, born: Moment) -> None:
    """KN1 to KN3 and the heel-prick sample."""
    chance, rates, rt = world.chance, world.rates["birth"], child.person.household.rt
    for number, share in enumerate(rates["visit_kn"]):
        if chance.yes(share):
            writer = device if number == 0 else world.device_of(rt.pustu)
            kg = child.birth_kg * rates["visit_weight"][number] * chance.gauss(1, 0.015)
            observations = {"neonatal_visit": True, "cord_care": True, "weight_kg": round(kg, 2)}
            observations["mtbs"] = chance.yes(rates["mtbm"])
            observations["breastfeeding_advice"] = True
            at = _after(world, born, rates["visit_hours"][number])
            _visit_baby(world, child, writer, at, observations)
    if chance.yes(rates["shk"]):
        is_early = chance.yes(rates["shk_too_early"])
        at = _after(world, born, rates["shk_early_hours" if is_early else "shk_hours"])
        _visit_baby(world, child, device, at, {"shk_sample": True})


def _visit_baby(
    world: World, child: Child, device: Device, at: Moment, observations: Values
) -> None:
    def visit(today: int) -> None:
        if not child.person.gone:
            world.clerk.contact(device, child.person.id, "neonatal", observations, {}, at)

    world.clerk.later(at.day, visit)


def _postpartum_visits(world: World, woman: Person, born: Moment) -> None:
    """KF1 to KF4."""
    chance, rates = world.chance, world.rates["birth"]
    device = world.device_of(woman.household.rt.pustu)
    for number, hours in enumerate(rates["visit_hours"]):
        if not chance.yes(rates["visit_kf"][number]):
            continue
        at = _after(world, born, hours)
        observations: Values = {"postpartum_visit": True}
        observations |= {"systolic_mmhg": round(chance.gauss(112, 9)), "counselling": True}
        observations["diastolic_mmhg"] = round(chance.gauss(72, 6))
        has_capsule = number < rates["postpartum_vitamin_a_visits"]
        if has_capsule and chance.yes(rates["postpartum_vitamin_a"]):
            observations["postpartum_vitamin_a"] = True
        if chance.yes(rates["postpartum_mental"]):
            observations["mental_screening"] = True
        world.clerk.later(at.day, _postpartum_task(world, woman, device, observations, at))


def _postpartum_task(
    world: World, woman: Person, device: Device, observations: Values, at: Moment
) -> Any:
    def visit(today: int) -> None:
        if not woman.gone:
            world.clerk.contact(device, woman.id, "postpartum", observations, {}, at)

    return visit


def _after(world: World, born: Moment, hours: Sequence[int]) -> Moment:
    """A moment by daylight so many hours after birth; now and then later than it should be."""
    rates = world.rates["birth"]
    late = rates["late_hours"] * 60 if world.chance.yes(rates["out_of_window"]) else 0
    dawn, dusk = rates["daylight"]
    for _ in range(SEEKS_DAYLIGHT):
        minutes = born.minute + world.chance.whole((hours[0] * 60, hours[1] * 60)) + late
        if dawn <= minutes % DAY_MINUTES < dusk:
            break
    return Moment(born.day + minutes // DAY_MINUTES, minutes % DAY_MINUTES)


def _name_and_nik(world: World, person: Person, born: int) -> None:
    """The family chooses a name; weeks later the civil registry gives a NIK."""
    chance, rates = world.chance, world.rates["register"]
    home = person.household
    device = world.device_of(home.rt.pustu)

    def name(today: int) -> None:
        person.name = world.settlers.new_name(home, person.sex, born, home.family)
        if not person.gone:
            world.clerk.patch_person(device, person, world.clerk.desk(today), name=person.name)

    def nik(today: int) -> None:
        person.nik = world.settlers.numbers.nik(person.sex, born)
        if not person.gone:
            world.clerk.patch_person(device, person, world.clerk.desk(today), nik=person.nik)

    world.clerk.later(born + chance.whole(rates["name_after_days"]), name)
    if chance.yes(rates["nik_at_all"]):
        world.clerk.later(born + chance.whole(rates["nik_after_days"]), nik)
