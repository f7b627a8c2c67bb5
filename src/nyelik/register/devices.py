"""Devices that may push entries: made with a token shown once, kept as a hash, revoked for good.

A token is "<device id>.<secret>": the id finds the row, the secret is compared by hash.
An edge: it asks chance for the secret.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from uuid import UUID

from nyelik.base.ids import facility_uuid
from nyelik.journal.append import Check
from nyelik.journal.entry import (
    ASSESSMENT,
    HOUSEHOLD,
    MERGE,
    PERSON,
    SESSION,
    VISIT,
    Entry,
    StoredEntry,
)
from nyelik.register.facility_scope import facilities_in_scope
from nyelik.register.people import uuid_of
from nyelik.register.scope import LOCAL, MAY_LOOK_OUTSIDE, NUMBERS_ONLY, may_be_inside, scope_areas
from nyelik.register.tables import Facility, Household, Person
from nyelik.register.workers import Device, ReadLog, Worker

OUT_OF_SCOPE = "out-of-scope"
MAY_RELAY = frozenset({"pustu", "puskesmas", "puskesmas_head"})
"""Whose laptop may stand between phones and the district."""
GUEST_FOR = dt.timedelta(days=31)
"""How long somebody looked up with a reason may be written about: a visit and a phone's way back to a signal."""


def make_device(
    worker: Worker,
    device_id: str,
    label: str,
    now: dt.datetime,
    *,
    kind: str = Device.PHONE,
    app: str = "",
) -> str:
    """Register a device for a worker; gives the token, which is not kept and cannot be shown again."""
    secret = secrets.token_urlsafe(32)
    Device.objects.create(
        id=device_id,
        worker=worker,
        label=label[:120],
        kind=kind,
        app=app[:40],
        made_at=now,
        token_hash=_hash(secret),
    )
    return f"{device_id}.{secret}"


def device_of_token(token: str) -> Device | None:
    """The device that a token belongs to, if it works; None if unknown or leaving. One query."""
    device = known_device(token)
    return device if device is not None and device.leaving is None else None


def known_device(token: str) -> Device | None:
    """The device that a token belongs to, also one that is leaving (`Device.leaving`). One query."""
    device_id, dot, secret = token.rpartition(".")
    if not dot:
        return None
    device = Device.objects.select_related("worker").filter(id=device_id).first()
    if device is None or not hmac.compare_digest(device.token_hash, _hash(secret)):
        return None
    return device


def revoke(
    device_id: str, now: dt.datetime, mode: str = Device.NOW, by: Worker | None = None
) -> bool:
    """End a device; True if it worked until now, or if a milder mode becomes `now`. Its entries stay.

    `after_sending`: what it still has comes in, held for a supervisor. `now` (lost, stolen): nothing comes in.
    """
    ended = Device.objects.filter(id=device_id, revoked_at=None)
    if ended.update(revoked_at=now, revoked_mode=mode, revoked_by=by):
        return True
    milder = Device.objects.filter(id=device_id, revoked_mode=Device.AFTER_SENDING)
    return mode == Device.NOW and milder.update(revoked_mode=mode, revoked_by=by) == 1


def entry_scope_check(device: Device, on: dt.date) -> Check:
    """A check for `journal.append`: "out-of-scope" for entries about people who are not this worker's business.

    The scope is read once, here; each batch then costs one query over the people it is about (a second one if
    some seem to be outside). Somebody the register does not know yet is judged by the area in the entry; without
    one they are let in. Somebody the worker looked up with a reason may be written about for GUEST_FOR.
    """
    worker = device.worker
    scope = scope_areas(worker, on)

    def check(entries: Sequence[Entry]) -> list[str | None]:
        if worker.role in NUMBERS_ONLY:
            return [OUT_OF_SCOPE] * len(entries)
        places = places_of(entries)
        outside = {
            person for person, area in places.items() if area and not may_be_inside(area, scope)
        }
        if outside and worker.role in MAY_LOOK_OUTSIDE:
            since = dt.datetime.combine(on - GUEST_FOR, dt.time.min, LOCAL)
            looked_up = ReadLog.objects.filter(
                worker=worker, outside=True, person__in=outside, at__gte=since
            )
            outside -= set(looked_up.values_list("person", flat=True))
        outside |= _sessions_elsewhere(entries, scope, on)
        return [
            OUT_OF_SCOPE if outside.intersection(_concerned(entry)) else None for entry in entries
        ]

    return check


def _sessions_elsewhere(entries: Sequence[Entry], scope: list[str], on: dt.date) -> set[UUID]:
    """The facilities of sessions that serve nobody of the scope."""
    held_at = {entry.about for entry in entries if entry.kind == SESSION}
    return held_at - facilities_in_scope(scope, on).keys() if held_at else held_at


def scope_again(entries: Sequence[StoredEntry]) -> list[str | None]:
    """The scope of held entries whose person has arrived meanwhile; None for devices that are not registered here."""
    devices = Device.objects.select_related("worker").in_bulk({entry.device for entry in entries})
    return [
        entry_scope_check(devices[entry.device], _day(entry.received))([entry])[0]
        if entry.device in devices
        else None
        for entry in entries
    ]


def _day(ms: int) -> dt.date:
    return dt.datetime.fromtimestamp(ms / 1000, LOCAL).date()


def places_of(entries: Sequence[Entry]) -> dict[UUID, str]:
    """Where the people and households live whom entries are about; the register's word before the entry's."""
    places: dict[UUID, str] = {}
    for entry in entries:
        area = entry.body.get("area") if entry.kind in (PERSON, HOUSEHOLD) else None
        if isinstance(area, str) and entry.about not in places:
            places[entry.about] = area
    about = {person for entry in entries for person in _concerned(entry)}
    rows = Person.objects.filter(id__in=about).values_list("id", "area")
    places |= {person: area for person, area in rows if area}
    places |= _places_of_assessed(
        [entry for entry in entries if entry.kind in (ASSESSMENT, SESSION)]
    )
    households = {entry.about for entry in entries if entry.kind in (HOUSEHOLD, ASSESSMENT, VISIT)}
    if households:
        known = Household.objects.filter(id__in=households).values_list("id", "area")
        places |= {household: area for household, area in known if area}
    return places


def _places_of_assessed(entries: Sequence[Entry]) -> dict[UUID, str]:
    """Where the facilities stand, and where the workers work, that assessments and sessions are about."""
    if not entries:
        return {}
    about = {entry.about for entry in entries}
    # Danger: looked up among all facilities. What the entry itself says of its facility may be left out or wrong.
    standing = {
        facility_uuid(code): area for code, area in Facility.objects.values_list("code", "area")
    }
    places = {one: standing[one] for one in about if standing.get(one)}
    for worker in Worker.objects.filter(id__in=about):
        named = [str(code) for code in worker.scope if code]
        known = dict(Facility.objects.filter(code__in=named).values_list("code", "area"))
        if named:
            places[worker.id] = known.get(named[0]) or named[0]
    return places


def _concerned(entry: Entry) -> tuple[UUID, ...]:
    """Whose record an entry changes: a merge changes two."""
    into = entry.body.get("into") if entry.kind == MERGE else None
    other = uuid_of(into)
    return (entry.about,) if other is None else (entry.about, other)


def _hash(secret: str) -> str:
    """Plain SHA-256: the secret has 256 bits of chance, so there is nothing for a slow hash to protect."""
    return hashlib.sha256(secret.encode()).hexdigest()
