"""Who looks after whose phone: makes its code, sees how it is, ends it.

A Pustu its kader; a Puskesmas the kader and Pustu of its catchment, and each of its workers the own phone; the Dinas
Kesehatan the workers of Puskesmas. Nobody else, and never outside the own scope.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from nyelik.register.scope import is_inside, scope_areas
from nyelik.register.workers import Worker

LOOKS_AFTER: Mapping[str, frozenset[str]] = {
    "pustu": frozenset({"kader"}),
    "puskesmas": frozenset({"kader", "pustu"}),
    "puskesmas_head": frozenset({"kader", "pustu"}),
    "dinkes": frozenset({"puskesmas", "puskesmas_head"}),
}
OWN_PHONE = frozenset({"puskesmas", "puskesmas_head"})
"""Who may enrol a phone for themselves."""


def looks_after(supervisor: Worker, worker: Worker, on: dt.date) -> bool:
    """May this supervisor enrol, see and end the phones of this worker on that day?"""
    return worker.pk in {one.pk for one in looked_after(supervisor, on, [worker])}


def looked_after(
    supervisor: Worker, on: dt.date, workers: list[Worker] | None = None
) -> list[Worker]:
    """The active workers whose phones this supervisor looks after, of those given or of all, by name."""
    roles = LOOKS_AFTER.get(supervisor.role, frozenset())
    if not supervisor.is_active or not roles:
        return []
    if workers is None:
        workers = list(Worker.objects.filter(is_active=True).order_by("name", "username"))
    scope = scope_areas(supervisor, on)
    return [
        worker
        for worker in workers
        if worker.is_active
        and (
            (worker.pk == supervisor.pk and worker.role in OWN_PHONE)
            or (worker.role in roles and _lies_in(worker, scope, on))
        )
    ]


def _lies_in(worker: Worker, scope: list[str], on: dt.date) -> bool:
    """All of the worker's areas in the scope; somebody without any area is in nobody's."""
    areas = scope_areas(worker, on)
    return bool(areas) and all(is_inside(area, scope) for area in areas)
