"""Who works where: a worker's scope as area codes, and what a role may do at all.

Kader: own RT. Pustu: its villages. Puskesmas: its catchment. Dinas Kesehatan: the kabupaten, names only with a reason.
Village, district office, PKK: numbers only. Auditor: numbers and the record of reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from nyelik.base.problem import Problem
from nyelik.register import areas
from nyelik.register.facilities import served_areas
from nyelik.register.tables import Area, Facility
from nyelik.register.workers import Worker

NUMBERS_ONLY = frozenset({"village", "auditor"})
NAMES_WITH_REASON = frozenset({"dinkes"})
MAY_LOOK_OUTSIDE = frozenset({"pustu", "puskesmas", "puskesmas_head", "dinkes"})
"""Health workers meet patients from elsewhere. A kader registers a guest; the Pustu finds out who it was."""

HIDDEN_FROM = frozenset({"kader", "village", "auditor"})
"""Roles that never see sensitive words (HIV, syphilis, mental health, violence)."""

CLUSTERS_FOR = {
    "hiv": frozenset({2, 3, 4}),
    "syphilis": frozenset({2, 3, 4}),
    "mental": frozenset({2, 3}),
    "violence": frozenset({2, 3}),
}
"""At a Puskesmas: which clusters see what; of other secrets (hepatitis, drugs …) those that treat people: 2, 3, 4.

KMK 2015/2023 Tabel 1: 2 mother and child, 3 adults and elderly, 4 infectious diseases.
"""

LOCAL = ZoneInfo("Asia/Jakarta")


class Stranger(Problem):
    """The person does not exist or is not this worker's business: the same answer for both."""

    def __init__(self) -> None:
        super().__init__("no-such-person")


class ReasonNeeded(Problem):
    """This worker may see the person after writing down why."""

    def __init__(self) -> None:
        super().__init__("reason-needed")


@dataclass(frozen=True)
class Viewer:
    """Who looks, when, why, and in which request. `now` has a time zone; `reason` is what the worker typed."""

    worker: Worker
    now: dt.datetime
    reason: str | None = None
    request_id: str = ""

    @property
    def role(self) -> str:
        """The worker's role."""
        return self.worker.role

    @property
    def today(self) -> dt.date:
        """The day of `now` in western Indonesia."""
        return self.now.astimezone(LOCAL).date()

    @property
    def sees_people(self) -> bool:
        """May this worker see any person at all?"""
        return self.worker.is_active and self.role not in NUMBERS_ONLY


def scope_areas(worker: Worker, on: dt.date) -> list[str]:
    """Area codes of a worker's scope; facilities stand for what they served on that day. No area lies in another."""
    named = [code for code in worker.scope if code]
    facilities = [code for code in named if not code[0].isdigit()]
    codes = [code for code in named if code[0].isdigit()]
    if facilities:
        codes += served_areas(facilities, on)
    return _outermost(_whole_districts(codes))


def _whole_districts(codes: list[str]) -> list[str]:
    """The codes, and every district of which all villages are among them.

    A Puskesmas that serves a whole district also has the people known only to the district.
    """
    villages = {code for code in codes if code.count(".") == 3 and "-" not in code}
    parents = {areas.parent_of(code) for code in villages}
    if len(villages) < 2:
        return codes
    missing = Area.objects.filter(parent__in=parents).exclude(code__in=villages)
    return codes + sorted(parents - set(missing.values_list("parent", flat=True)))


def _outermost(codes: Iterable[str]) -> list[str]:
    kept: list[str] = []
    for code in sorted(set(codes)):
        if not any(areas.holds(outer, code) for outer in kept):
            kept.append(code)
    return kept


def is_inside(area: str, scope: Iterable[str]) -> bool:
    """Does an area lie in the scope?"""
    return any(areas.holds(outer, area) for outer in scope)


def may_be_inside(area: str, scope: Sequence[str]) -> bool:
    """Does an area lie in the scope, or is it a village or dusun that holds part of it?

    For writing: somebody known only to the village may well live in the RT of the kader who weighed them.
    """
    vague = area.count(".") == 3 and area.count("-") < 2
    return is_inside(area, scope) or (vague and any(areas.holds(area, inner) for inner in scope))


def names_visible(viewer: Viewer, code: str) -> bool:
    """May this worker open the names behind a number of this area or facility?"""
    if not viewer.sees_people:
        return False
    scope = scope_areas(viewer.worker, viewer.today)
    return all(is_inside(area, scope) for area in _areas_of(code, viewer.today))


def may_see_numbers(viewer: Viewer, code: str) -> bool:
    """May this worker see the numbers of this area or facility?

    Of everything in their scope, and of what their scope lies in, for comparison: a Pustu sees the totals of its
    Puskesmas and kabupaten, not those of the next village.
    """
    scope = scope_areas(viewer.worker, viewer.today)
    around = {outer for area in scope for outer in areas.lineage(area)}
    return any(is_inside(area, scope) or area in around for area in _areas_of(code, viewer.today))


def _areas_of(code: str, on: dt.date) -> list[str]:
    """The areas that a facility serves, or the area itself; [""] if nobody knows the code, which is in no scope."""
    if code[:1].isdigit():
        return [code] if Area.objects.filter(code=code).exists() else [""]
    if Facility.objects.filter(code=code).exists():
        return served_areas([code], on) or [""]
    return [""]
