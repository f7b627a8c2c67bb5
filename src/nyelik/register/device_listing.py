"""Listing everybody of a worker's scope for a phone, page by page: facilities, people by area and name, households.

It runs while others write. What changed since it began comes afterwards as changes, so nobody is missed who moved
from a part still to come into one already listed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Q

from nyelik.register import areas
from nyelik.register.device_cursor import CHANGES, FACILITIES, HOUSEHOLDS, PEOPLE, Cursor
from nyelik.register.device_records import (
    Record,
    facility_records,
    household_records,
    person_records,
)
from nyelik.register.device_secrets import Shown
from nyelik.register.facility_scope import facilities_in_scope
from nyelik.register.scope import is_inside
from nyelik.register.tables import Household, Person
from nyelik.register.workers import Worker

AT_ONCE = 100
"""People read together: enough that queries cost little, few enough that a page ends near its size."""


class Listing:
    """The rest of a listing, from a cursor on."""

    def __init__(
        self, worker: Worker, shown: Shown, scope: Sequence[str], on: dt.date, cursor: Cursor
    ) -> None:
        self.worker, self.shown, self.scope, self.on = worker, shown, scope, on
        self.cursor = cursor

    def next_records(self) -> list[Record]:
        """The next records, and the cursor moved behind them; its stage is CHANGES when all are listed."""
        steps = {FACILITIES: self._facilities, PEOPLE: self._people, HOUSEHOLDS: self._households}
        return steps[self.cursor.stage]()

    def _facilities(self) -> list[Record]:
        here = list(facilities_in_scope(self.scope, self.on))
        self._begin(PEOPLE)
        return facility_records(self.worker, self.shown, here)

    def _people(self) -> list[Record]:
        """In the order of the scope's areas: `cursor.area` is the last person's own, "" before the first."""
        for place in range(self._place(), len(self.scope)):
            within = self.scope[place]
            rows = self._people_after(within)
            if rows:
                _, area, name, number = rows[-1]
                self.cursor = replace(self.cursor, area=area, name=name, number=number)
                return person_records(self.worker, self.shown, [row[0] for row in rows])
        self._begin(HOUSEHOLDS)
        return []

    def _place(self) -> int:
        """Which area of the scope the cursor is in; the first at the beginning."""
        at = self.cursor.area
        return next((n for n, code in enumerate(self.scope) if at and areas.holds(code, at)), 0)

    def _people_after(self, within: str) -> list[tuple[UUID, str, str, int]]:
        low, high = areas.code_range(within)
        here = Q(area__gte=low, area__lt=high)
        cursor = self.cursor
        if cursor.area and is_inside(cursor.area, [within]):
            # Said twice for the index: the range of areas bounds it, the rest passes over those already listed.
            here &= Q(area__gte=cursor.area) & (
                Q(area__gt=cursor.area)
                | Q(name_key__gt=cursor.name)
                | Q(name_key=cursor.name, number__gt=cursor.number)
            )
        rows = Person.objects.filter(here, retracted=False, merged_into=None)
        ordered = rows.order_by("area", "name_key", "number")
        return list(ordered.values_list("id", "area", "name_key", "number")[:AT_ONCE])

    def _households(self) -> list[Record]:
        here = Q(pk__in=[])
        for code in self.scope:
            low, high = areas.code_range(code)
            here |= Q(area__gte=low, area__lt=high)
        rows = Household.objects.filter(here, retracted=False, number__gt=self.cursor.number)
        found = list(rows.order_by("number").values_list("id", "number")[:AT_ONCE])
        if not found:
            self._begin(CHANGES)
            return []
        self.cursor = replace(self.cursor, number=found[-1][1])
        return household_records(self.worker, self.shown, [row[0] for row in found])

    def _begin(self, stage: str) -> None:
        self.cursor = replace(self.cursor, stage=stage, area="", number=0, name="")
