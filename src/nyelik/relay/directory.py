"""The laptop's copy of phones, workers and network: replaced by what the district says, in one transaction.

What the district does not name stays as it is, except phones: a phone that left the scope is unknown here, which is no
reason for it to wipe anything. Workers that were made on the laptop itself are left alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from nyelik.journal.turn import writing
from nyelik.register.tables import Area, Catchment, Facility, FacilityType
from nyelik.register.workers import Device, Worker
from nyelik.relay.tables import MirroredDevice

_AREA = ("code", "parent", "level", "name", "rw", "source")
_FACILITY = ("code", "name", "area", "phone", "source", "invented")
_HOLDS = ("since", "until")


def mirror(told: Mapping[str, Any]) -> None:
    """Take over what `POST /api/relay/devices` answered."""
    with writing(), transaction.atomic():
        _mirror_network(told["network"])
        for worker in told["workers"]:
            _mirror_worker(worker)
        for device in told["devices"]:
            _mirror_device(device)
        _forget_devices({device["id"] for device in told["devices"]})


def _mirror_network(network: Mapping[str, Any]) -> None:
    _replace(Area, _AREA, network["areas"])
    _replace(Facility, _FACILITY, network["facilities"])
    codes = [row[0] for row in network["facilities"]]
    for table, value in ((FacilityType, "type"), (Catchment, "area")):
        told = network["types" if table is FacilityType else "catchments"]
        names = ("facility_id", value, *_HOLDS)
        kept = table.objects.filter(facility_id__in=codes)
        wanted = {(*row[:2], *map(_day, row[2:])) for row in told}
        # Mostly nothing changed: then nothing is written.
        if set(kept.values_list(*names)) != wanted:
            kept.delete()
            for row in sorted(wanted, key=str):
                table(**dict(zip(names, row, strict=True))).save()


def _replace(table: type[Any], names: Sequence[str], told: Iterable[Sequence[Any]]) -> None:
    known = {row[0]: tuple(row) for row in table.objects.values_list(*names)}
    rows = [
        table(**dict(zip(names, row, strict=True)))
        for row in told
        if known.get(row[0]) != tuple(row)
    ]
    table.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=list(names[1:]),
    )


def _day(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _mirror_worker(told: Mapping[str, Any]) -> None:
    row = Worker.objects.filter(id=told["id"]).first()
    if row is None:
        row = Worker(id=UUID(told["id"]))
        row.set_unusable_password()
    row.username = _free_username(told["username"], row.id)
    for name in ("name", "role", "cluster", "scope", "is_active"):
        setattr(row, name, told[name])
    row.save()


def _free_username(wanted: str, worker: UUID) -> str:
    """Somebody on the laptop may bear the name already; the district's worker is told apart by the id."""
    taken = Worker.objects.filter(username=wanted).exclude(id=worker).exists()
    return f"{wanted[:50]}@{str(worker)[:8]}" if taken else wanted


def _mirror_device(told: Mapping[str, Any]) -> None:
    Device.objects.update_or_create(
        id=told["id"],
        defaults={
            "worker_id": UUID(told["worker"]),
            "token_hash": told["token_hash"],
            "label": told["label"],
            "kind": Device.PHONE,
            "made_at": dt.datetime.fromisoformat(told["made_at"]),
            "revoked_at": _moment(told["revoked_at"]),
            "revoked_mode": told["revoked_mode"],
        },
    )
    which = {name: told[name] for name in ("have", "gaps", "held")}
    MirroredDevice.objects.update_or_create(id=told["id"], defaults={**which, "known": True})


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _forget_devices(named: set[str]) -> None:
    gone = MirroredDevice.objects.filter(known=True).exclude(id__in=named)
    Device.objects.filter(id__in=list(gone.values_list("id", flat=True))).delete()
    gone.update(known=False)
