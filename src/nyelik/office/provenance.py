"""Where an entry came from, as one says it in the office: whose phone, received when, at which session day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from nyelik.base.ids import session_uuid
from nyelik.journal.fold import Subject
from nyelik.register.workers import Device


@dataclass(frozen=True)
class Origin:
    """`phone`: whose and which, "" for a desk, a file or a device that is not registered here."""

    phone: str
    received: dt.datetime


def phone_names(devices: Iterable[str]) -> dict[str, str]:
    """The registered ones of these devices as "HP Samsung milik Sri". One query."""
    rows = Device.objects.filter(id__in=set(devices)).select_related("worker")
    return {
        row.id: gettext("%(label)s milik %(name)s")
        % {"label": row.label or gettext("ponsel"), "name": row.worker.name or row.worker.username}
        for row in rows
    }


def origins(subjects: Iterable[Subject]) -> dict[UUID, Origin]:
    """Where each was first written; only those from phones, whose way to the server is worth telling."""
    wanted = list(subjects)
    names = phone_names(one.entries[0].device for one in wanted)
    return {
        one.id: Origin(names[one.entries[0].device], moment_of_ms(one.first_received))
        for one in wanted
        if one.entries[0].device in names
    }


def moment_of_ms(milliseconds: int) -> dt.datetime:
    """Unix milliseconds in the district's own time."""
    return timezone.localtime(dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC))


def session_of(subject: Subject) -> tuple[str, str] | None:
    """The facility and day of the session that a contact belongs to; None where it names none, or another's."""
    named, code, day = subject.fields.get("session"), subject.place or "", subject.happened[:10]
    written_before = f"{code} {day}"
    return (code, day) if named in (str(session_uuid(code, day)), written_before) else None
