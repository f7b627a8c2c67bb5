"""A pregnancy: the woman's own levels and how it will end, drawn when it begins."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nyelik.simulate.days import unix_ms
from nyelik.simulate.people import Person
from nyelik.simulate.world import World

FULL_TETANUS = 5
LONGEST_DAYS = 296


@dataclass(slots=True, eq=False)
class Pregnancy:
    """One pregnancy. `muac`, `hb` and the pressures are the woman's own level; readings vary around it.

    `tetanus` counts doses so far, the last on `tetanus_day`; `tablets` were given and not yet asked about;
    `kek_food` is how many days of food are still to be handed out.
    """

    woman: Person
    episode: UUID
    lmp: int
    ends: int
    outcome: str
    babies: int
    height: float
    weight: float
    muac: float
    hb: float
    systolic: float
    diastolic: float
    tetanus: int
    adherence: float
    tetanus_day: int = 0
    tablets: int = 0
    is_known: bool = False
    is_over: bool = False
    kek_food: int = 0


def begin(world: World, woman: Person, lmp: int) -> Pregnancy:
    """A pregnancy that begins on this day, its outcome already known to chance."""
    chance, rates = world.chance, world.rates["pregnancy"]
    outcome, days = "live_birth", int(chance.around(rates["length_days"]))
    draw = chance.random()
    if draw < rates["miscarriage"]:
        outcome, days = "miscarriage", chance.whole((55, 130))
    elif draw < rates["miscarriage"] + rates["stillbirth"]:
        outcome, days = "stillbirth", chance.whole((200, 285))
    weight = max(36.0, chance.around(rates["weight_kg"]))
    mean, slope = rates["muac_with_weight"]
    muac = mean + slope * (weight - rates["weight_kg"][0]) + chance.gauss(0, rates["muac_noise_cm"])
    is_high = chance.yes(rates["hypertensive"])
    return Pregnancy(
        woman=woman,
        episode=chance.uuid(unix_ms(max(lmp, 0), 0)),
        lmp=lmp,
        ends=lmp + min(days, LONGEST_DAYS),
        outcome=outcome,
        babies=2 if chance.yes(rates["twins"]) else 1,
        height=chance.around(rates["height_cm"]),
        weight=weight,
        muac=muac,
        hb=chance.around(rates["hb"]),
        systolic=chance.around(rates["systolic"]) + (30 if is_high else 0),
        diastolic=chance.around(rates["diastolic"]) + (20 if is_high else 0),
        tetanus=min(FULL_TETANUS, woman.births * 2 + chance.whole((0, 2))),
        adherence=min(1.0, max(0.2, chance.around(rates["tablets_taken"]))),
    )
