"""Facilities that are a worker's business: those that stand in the scope, and those that serve a part of it.

A kader works at the Posyandu that serves the RT; the Pustu of the village is not theirs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from nyelik.base.ids import facility_uuid
from nyelik.register.facilities import in_force
from nyelik.register.scope import is_inside
from nyelik.register.tables import Catchment, Facility, FacilityType


def facilities_in_scope(scope: Sequence[str], on: dt.date) -> dict[UUID, str]:
    """Their codes by their identity in the journal. Two queries."""
    found = {
        code
        for code, area in Facility.objects.exclude(area="").values_list("code", "area")
        if is_inside(area, scope)
    }
    served = Catchment.objects.filter(in_force(on)).values_list("facility_id", "area")
    found |= {code for code, area in served if is_inside(area, scope)}
    return {facility_uuid(code): code for code in sorted(found)}


def types_in_scope(scope: Sequence[str], on: dt.date) -> dict[UUID, str]:
    """What these facilities are on that day, by their identity in the journal. Three queries."""
    mine = facilities_in_scope(scope, on)
    rows = FacilityType.objects.filter(in_force(on), facility_id__in=mine.values())
    return {facility_uuid(code): type_ for code, type_ in rows.values_list("facility_id", "type")}
