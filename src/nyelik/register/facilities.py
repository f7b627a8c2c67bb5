"""Facilities: what they were when, and which areas they served when.

A Puskesmas and a Pustu serve villages, a Posyandu serves RTs. Polindes and Poskesdes become Pustu;
a village without a Pustu is served by a neighbour's. Both are dated facts, so last year's coverage can be
counted along last year's network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from nyelik.base.problem import Problem
from nyelik.register import areas
from nyelik.register.tables import Area, Catchment, Facility, FacilityType

TYPES = (
    "puskesmas",
    "pustu",
    "polindes",
    "poskesdes",
    "posyandu",
    "labkesda",
    "hospital",
    "clinic",
)
PUSTU_LIKE = ("pustu", "polindes", "poskesdes")
"""Types that serve a village; they stand on the level "pustu" of the tree."""

INVENTED = "invented"
"""Source of a network that was made up as a whole (see `invent`)."""

LONG_AGO = dt.date(1970, 1, 1)
"""Since when something holds whose beginning nobody wrote down."""


@dataclass
class Network:
    """Facilities to be saved together."""

    areas: list[Area] = field(default_factory=list)
    facilities: list[Facility] = field(default_factory=list)
    types: list[FacilityType] = field(default_factory=list)
    catchments: list[Catchment] = field(default_factory=list)

    def add(
        self,
        facility: Facility,
        types: Sequence[tuple[str, dt.date, dt.date | None]],
        served: Iterable[str],
    ) -> None:
        """A facility with its dated types and the areas it has always served."""
        self.facilities.append(facility)
        self.types += [
            FacilityType(facility_id=facility.code, type=type_, since=since, until=until)
            for type_, since, until in types
        ]
        self.serve(facility.code, served)

    def serve(self, facility: str, served: Iterable[str]) -> None:
        """More areas for a facility."""
        self.catchments += [
            Catchment(facility_id=facility, area=area, since=LONG_AGO) for area in served
        ]

    def save(self) -> None:
        """Write all; a facility that is already known keeps its types and catchments as they are in the register."""
        known = set(
            Facility.objects.filter(code__in=[row.code for row in self.facilities]).values_list(
                "code", flat=True
            )
        )
        areas.save_areas(self.areas)
        Facility.objects.bulk_create([row for row in self.facilities if row.code not in known])
        FacilityType.objects.bulk_create(row for row in self.types if row.facility_id not in known)
        Catchment.objects.bulk_create(
            [row for row in self.catchments if row.facility_id not in known], batch_size=500
        )


def load_district(code: str) -> None:
    """The areas of a kabupaten, and its facilities if `data/districts/` has a file for it.

    Repeating changes nothing.
    """
    areas.load_regency(code)
    file = district_file(code)
    if file is not None:
        network_of(file).save()


def district_file(code: str) -> Mapping[str, Any] | None:
    """The file of a kabupaten as read from YAML (shares of people included), None if there is none."""
    from ruamel.yaml import YAML

    path = areas.DATA / "districts" / f"{code}.yaml"
    if not path.exists():
        return None
    read: Mapping[str, Any] = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    return read


def network_of(file: Mapping[str, Any]) -> Network:
    """Facilities, dusun and RT of a district file."""
    network = Network()
    source = file.get("source", f"data/districts/{file['regency']}")
    served_by_neighbour = [village for village in file["villages"] if "served_by" in village]
    for row in file["puskesmas"]:
        villages = [v["code"] for v in file["villages"] if v["puskesmas"] == row["code"]]
        facility = Facility(
            code=row["code"],
            name=row["name"],
            area=row.get("area", ""),
            source=source,
            invented=source == INVENTED,
        )
        network.add(facility, [("puskesmas", LONG_AGO, None)], villages)
    for village in file["villages"]:
        _add_village(network, village, source, bool(file.get("invented")))
    for village in served_by_neighbour:
        network.serve(village["served_by"], [village["code"]])
    return network


def _add_village(network: Network, village: Mapping[str, Any], source: str, invented: bool) -> None:
    dusun = [(row["number"], row["name"], row["rt"]) for row in village["dusun"]]
    below = areas.number_rts(village["code"], dusun, f"{source} invented" if invented else source)
    network.areas += below
    if "pustu" in village:
        row = village["pustu"]
        facility = Facility(
            code=row["code"],
            name=row["name"],
            area=village["code"],
            source=source,
            invented=source == INVENTED,
        )
        network.add(facility, _pustu_types(row), [village["code"]])
    rts = iter([area.code for area in below if area.level == "rt"])
    for row in village["posyandu"]:
        facility = Facility(
            code=row["code"],
            name=row["name"],
            area=village["code"],
            source=source,
            invented=invented,
        )
        served = [next(rts) for _ in range(row["rt"])]
        network.add(facility, [("posyandu", LONG_AGO, None)], served)


def _pustu_types(row: Mapping[str, Any]) -> list[tuple[str, dt.date, dt.date | None]]:
    if "before" not in row:
        return [("pustu", LONG_AGO, None)]
    since = row["since"]
    if isinstance(since, str):
        since = dt.date.fromisoformat(since)
    return [(row["before"], LONG_AGO, since), ("pustu", since, None)]


def in_force(on: dt.date) -> Q:
    """Rows with `since` and `until` that hold on a day: from `since` to the day before `until`."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gt=on))


def type_of(facility: str, on: dt.date) -> str | None:
    """What a facility was on a day; None if it did not exist then."""
    row = FacilityType.objects.filter(in_force(on), facility_id=facility).first()
    return row.type if row else None


def served_areas(facilities: Iterable[str], on: dt.date) -> list[str]:
    """Codes of the areas that these facilities served on a day."""
    rows = Catchment.objects.filter(in_force(on), facility_id__in=list(facilities))
    return sorted(set(rows.values_list("area", flat=True)))


def set_phone(facility: str, phone: str) -> None:
    """The telephone that phones and letters show for a facility; empty for none. Problem `no-such-facility`."""
    if not Facility.objects.filter(code=facility).update(phone=phone.strip()[:20]):
        raise Problem("no-such-facility", facility=facility)


def change_type(facility: str, new_type: str, since: dt.date) -> None:
    """From `since` on the facility is of another type: Polindes becomes Pustu. Problem `unknown-facility-type`."""
    if new_type not in TYPES:
        raise Problem("unknown-facility-type", type=new_type)
    FacilityType.objects.filter(in_force(since), facility_id=facility).update(until=since)
    FacilityType.objects.filter(facility_id=facility, since=since).delete()
    FacilityType.objects.create(facility_id=facility, type=new_type, since=since)


def move_area(area: str, from_facility: str, to_facility: str, since: dt.date) -> None:
    """From `since` on an area is served by another facility of the same kind."""
    rows = Catchment.objects.filter(in_force(since), facility_id=from_facility, area=area)
    rows.update(until=since)
    Catchment.objects.filter(facility_id=from_facility, area=area, since=since).delete()
    Catchment.objects.create(facility_id=to_facility, area=area, since=since)
