"""Who else works where a worker works: names for what stands in a shared record. No login, telephone or device."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nyelik.register.areas import holds
from nyelik.register.scope import NUMBERS_ONLY, scope_areas
from nyelik.register.workers import Worker


@dataclass(frozen=True)
class Colleague:
    """Somebody who writes in the same records, and the areas in which they do."""

    id: str
    name: str
    role: str
    areas: tuple[str, ...]


def colleagues(
    worker: Worker, scope: Sequence[str], on: dt.date, revision: int | None
) -> list[Colleague]:
    """Active workers of whom an area lies in the scope, or holds part of it, by name.

    `revision` stands for areas and catchments as they are: with one, the list of all workers is read once a day.
    """
    everybody = _everybody(on) if revision is None else _kept(on, revision)
    return [
        one
        for one in everybody
        if one.id != str(worker.id) and any(_share(area, scope) for area in one.areas)
    ]


def _share(area: str, scope: Sequence[str]) -> bool:
    return any(holds(own, area) or holds(area, own) for own in scope)


def _everybody(on: dt.date) -> tuple[Colleague, ...]:
    rows = Worker.objects.filter(is_active=True).exclude(role__in=NUMBERS_ONLY)
    areas: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = []
    for row in rows.order_by("name", "id"):
        named = tuple(row.scope)
        if named not in areas:
            areas[named] = tuple(scope_areas(row, on))
        found.append(Colleague(str(row.id), row.name or row.username, row.role, areas[named]))
    return tuple(found)


@lru_cache(maxsize=2)
def _kept(on: dt.date, revision: int) -> tuple[Colleague, ...]:
    return _everybody(on)
