"""Women of the ages at which it is offered have cervix and breast looked at, at the Pustu or the Puskesmas."""

from __future__ import annotations

from typing import Any

from nyelik.simulate.adult import Adult
from nyelik.simulate.world import World

MONTHS = 12


def plan_womens_checks(world: World, day: int) -> None:
    """The checks of the month that begins on this day."""
    rates = world.rates["adults"]
    low, high = rates["women_check_years"]
    a_month = rates["women_check_a_year"] / MONTHS
    for adults in world.adults.values():
        for adult in adults:
            is_asked = adult.person.sex == "female" and adult.person.married
            if is_asked and low <= adult.person.age_years(day) <= high and world.lots.yes(a_month):
                later = day + world.lots.whole((1, 26))
                world.clerk.later(later, _task(world, adult))


def _task(world: World, adult: Adult) -> Any:
    def check(today: int) -> None:
        if adult.person.gone:
            return
        rates, rt = world.rates["adults"], adult.person.household.rt
        iva = "positive" if world.lots.yes(rates["iva_positive"]) else "negative"
        breast = "benign" if world.lots.yes(rates["sadanis_abnormal"]) else "normal"
        values = {"iva_result": iva, "sadanis_result": breast}
        device, at = world.device_of(rt.pustu), world.clerk.desk(today)
        world.clerk.contact(device, adult.person.id, "womens-check", values, {}, at)

    return check
