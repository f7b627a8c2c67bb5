"""Hypertension, diabetes, severe mental disorder and TB: found, opened as an episode, controlled month by month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nyelik.simulate.adult import Adult, glucose, pressure
from nyelik.simulate.days import day_text, unix_ms
from nyelik.simulate.device import Device, Moment
from nyelik.simulate.people import Person
from nyelik.simulate.world import World

Values = dict[str, Any]
YEAR = 365


def begin_adults(world: World, adult: Adult, day: int) -> None:
    """What is known of a grown person on the first day, and what will be found in the years that follow."""
    chance, rates = world.lots, world.rates["chronic"]
    knows = chance.yes(rates["known_before"])
    upper, _ = rates["controlled_from"]
    if knows and adult.systolic >= upper:
        open_hypertension(world, adult, day, day - chance.whole((30, 4 * YEAR)))
    if knows and adult.diabetic:
        open_diabetes(world, adult, day, day - chance.whole((30, 4 * YEAR)))
    if chance.yes(rates["severe_mental"]):
        _open_mental(world, adult, day, day - chance.whole((60, 6 * YEAR)))


def after_screening(world: World, adult: Adult, values: Values, day: int) -> None:
    """Who was found with high pressure, high sugar or signs of TB may be seen at the Pustu some days later."""
    chance, rates = world.lots, world.rates["chronic"]
    upper, lower = rates["controlled_from"]
    high = values.get("systolic_mmhg", 0) >= upper or values.get("diastolic_mmhg", 0) >= lower
    if high and not adult.has_hypertension and chance.yes(rates["diagnosed_when_found"]):
        later = day + chance.whole((2, 20))
        world.clerk.later(later, lambda today: open_hypertension(world, adult, today))
    if adult.diabetic and not adult.has_diabetes and "glucose_random_mg_dl" in values:
        later = day + chance.whole((2, 20))
        world.clerk.later(later, lambda today: open_diabetes(world, adult, today))
    if adult.suspected_tb:
        adult.suspected_tb = False
        later = day + chance.whole((1, 14))
        world.clerk.later(later, lambda today: _examine_tb(world, adult, today))


def open_hypertension(world: World, adult: Adult, day: int, since: int | None = None) -> None:
    """The diagnosis, made on `day` or known here from then on (`since`); monthly control follows."""
    if adult.has_hypertension or adult.person.gone:
        return
    adult.has_hypertension = True
    _open(world, adult.person, "hypertension", day, since)
    _control_monthly(world, adult, day, _control_hypertension)


def open_diabetes(world: World, adult: Adult, day: int, since: int | None = None) -> None:
    """The diagnosis, made on `day` or known here from then on (`since`); monthly control follows."""
    if adult.has_diabetes or adult.person.gone:
        return
    adult.has_diabetes = True
    _open(world, adult.person, "diabetes", day, since)
    _control_monthly(world, adult, day, _control_diabetes)


def _open(world: World, person: Person, kind: str, day: int, since: int | None = None) -> UUID:
    """The first entry of an episode, written at the Puskesmas.

    What is known on the first day comes from the paper books; of who moves in later it is written on arrival.
    """
    start = since or day
    happened = start if day <= world.plan.start else day
    subject = world.lots.uuid(unix_ms(happened, 0))
    body = {"type": kind, "start": day_text(start)}
    device = world.device_of(person.household.rt.puskesmas)
    world.clerk.episode(device, subject, person, body, Moment(happened, 10 * 60))
    return subject


@dataclass(slots=True)
class _Control:
    """Monthly control of one illness of one person; how often somebody comes is their own."""

    world: World
    adult: Adult
    write: Callable[[World, Adult, int, int], None]
    comes: float
    number: int = 0

    def visit(self, today: int) -> None:
        """The visit of this month, if they come, and the appointment for the next."""
        if self.adult.person.gone:
            return
        chance, rates = self.world.lots, self.world.rates["chronic"]
        if chance.yes(self.comes):
            self.number += 1
            self.write(self.world, self.adult, today, self.number)
        shift = chance.whole((-rates["visit_shift_days"], rates["visit_shift_days"]))
        self.world.clerk.later(today + rates["visit_every_days"] + shift, self.visit)


def _control_monthly(
    world: World, adult: Adult, day: int, write: Callable[[World, Adult, int, int], None]
) -> None:
    """From the diagnosis on, or from the first day."""
    low, high = world.rates["chronic"]["comes_each_month"]
    control = _Control(world, adult, write, low + (high - low) * world.lots.random())
    first = max(day, world.plan.start)
    wait = world.lots.whole((3, world.rates["chronic"]["visit_every_days"]))
    world.clerk.later(first + wait, control.visit)


def _control_hypertension(world: World, adult: Adult, today: int, number: int) -> None:
    values = {"hypertension_control": True, **pressure(world, adult)}
    values["hypertension_medicine_days"] = world.rates["chronic"]["medicine_days"]
    _write_control(world, adult, "hypertension", values, today, number)


def _control_diabetes(world: World, adult: Adult, today: int, number: int) -> None:
    values = {"diabetes_control": True, "glucose_random_mg_dl": glucose(world, adult)}
    values["diabetes_medicine_days"] = world.rates["chronic"]["medicine_days"]
    _write_control(world, adult, "diabetes", values, today, number)


def _write_control(
    world: World, adult: Adult, kind: str, values: Values, today: int, number: int
) -> None:
    """At the Pustu, every third time with the doctor of the Puskesmas."""
    chance, rates, rt = world.lots, world.rates["chronic"], adult.person.household.rt
    by_doctor = number % rates["doctor_every_visits"] == 1
    values |= {"chronic_education": True, "chronic_symptoms": chance.yes(rates["complaint"])}
    values["chronic_doctor"] = by_doctor
    if chance.yes(rates["medicine_asked_at_home"]):
        values |= {f"{kind}_medicine_home": True, f"{kind}_medicine_taken": chance.yes(0.85)}
    device = world.device_of(rt.puskesmas if by_doctor else rt.pustu)
    world.clerk.contact(device, adult.person.id, "chronic", values, {}, world.clerk.desk(today))


def _open_mental(world: World, adult: Adult, day: int, since: int) -> None:
    _open(world, adult.person, "severe_mental_disorder", day, since)

    def visit(today: int) -> None:
        if adult.person.gone:
            return
        if world.lots.yes(world.rates["chronic"]["mental_comes"]):
            values = dict.fromkeys(
                ("mental_control", "mental_status_exam", "mental_education"), True
            )
            device = world.device_of(adult.person.household.rt.puskesmas)
            about = adult.person.id
            world.clerk.contact(device, about, "mental", values, {}, world.clerk.desk(today))
        world.clerk.later(today + world.rates["chronic"]["visit_every_days"], visit)

    world.clerk.later(max(day, world.plan.start) + world.lots.whole((1, 30)), visit)


def _examine_tb(world: World, adult: Adult, today: int) -> None:
    """A suspect is examined with sputum; a few are cases and are treated for six months."""
    chance, rates, person = world.lots, world.rates["chronic"], adult.person
    if person.gone or not chance.yes(rates["tb_examined"]):
        return
    is_case = chance.yes(rates["tb_confirmed"])
    device, at = world.device_of(person.household.rt.puskesmas), world.clerk.desk(today)
    values: Values = {"tb_examined": True, "tb_cough": True, "tb_sputum_samples": 2}
    values["counselling"] = True
    values["tb_rapid_test"] = "sensitive" if is_case else "negative"
    values["tb_diagnosis"] = "bacteriological" if is_case else "none"
    world.clerk.contact(device, person.id, "tb", values, {}, at)
    if is_case:
        _treat_tb(world, adult, device, today + 1)


def _treat_tb(world: World, adult: Adult, device: Device, day: int) -> None:
    rates, person = world.rates["chronic"], adult.person
    subject = _open(world, person, "tb_treatment", day)
    for month in range(rates["tb_months"]):
        world.clerk.later(day + month * rates["visit_every_days"], _tb_task(world, adult, month))
    end = day + rates["tb_months"] * rates["visit_every_days"]

    def close(today: int) -> None:
        if not person.gone:
            at, body = (
                world.clerk.desk(today),
                {"end": day_text(today), "facts": {"tb_outcome": "cured"}},
            )
            world.clerk.episode(device, subject, person, body, at)

    world.clerk.later(end, close)


def _tb_task(world: World, adult: Adult, month: int) -> Callable[[int], None]:
    return lambda today: _tb_month(world, adult, today, month)


def _tb_month(world: World, adult: Adult, today: int, month: int) -> None:
    if adult.person.gone or not world.lots.yes(world.rates["chronic"]["comes_each_month"][1]):
        return
    values: Values = {"tb_medicine_pickup": True, "tb_control": True, "tb_supporter": True}
    if month == 0:
        listed = world.lots.whole(world.rates["chronic"]["tb_contacts"])
        values |= {"tb_contacts_listed": listed, "tb_contacts_examined": max(0, listed - 1)}
        values |= {"tb_type": "sensitive", "hiv_test": "non_reactive"}
    device = world.device_of(adult.person.household.rt.puskesmas)
    at = world.clerk.desk(today)
    world.clerk.contact(device, adult.person.id, "tb", values, {}, at)
