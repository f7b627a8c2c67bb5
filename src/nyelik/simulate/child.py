"""A child under five: Posyandu days, measurements, doses, supplements, screening, and the times nobody came."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.simulate.body import Body
from nyelik.simulate.days import age_months, calendar_day, day_text
from nyelik.simulate.device import Moment
from nyelik.simulate.naming import misspell
from nyelik.simulate.people import Person
from nyelik.simulate.place import Posyandu
from nyelik.simulate.world import World

Values = dict[str, Any]
OLDEST_DAYS = 1826
NEWBORN_FORM_MONTHS = 6
NEWBORN_SIGNS = "breathing grunting activity colour jaundice sucking convulsion fever cold stool urine cord eyes skin"
CHILD_SIGNS = "breathing indrawing cough diarrhoea urine colour activity not_drinking not_eating vomiting convulsion"


@dataclass(slots=True, eq=False)
class Child:
    """A child in the care of a Posyandu. `doses` holds number and day of the last dose of each vaccine."""

    person: Person
    body: Body
    doses: dict[str, tuple[int, int]] = field(default_factory=dict)
    pending: list[Values] = field(default_factory=list)
    birth_kg: float = 0.0
    breastfed_only: bool = True
    has_book: bool = True
    kpsp_month: int = 0
    duplicate: UUID | None = None
    will_be_doubled: bool = False

    @property
    def record(self) -> UUID:
        """Under which id this Posyandu writes: the double while there is one."""
        return self.duplicate or self.person.id


def add_child(world: World, person: Person, at_birth: float = 0.0, day: int | None = None) -> Child:
    """Put a child on the list of its Posyandu, grown to `day` if it was born before."""
    body = world.growth.new_body(person.sex, person.born, at_birth, day)
    child = Child(person, body, pending=list(world.rates["immunisation"]["doses"]))
    child.has_book = world.chance.yes(world.rates["posyandu"]["has_kia_book"])
    child.will_be_doubled = world.chance.yes(world.rates["register"]["duplicate_child"])
    world.children[person.household.rt.posyandu].append(child)
    return child


def attends(world: World, child: Child, day: int) -> bool:
    """Whether the family comes on a Posyandu day."""
    rates = world.rates["posyandu"]
    chance = child.person.household.comes
    if age_months(child.person.born, day) >= rates["after_months"][0]:
        chance *= rates["after_months"][1]
    if calendar_day(day).month in rates["campaign_months"]:
        chance *= rates["campaign_factor"]
    return world.chance.yes(chance)


def at_posyandu(world: World, child: Child, post: Posyandu, at: Moment, nurse: bool) -> None:
    """One child passes the five steps."""
    device = world.device_of(post.code)
    if child.will_be_doubled:
        _register_twice(world, child, post, at)
    observations = measure(world, child, at.day)
    _supplements(world, child, at.day, observations)
    if nurse:
        _screen(world, child, at.day, observations)
    doses = due_doses(world, child, at.day) if nurse else {}
    about, session = child.record, f"{post.code} {day_text(at.day)}"
    more = {"session": session, "confirmer": world.device_of(post.pustu)}
    if world.chance.yes(world.rates["recording"]["wrong_child"]):
        other = world.chance.one(world.children[post.code]).record
        wrong = world.clerk.contact(device, other, "under-five", observations, doses, at, **more)
        if wrong:
            world.clerk.retract_later(device, wrong, other, at)
    world.clerk.contact(device, about, "under-five", observations, doses, at, **more)


def missed(world: World, child: Child, post: Posyandu, day: int) -> None:
    """Nobody came: a kader may look in, or the family goes to the Pustu another day."""
    if world.chance.yes(world.rates["posyandu"]["home_visit_when_missed"]):
        later = day + world.chance.whole((2, 12))
        world.clerk.later(later, lambda today: _home_visit(world, child, post, today))
    elif world.chance.yes(child.person.household.makes_up):
        later = day + world.chance.whole((3, 20))
        world.clerk.later(later, lambda today: _at_pustu(world, child, post, today))


def measure(world: World, child: Child, day: int) -> Values:
    """Weight, and often length, head and arm."""
    chance, rates, growth, body = world.chance, world.rates["posyandu"], world.growth, child.body
    growth.grow(body, day)
    months, is_campaign = (
        age_months(body.born, day),
        calendar_day(day).month in rates["campaign_months"],
    )
    values: Values = {"weight_kg": round(growth.weight_kg(body, day), 1 if months > 11 else 2)}
    if chance.yes(rates["length_measured_campaign" if is_campaign else "length_measured"]):
        values["length_cm"] = round(growth.length_cm(body, day), 1)
        values["measured_position"] = "standing" if growth.is_standing(body, day) else "lying"
    border, below, above = rates["head_measured"]
    if chance.yes(below if months < border else above):
        values["head_cm"] = round(growth.head_cm(body, day), 1)
    if months >= rates["muac_from_month"] and chance.yes(rates["muac_measured"]):
        values["muac_cm"] = round(growth.muac_cm(body, day), 1)
    return values


def due_doses(world: World, child: Child, day: int) -> Values:
    """The doses a vaccinator gives on this day, as health workers usually do it (fixture)."""
    home, age = child.person.household, day - child.person.born
    if home.accepts < 1.0 and not world.chance.yes(home.accepts):
        return {}
    given: Values = {}
    for dose in list(child.pending):
        if dose["from_days"] > age:
            break
        if dose["until_days"] < age:
            child.pending.remove(dose)
        elif dose["vaccine"] not in given and _may_give(world, child, dose, day):
            given[dose["vaccine"]] = dose["dose"]
            child.doses[dose["vaccine"]] = (dose["dose"], day)
            child.pending.remove(dose)
    return given


def _may_give(world: World, child: Child, dose: Values, day: int) -> bool:
    if "after" in dose:
        vaccine, number = dose["after"]
        last = child.doses.get(vaccine)
        if last is None or last[0] != number or day - last[1] < dose["gap_days"]:
            return False
    elif dose["dose"] > 1 and child.doses.get(dose["vaccine"], (0, 0))[0] != dose["dose"] - 1:
        return False
    return world.chance.yes(world.rates["immunisation"]["nurse_has_vaccine"])


def _supplements(world: World, child: Child, day: int, values: Values) -> None:
    """Vitamin A, deworming, feeding questions and the book."""
    chance, rates = world.chance, world.rates["posyandu"]
    months, month = age_months(child.person.born, day), calendar_day(day).month
    if months < rates["breastfeeding_until_month"]:
        if chance.yes(world.rates["growth"]["exclusive_breastfeeding_stops"]):
            child.breastfed_only = False
        if chance.yes(rates["asked_breastfeeding"]):
            values["exclusive_breastfeeding"] = child.breastfed_only
    elif months < rates["feeding_until_month"] and chance.yes(rates["complementary_asked"]):
        values["complementary_feeding"] = chance.yes(rates["complementary_suits_age"])
    if chance.yes(rates["milestones_asked"]):
        values["milestones_complete"] = chance.yes(rates["milestones_complete"])
    blue_from, red_from = rates["vitamin_a_from_months"]
    is_campaign, is_august = month in rates["campaign_months"], month == rates["deworming_month"]
    if is_campaign and months >= blue_from and chance.yes(rates["supplement_given"]):
        values["vitamin_a_blue" if months < red_from else "vitamin_a_red"] = True
    old_enough = months >= rates["deworming_from_month"]
    if is_august and old_enough and chance.yes(rates["supplement_given"]):
        values["deworming"] = True
    if is_campaign:
        values["kia_book"] = child.has_book


def _screen(world: World, child: Child, day: int, values: Values) -> None:
    """KPSP at its ages; now and then illness or a danger sign."""
    chance, rates = world.chance, world.rates["growth"]
    months = age_months(child.person.born, day)
    ages = [
        age for age in world.rates["posyandu"]["kpsp_months"] if child.kpsp_month < age <= months
    ]
    if ages and chance.yes(world.rates["posyandu"]["kpsp_done"]):
        child.kpsp_month = ages[-1]
        kinds = [{"name": name, "share": share} for name, share in rates["kpsp"].items()]
        values["kpsp_result"] = chance.by_share(kinds)["name"]
    if chance.yes(world.rates["posyandu"]["oedema_looked_for"]):
        values["oedema"] = False
    if chance.yes(rates["danger_sign"]):
        values[chance.one(_danger_signs(months))] = True
    elif chance.yes(rates["illness_a_month"]):
        values |= {"sick": True, "mtbs": chance.yes(rates["ill_by_mtbs"])}


def _danger_signs(months: int) -> list[str]:
    """Codes of the checklist for this age, as on the home-visit form."""
    if months < NEWBORN_FORM_MONTHS:
        return [f"danger_newborn_{sign}" for sign in NEWBORN_SIGNS.split()]
    return [f"danger_child_{sign}" for sign in CHILD_SIGNS.split()]


def _register_twice(world: World, child: Child, post: Posyandu, at: Moment) -> None:
    """The kader does not find the child and writes it down anew, in her own spelling."""
    child.has_book = world.chance.yes(world.rates["posyandu"]["has_kia_book"])
    child.will_be_doubled = False
    person, rates = child.person, world.rates["register"]
    child.duplicate = world.chance.uuid(at.day * 86_400_000)
    name = misspell(world.chance, person.name)
    body: Values = {"name": name, "sex": person.sex, "born": day_text(person.born)}
    body |= {"mother_name": person.mother_name, "area": person.household.rt.code}
    device = world.device_of(post.code)
    world.network.write(device, "person", child.duplicate, child.duplicate, body, at)
    if world.chance.yes(rates["duplicate_merged"]):
        later = at.day + world.chance.whole((25, 160))
        world.clerk.later(later, lambda today: _merge(world, child, post, today))


def _merge(world: World, child: Child, post: Posyandu, today: int) -> None:
    if child.duplicate is None:
        return
    subject, at = world.chance.uuid(today * 86_400_000), world.clerk.desk(today)
    body = {"into": str(child.person.id)}
    device = world.device_of(post.puskesmas)
    world.network.write(device, "merge", subject, child.duplicate, body, at)
    child.duplicate = None


def _home_visit(world: World, child: Child, post: Posyandu, today: int) -> None:
    if child.person.gone or today - child.person.born > OLDEST_DAYS:
        return
    rate = world.rates["growth"]["danger_sign"]
    values: Values = {"weight_kg": measure(world, child, today)["weight_kg"]}
    signs = _danger_signs(age_months(child.person.born, today))
    values |= {sign: world.chance.yes(rate) for sign in signs}
    at = Moment(today, world.chance.whole((14 * 60, 17 * 60)))
    confirmer = world.device_of(post.pustu)
    device = world.device_of(post.code)
    about = child.record
    world.clerk.contact(
        device, about, "home-visit", values, {}, at, place="home", confirmer=confirmer
    )


def _at_pustu(world: World, child: Child, post: Posyandu, today: int) -> None:
    if child.person.gone or today - child.person.born > OLDEST_DAYS:
        return
    values, doses = measure(world, child, today), due_doses(world, child, today)
    at, device = world.clerk.desk(today), world.device_of(post.pustu)
    world.clerk.contact(device, child.person.id, "under-five", values, doses, at)
