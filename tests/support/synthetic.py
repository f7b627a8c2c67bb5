"""A small synthetic district for tests, lived once for each plan."""

import datetime as dt
from functools import cache
from pathlib import Path

from nyelik.base.dates import day_number
from nyelik.journal.entry import Entry
from nyelik.rules.growth.tables import GrowthTables, read_growth_tables
from nyelik.simulate.device import Delivery
from nyelik.simulate.life import live
from nyelik.simulate.place import District, read_district
from nyelik.simulate.world import Plan

PROJECT = Path(__file__).parents[2]
END = dt.date(2026, 6, 30)


@cache
def district() -> District:
    """Belitung Timur's places."""
    return read_district(PROJECT / "data" / "districts" / "19.06.yaml")


@cache
def growth_tables() -> GrowthTables:
    """The WHO tables."""
    return read_growth_tables(PROJECT / "rulebook" / "growth")


def plan_of(people: int, seed: int = 1, days: int = 730) -> Plan:
    """So many people, until 30 June 2026."""
    end = day_number(END)
    return Plan(people, end - days + 1, end, seed, "test")


@cache
def deliveries_of(plan: Plan) -> tuple[Delivery, ...]:
    """What arrives over the plan, in order."""
    days = live(plan, district(), growth_tables())
    return tuple(delivery for _, deliveries in days for delivery in deliveries)


def entries_of(plan: Plan) -> list[Entry]:
    """The same as single entries."""
    return [entry for delivery in deliveries_of(plan) for entry in delivery.entries]
