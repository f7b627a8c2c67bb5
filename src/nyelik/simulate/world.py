"""The world: everything one run shares, put together from a plan. Nothing happens here yet."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from nyelik.rules.growth.tables import GrowthTables
from nyelik.simulate.body import Growth
from nyelik.simulate.chance import Chance
from nyelik.simulate.clerk import Clerk
from nyelik.simulate.device import Device, Network
from nyelik.simulate.fixtures import Section, rates
from nyelik.simulate.people import Household, Person, Settlers, make_settlers
from nyelik.simulate.place import District

if TYPE_CHECKING:
    from nyelik.simulate.adult import Adult
    from nyelik.simulate.child import Child
    from nyelik.simulate.pregnancy import Pregnancy

REGISTRATION_DAYS = 40
"""Before the first day, the kader write down who lives where."""
ONLINE = (0, 1)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to simulate: so many people from day `start` to day `end` (day numbers, both lived)."""

    people: int
    start: int
    end: int
    seed: int
    rulebook: str
    first_seq: int = 0


@dataclass(slots=True)
class World:
    """The shared state of one run. Children, pregnancies and adults are listed by the Posyandu that serves them.

    `lots` is a second source of chance, for grown people and schools: what they do changes nobody else's life.
    """

    plan: Plan
    district: District
    chance: Chance
    lots: Chance
    rates: Section
    network: Network
    clerk: Clerk
    growth: Growth
    settlers: Settlers
    households: list[Household] = field(default_factory=list)
    women: list[Person] = field(default_factory=list)
    pupils: list[Person] = field(default_factory=list)
    adults: defaultdict[str, list[Adult]] = field(default_factory=lambda: defaultdict(list))
    children: defaultdict[str, list[Child]] = field(default_factory=lambda: defaultdict(list))
    pregnancies: defaultdict[str, list[Pregnancy]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def device_of(self, facility: str) -> Device:
        """The device of a Posyandu, Pustu or Puskesmas."""
        return self.network.devices[facility]


def make_world(
    plan: Plan, district: District, tables: GrowthTables, workers: dict[str, UUID]
) -> World:
    """An empty world. `workers` names who holds the device of each facility; others get an invented id."""
    chance, fixtures = Chance(plan.seed), rates()
    settlers = make_settlers(chance, fixtures, district)
    network = Network(chance, plan.rulebook, seq=plan.first_seq)
    for code in district.facilities():
        worker = workers.get(code) or chance.uuid(0)
        network.devices[code] = Device(f"simulate-{code}", worker, code, ONLINE)
    clerk = Clerk(chance, fixtures, network, settlers.numbers, plan.start)
    growth = Growth(chance, fixtures["growth"], tables)
    lots = Chance(f"{plan.seed} grown")
    return World(plan, district, chance, lots, fixtures, network, clerk, growth, settlers)


def go_offline(world: World) -> None:
    """From the first day on every Posyandu and Pustu has the network of its place."""
    kinds = world.rates["recording"]["devices"]
    for post in world.district.posyandu:
        days = world.chance.by_share(kinds)["days"]
        world.device_of(post.code).days_to_sync = (days[0], days[1])
    for code in sorted({post.pustu for post in world.district.posyandu}):
        days = world.chance.by_share(kinds[:2])["days"]
        world.device_of(code).days_to_sync = (days[0], days[1])
