"""What the district tells a laptop: the phones, workers and network of its scope. Hashes of tokens, never tokens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from nyelik.journal.gaps import gaps
from nyelik.journal.own_entries import own_entries
from nyelik.register import areas
from nyelik.register.devices import MAY_RELAY
from nyelik.register.scope import is_inside, scope_areas
from nyelik.register.tables import Area, Catchment, Facility, FacilityType
from nyelik.register.workers import Device, Worker

ABOVE_DUSUN = ("province", "regency", "district", "village")


def is_laptop(device: Device) -> bool:
    """Whether this device may pass on what others wrote."""
    return device.kind == Device.LAPTOP and device.worker.role in MAY_RELAY


def may_pass_on(laptop: Device, phones: Iterable[str], on: dt.date) -> dict[str, Device]:
    """Those of these devices whose worker's scope lies inside the laptop's, by id; phones only."""
    found = Device.objects.select_related("worker").filter(kind=Device.PHONE, id__in=list(phones))
    scope = scope_areas(laptop.worker, on)
    return {one.id: one for one in found if lies_in(one.worker, scope, on)}


def lies_in(worker: Worker, scope: Sequence[str], on: dt.date) -> bool:
    """All of the worker's areas in the scope; somebody without any area is in nobody's."""
    own = scope_areas(worker, on)
    return bool(own) and all(is_inside(area, scope) for area in own)


def directory_for(laptop: Device, on: dt.date) -> dict[str, Any]:
    """Phones, workers, areas and facilities that a laptop has to know to serve its scope."""
    scope = scope_areas(laptop.worker, on)
    workers = [one for one in Worker.objects.order_by("id") if lies_in(one, scope, on)]
    phones = Device.objects.filter(kind=Device.PHONE, worker__in=workers).order_by("id")
    return {
        "devices": [_device(one) for one in phones],
        "workers": [_worker(one) for one in workers],
        "network": _network(scope, workers),
    }


def _device(row: Device) -> dict[str, Any]:
    own = own_entries(row.id)
    return {
        "id": row.id,
        "worker": str(row.worker_id),
        "token_hash": row.token_hash,
        "label": row.label,
        "made_at": row.made_at.isoformat(),
        "revoked_at": row.revoked_at and row.revoked_at.isoformat(),
        "revoked_mode": row.revoked_mode,
        "have": own.have,
        # All of them: what is not named as missing a laptop takes for safe.
        "gaps": [[one.first, one.last] for one in gaps(row.id)],
        "held": own.waiting,
    }


def _worker(row: Worker) -> dict[str, Any]:
    """Never the password: whoever signs in at the laptop's desk gets one there."""
    return {
        "id": str(row.id),
        "username": row.username,
        "name": row.name,
        "role": row.role,
        "cluster": row.cluster,
        "scope": row.scope,
        "is_active": row.is_active,
    }


def _network(scope: Sequence[str], workers: Sequence[Worker]) -> dict[str, Any]:
    """The areas within the scope and around it, and every facility that serves one of them or is named in a scope."""
    around = {outer for area in scope for outer in areas.lineage(area)}
    regencies = {code for code in around if areas.level_of(code) == "regency"}
    wanted = [
        row
        for row in Area.objects.all()
        if row.code in around
        or is_inside(row.code, scope)
        or (row.level in ABOVE_DUSUN and any(areas.holds(one, row.code) for one in regencies))
    ]
    named = {str(code) for one in workers for code in one.scope}
    serving = {
        row.facility_id
        for row in Catchment.objects.all()
        if row.area in around or is_inside(row.area, scope)
    }
    return {
        "areas": [
            [row.code, row.parent, row.level, row.name, row.rw, row.source] for row in wanted
        ],
        **_facilities(serving | named),
    }


def _facilities(codes: Collection[str]) -> dict[str, Any]:
    types = FacilityType.objects.filter(facility_id__in=codes)
    served = Catchment.objects.filter(facility_id__in=codes)
    return {
        "facilities": [
            [row.code, row.name, row.area, row.phone, row.source, row.invented]
            for row in Facility.objects.filter(code__in=codes)
        ],
        "types": [[row.facility_id, row.type, row.since, row.until] for row in types],
        "catchments": [[row.facility_id, row.area, row.since, row.until] for row in served],
    }
