"""The tree that coverage is counted along, as arrays: from where somebody lives to every unit above.

Every area of a kabupaten is a leaf for the people known exactly to it, so somebody known only to a village stands on a
pseudo leaf of that village and counts there and above, but in no Posyandu. Leaf 0 is "place unknown".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nyelik.register import areas
from nyelik.register.facilities import PUSTU_LIKE, in_force
from nyelik.register.tables import Area, Catchment, Facility, FacilityType

LEVELS = ("regency", "puskesmas", "district", "village", "pustu", "posyandu", "dusun", "rt")
"""Levels of the tree, widest first; facilities by their catchment on the day."""

FACILITY_LEVEL = {
    "puskesmas": "puskesmas",
    "posyandu": "posyandu",
    **dict.fromkeys(PUSTU_LIKE, "pustu"),
}


@dataclass(frozen=True)
class AreaTree:
    """Arrays over leaves.

    leaves         area code of each leaf in code order; leaves[0] == "" (unknown place)
    units[level]   codes of the units of a level, in code order
    above[level]   int32 for each leaf: index into units[level], -1 if it lies in none
    names          code -> name, for units of every level
    """

    on: dt.date
    leaves: tuple[str, ...]
    units: Mapping[str, tuple[str, ...]]
    above: Mapping[str, npt.NDArray[np.int32]]
    names: Mapping[str, str]
    leaf_index: Mapping[str, int]

    def leaf_of(self, area: str | None) -> int:
        """Leaf of an area code; of the nearest known area above it if the code itself is not known; else 0."""
        known = self.leaf_index.get(area or "")
        if known is not None:  # nearly always, and most of the time is spent in taking codes apart
            return known
        for code in areas.lineage(area or ""):
            if code in self.leaf_index:
                return self.leaf_index[code]
        return 0

    def leaves_of(self, areas_of_people: list[str]) -> npt.NDArray[np.int32]:
        """`leaf_of` for many codes."""
        known: dict[str, int] = {code: self.leaf_of(code) for code in set(areas_of_people)}
        return np.fromiter(
            (known[code] for code in areas_of_people), np.int32, len(areas_of_people)
        )

    def ancestor(self, area: str, level: str) -> str:
        """Code of the unit of `level` that an area lies in, "" if none."""
        unit = int(self.above[level][self.leaf_of(area)])
        return self.units[level][unit] if unit >= 0 else ""

    def level_of(self, code: str) -> str | None:
        """The level of a unit by its code; None if the tree does not have it."""
        return next((level for level in LEVELS if code in self.units[level]), None)

    def path(self, area: str) -> list[tuple[str, str, str]]:
        """(level, code, name) of every unit that an area lies in, widest first."""
        found = ((level, self.ancestor(area, level)) for level in LEVELS)
        return [(level, code, self.names[code]) for level, code in found if code]


def tree(on: dt.date) -> AreaTree:
    """The tree of all areas in the register with the network of facilities on a day. Four queries."""
    rows = list(Area.objects.exclude(level="province").values_list("code", "level", "name"))
    rows.sort()
    facilities = _facilities(on)
    served_by = _served_by(on, {code: level for code, level, _ in facilities})
    leaves = ("", *(code for code, _, _ in rows))
    units = {
        level: tuple(sorted(code for code, its, _ in (*rows, *facilities) if its == level))
        for level in LEVELS
    }
    numbers = {level: {code: i for i, code in enumerate(units[level])} for level in LEVELS}
    above = {level: np.full(len(leaves), -1, np.int32) for level in LEVELS}
    level_of_code = {code: level for code, level, _ in rows}
    for leaf, area in enumerate(leaves):
        for level, unit in _units_of(area, level_of_code, served_by).items():
            above[level][leaf] = numbers[level][unit]
    names = {code: name for code, _, name in (*rows, *facilities)}
    index = {code: leaf for leaf, code in enumerate(leaves) if code}
    return AreaTree(on, leaves, units, above, names, index)


def _facilities(on: dt.date) -> list[tuple[str, str, str]]:
    names = dict(Facility.objects.values_list("code", "name"))
    rows = FacilityType.objects.filter(in_force(on)).values_list("facility_id", "type")
    return [
        (code, FACILITY_LEVEL[type_], names[code])
        for code, type_ in rows
        if type_ in FACILITY_LEVEL
    ]


def _served_by(on: dt.date, level_of_facility: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """area -> level -> facility. If two of a kind serve an area, the one with the lowest code counts."""
    served: dict[str, dict[str, str]] = {}
    rows = Catchment.objects.filter(in_force(on)).values_list("area", "facility_id")
    for area, facility in sorted(rows, reverse=True):
        if facility in level_of_facility:
            served.setdefault(area, {})[level_of_facility[facility]] = facility
    return served


def _units_of(
    area: str, level_of_code: Mapping[str, str], served_by: Mapping[str, Mapping[str, str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in areas.lineage(area):
        if level_of_code.get(code) in LEVELS:
            found.setdefault(level_of_code[code], code)
        for level, facility in served_by.get(code, {}).items():
            found.setdefault(level, facility)
    return found
