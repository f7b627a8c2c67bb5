"""The register and the journal as an import needs them: everybody in memory once, never a query for a row.

This reads the tables of people directly, not through `register.access`: a machine compares every row with everybody.
What it finds is shown only to those whom the office lets import, and stands in the journal under their name; of people
outside their area (`scope`) it says only that there is somebody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from functools import cache, cached_property
from uuid import UUID

from nyelik.exchange.spreadsheet.people import Known, People
from nyelik.exchange.spreadsheet.places import Places
from nyelik.exchange.spreadsheet.state import State, state_of
from nyelik.journal import projections
from nyelik.journal.merge import canonical_of
from nyelik.journal.read import written_by
from nyelik.register.facts import subjects_of
from nyelik.register.scope import may_be_inside
from nyelik.register.tables import Area, Catchment, FacilityType, Person


class DatabaseRegister:
    """The register on `today`; `within` confines the search for places and for people without a birth date."""

    def __init__(
        self, today: dt.date, within: str | None = None, scope: Sequence[str] | None = None
    ) -> None:
        projections.catch_up()
        self.people = People(_everybody(scope))
        self.places = Places(_areas(), _posyandu(today), within)

    def states(self, persons: Collection[UUID]) -> Mapping[UUID, State]:
        """Folded from the journal, merged duplicates included."""
        found = {}
        for person, (canonical, subjects) in subjects_of(persons).items():
            found[person] = state_of(sorted(subjects, key=lambda one: one.id != canonical))
        return found

    def asked(self, devices: Collection[str]) -> Mapping[str, bool]:
        """Devices of questions in the journal; True while any of their entries is held."""
        found: dict[str, bool] = {}
        for device, _, _, _, status in self._imported:
            if device in devices:
                found[device] = found.get(device, False) or status == "held"
        return found

    def remembered(self, subjects: Collection[UUID]) -> Mapping[UUID, UUID]:
        """Contacts that an earlier import wrote, and whom they concern."""
        about = {
            s: a
            for _, kind, s, a, status in self._imported
            if kind == "contact" and status == "accepted"
        }
        found = {subject: about[subject] for subject in subjects if subject in about}
        who = canonical_of(set(found.values()))
        return {subject: who[person] for subject, person in found.items()}

    @cached_property
    def _imported(self) -> list[tuple[str, str, UUID, UUID, str]]:
        return written_by("import-")


def _everybody(scope: Sequence[str] | None) -> list[Known]:
    @cache
    def closed(area: str) -> bool:
        return bool(area) and scope is not None and not may_be_inside(area, scope)

    columns = (
        "id",
        "name",
        "sex",
        "born",
        "nik",
        "mother_name",
        "area",
        "mother_id",
        "merged_into",
    )
    rows = Person.objects.filter(retracted=False).order_by("number").values_list(*columns)
    return [
        Known(
            merged or id_,
            name,
            sex or None,
            born,
            nik or None,
            mother or None,
            area or None,
            mother_id,
            closed=closed(area),
        )
        for id_, name, sex, born, nik, mother, area, mother_id, merged in rows.iterator(
            chunk_size=5000
        )
    ]


def _areas() -> list[tuple[str, str, str]]:
    return [
        (code, level, _number(name) if level == "rt" else name)
        for code, level, name in Area.objects.values_list("code", "level", "name")
    ]


def _number(name: str) -> str:
    return name.removeprefix("RT").strip()


def _posyandu(today: dt.date) -> list[tuple[str, str, str]]:
    """(code, name, area served) of every posyandu that serves an area on `today`."""
    types = FacilityType.objects.filter(type="posyandu").exclude(until__lte=today)
    names = dict(types.values_list("facility_id", "facility__name"))
    served = Catchment.objects.exclude(until__lte=today).values_list("facility_id", "area")
    return [(code, names[code], area) for code, area in served if code in names]
