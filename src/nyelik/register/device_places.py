"""The areas and facilities a worker's phone needs: where people live, and who may be called about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from nyelik.register import areas
from nyelik.register.facilities import PUSTU_LIKE, in_force
from nyelik.register.scope import is_inside, scope_areas
from nyelik.register.tables import Area, Catchment, Facility, FacilityType
from nyelik.register.workers import Worker

LEVELS_ABOVE = frozenset({"village", "dusun"})
"""A kader of an RT needs the names of its dusun and village too: an address is read with them."""


def own_first(worker: Worker, on: dt.date) -> list[str]:
    """The areas of a worker's scope, those around the own facility first; the order in which a phone fills."""
    scope = scope_areas(worker, on)
    named = [code for code in worker.scope if code and not code[0].isdigit()]
    home = set(Facility.objects.filter(code__in=named).values_list("area", flat=True)) - {""}
    near = [a for a in scope if any(areas.holds(h, a) or areas.holds(a, h) for h in home)]
    return near + [area for area in scope if area not in near]


def places(scope: Sequence[str]) -> list[dict[str, Any]]:
    """Every area within the scope with its parent, and the village and dusun that hold it."""
    rows = Area.objects.filter(_within(scope) | Q(code__in=_above(scope)))
    return [
        {"code": row.code, "name": row.name, "level": row.level, "parent": row.parent}
        for row in rows
        if is_inside(row.code, scope) or row.level in LEVELS_ABOVE
    ]


def named_areas(scope: Sequence[str]) -> list[dict[str, Any]]:
    """The areas of the scope themselves, in its order."""
    rows = Area.objects.in_bulk(list(scope))
    return [
        {"code": code, "name": rows[code].name, "level": rows[code].level}
        if code in rows
        else {"code": code, "name": code, "level": areas.level_of(code)}
        for code in scope
    ]


def facilities_for(scope: Sequence[str], on: dt.date) -> list[dict[str, Any]]:
    """The facilities that serve the scope, and the Pustu and Puskesmas that serve the village around it."""
    around = _above(scope)
    serving = Catchment.objects.filter(in_force(on)).filter(
        _within(scope, "area") | Q(area__in=around)
    )
    found = set(serving.values_list("facility_id", flat=True))
    types = dict(
        FacilityType.objects.filter(in_force(on), facility_id__in=found).values_list(
            "facility_id", "type"
        )
    )
    served: dict[str, list[str]] = {}
    every = Catchment.objects.filter(in_force(on), facility_id__in=types).order_by("area")
    for facility, area in every.values_list("facility_id", "area"):
        served.setdefault(facility, []).append(area)
    rows = Facility.objects.filter(code__in=types).order_by("code")
    return [
        {
            "code": row.code,
            "name": row.name,
            "type": "pustu" if types[row.code] in PUSTU_LIKE else types[row.code],
            "area": row.area,
            "phone": row.phone,
            "serves": served.get(row.code, []),
        }
        for row in rows
    ]


def _above(scope: Iterable[str]) -> list[str]:
    return sorted({code for area in scope for code in areas.lineage(area)[1:]})


def _within(scope: Sequence[str], field: str = "code") -> Q:
    condition = Q(pk__in=[])
    for code in scope:
        low, high = areas.code_range(code)
        condition |= Q(**{f"{field}__gte": low, f"{field}__lt": high})
    return condition
