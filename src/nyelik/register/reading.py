"""The record of reading: who saw whom, when, as what, and why. Written by `access`, read by auditors and heads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from nyelik.register.facilities import in_force
from nyelik.register.scope import Stranger, Viewer, is_inside, scope_areas
from nyelik.register.search import in_areas
from nyelik.register.tables import Catchment, Person
from nyelik.register.workers import ReadLog, Worker

READERS = frozenset({"auditor", "puskesmas_head", "dinkes"})
"""Roles that may read the record. A head sees the reads of the own staff and of the own people only.

Reasons name patients.
"""


WHAT = 40
"""The width of what was read; rules may have longer ids, and the record must not fail for that."""
CONSOLE = "command-line"
_CONSOLE_ID = UUID("3a1e5f0e-6f6b-5d0c-9b5e-6e79656c696b")


@dataclass(frozen=True)
class Read:
    """One line of the record. `count` people were read; `person` when it was one."""

    worker: str
    role: str
    person: UUID | None
    count: int
    at: dt.datetime
    what: str
    reason: str
    outside: bool


def log_one(viewer: Viewer, person: UUID, what: str, reason: str, *, outside: bool) -> None:
    """Write down that one person was read."""
    ReadLog.objects.create(
        worker=viewer.worker,
        person=person,
        at=viewer.now,
        what=what[:WHAT],
        reason=reason[:300],
        outside=outside,
        request_id=viewer.request_id,
    )


def log_list(viewer: Viewer, people: Sequence[UUID], what: str, *, outside: bool = False) -> None:
    """Write down that a list of people was read, as one row; nothing for an empty list."""
    if not people:
        return
    ReadLog.objects.create(
        worker=viewer.worker,
        people=b"".join(person.bytes for person in people),
        count=len(people),
        at=viewer.now,
        what=what[:WHAT],
        reason=(viewer.reason or "").strip()[:300],
        outside=outside,
        request_id=viewer.request_id,
    )


def log_console(
    people: Sequence[UUID], what: str, *, account: str, now: dt.datetime, count: int | None = None
) -> None:
    """Write down what a command read without a worker: `account` of the machine stands where the reason does.

    Read in the name of a worker who cannot sign in. `count` where it is not the number of `people`: a whole journal.
    """
    worker, _ = Worker.objects.get_or_create(
        username=CONSOLE,
        defaults={"id": _CONSOLE_ID, "role": "auditor", "is_active": False, "password": "!"},
    )
    one = people[0] if len(people) == 1 else None
    ReadLog.objects.create(
        worker=worker,
        person=one,
        people=b"" if one else b"".join(person.bytes for person in people),
        count=len(people) if count is None else count,
        at=now,
        what=what[:WHAT],
        reason=f"akun {account}"[:300],
    )


def reads(
    viewer: Viewer,
    *,
    person: UUID | None = None,
    worker: str | None = None,
    outside_only: bool = False,
    since: dt.datetime | None = None,
    limit: int = 100,
    offset: int = 0,
) -> list[Read]:
    """The record, newest first. By `person` it looks into lists too. Stranger for roles that may not read it."""
    if viewer.role not in READERS or not viewer.worker.is_active:
        raise Stranger
    rows = ReadLog.objects.select_related("worker").order_by("-at", "-id")
    if viewer.role == "puskesmas_head":
        rows = rows.filter(_own(viewer))
    if worker is not None:
        rows = rows.filter(worker__username=worker)
    if outside_only:
        rows = rows.filter(outside=True)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if person is None:
        return [_read(row) for row in rows[offset : offset + limit]]
    matching = _about(person, rows.iterator(chunk_size=500))
    return [
        row for place, row in zip(range(offset + limit), matching, strict=False) if place >= offset
    ]


def _own(viewer: Viewer) -> Q:
    """Reads by the workers of a head, and reads of one of their people by anybody."""
    scope = scope_areas(viewer.worker, viewer.today)
    served: dict[str, list[str]] = {}
    catchments = Catchment.objects.filter(in_force(viewer.today))
    for facility, area in catchments.values_list("facility_id", "area"):
        served.setdefault(facility, []).append(area)
    staff = [
        worker
        for worker, codes in Worker.objects.values_list("id", "scope")
        if codes
        and all(is_inside(area, scope) for code in codes for area in served.get(code, [code]))
    ]
    people = Person.objects.filter(in_areas(scope)).values("id")
    return Q(worker__in=staff) | Q(person__in=people)


def _about(person: UUID, rows: Iterator[ReadLog]) -> Iterator[Read]:
    """Rows in which a person was read. Lists are scanned: an audit question may take a second."""
    for row in rows:
        if row.person == person or _holds(bytes(row.people), person.bytes):
            yield _read(row)


def _holds(packed: bytes, wanted: bytes) -> bool:
    place = packed.find(wanted)
    while place >= 0 and place % 16:
        place = packed.find(wanted, place + 1)
    return place >= 0


def _read(row: ReadLog) -> Read:
    return Read(
        worker=row.worker.username,
        role=row.worker.role,
        person=row.person,
        count=row.count,
        at=row.at,
        what=row.what,
        reason=row.reason,
        outside=row.outside,
    )
