"""Which Pustu answers for whom: the one that serves the village where they live."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from nyelik.register import areas
from nyelik.register.facilities import PUSTU_LIKE, in_force
from nyelik.register.tables import Catchment, Facility, FacilityType


def pustu_of(codes: Iterable[str], on: dt.date) -> dict[str, str]:
    """By area the names of the Pustu that serve it on a day; areas that none serves are left out. Three queries."""
    above = {code: areas.lineage(code) for code in codes if code}
    every = {part for parts in above.values() for part in parts}
    types = FacilityType.objects.filter(in_force(on), type__in=PUSTU_LIKE)
    pustu = set(types.values_list("facility_id", flat=True))
    served: dict[str, list[str]] = {}
    rows = Catchment.objects.filter(in_force(on), area__in=every, facility_id__in=pustu)
    for facility, area in rows.order_by("facility_id").values_list("facility_id", "area"):
        served.setdefault(area, []).append(facility)
    names = dict(Facility.objects.filter(code__in=pustu).values_list("code", "name"))
    found = {
        code: [names[one] for part in parts for one in served.get(part, [])]
        for code, parts in above.items()
    }
    return {code: ", ".join(dict.fromkeys(some)) for code, some in found.items() if some}
