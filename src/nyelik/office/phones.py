"""The phones that a worker looks after, as pages tell of them: when heard of, what is still on them, what is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext

from nyelik.journal import by_device
from nyelik.journal.by_device import Arrived
from nyelik.office.rulebook import loaded
from nyelik.register.scope import Stranger, Viewer
from nyelik.register.supervising import looked_after
from nyelik.register.workers import Device, Worker

SILENT = dt.timedelta(days=14)
"""A phone unheard of for so long is worth a call: by then a Posyandu month is half over."""
CLOCK_OFF = dt.timedelta(minutes=5)  # as contracts/sync.md
STORAGE_TIGHT = 0.9
NOTHING = Arrived(0, 0, 0)


@dataclass(frozen=True)
class Mark:
    """Something to know about a phone: a colour and its words."""

    colour: str
    word: str


@dataclass(frozen=True)
class Phone:
    """One device with what the journal has of it. `marks`: the most pressing first."""

    device: Device
    arrived: Arrived
    heard: str
    marks: list[Mark] = field(default_factory=list)
    app_is_old: bool = False
    rulebook_is_old: bool = False

    @property
    def presses(self) -> bool:
        """Whether somebody should do something about it."""
        return any(mark.colour in ("merah", "kuning") for mark in self.marks)

    @property
    def works(self) -> bool:
        """Whether it may still be ended."""
        return self.device.leaving is None


def phones_of(viewer: Viewer) -> list[Phone]:
    """The devices of the workers that the viewer looks after: working ones first, those that press before others."""
    with_phones = Worker.objects.filter(is_active=True, devices__isnull=False).distinct()
    workers = looked_after(viewer.worker, viewer.today, list(with_phones))
    rows = Device.objects.filter(worker__in=workers).select_related("worker", "revoked_by")
    here = by_device.arrived([row.id for row in rows])
    phones = [phone(row, here.get(row.id, NOTHING), viewer.now) for row in rows]
    return sorted(phones, key=_order)


def phone_of(viewer: Viewer, device: str) -> Phone:
    """One of them. Stranger for a device that does not exist or is not the viewer's business."""
    row = Device.objects.filter(id=device).select_related("worker", "revoked_by").first()
    if row is None or not looked_after(viewer.worker, viewer.today, [row.worker]):
        raise Stranger
    return phone(row, by_device.arrived([row.id]).get(row.id, NOTHING), viewer.now)


def pressing(viewer: Viewer) -> list[Phone]:
    """The working phones that somebody should look after."""
    return [one for one in phones_of(viewer) if one.works and one.presses]


def _order(one: Phone) -> tuple[bool, bool, str, str]:
    worker = one.device.worker
    return (not one.works, not one.presses, worker.name or worker.username, one.device.id)


def phone(device: Device, here: Arrived, now: dt.datetime) -> Phone:
    """The device with its marks, as of now."""
    app_is_old = bool(device.app) and _older(device.app, settings.FIELD_MINIMUM_APP)
    rulebook_is_old = bool(device.rulebook) and device.rulebook != loaded().rules.version
    marks = list(_ended(device)) or [
        *_silence(device, now),
        *_still_there(device, here),
        *_clock(device),
        *_storage(device),
        *([Mark("kuning", gettext("Aplikasi lama"))] if app_is_old else []),
    ]
    heard = ago(device.last_contact_at, now)
    shown = marks or [Mark("hijau", gettext("Baik"))]
    return Phone(device, here, heard, shown, app_is_old, rulebook_is_old)


def _ended(device: Device) -> Iterable[Mark]:
    if device.wiped_at is not None:
        yield Mark("abu", gettext("Sudah dihapus dari ponsel"))
    elif device.leaving == Device.NOW:
        yield Mark("abu", gettext("Dicabut, hapus segera"))
    elif device.leaving == Device.AFTER_SENDING:
        yield Mark("abu", gettext("Dicabut, kirim dahulu"))


def _silence(device: Device, now: dt.datetime) -> Iterable[Mark]:
    if device.last_contact_at is None:
        colour = "kuning" if now - device.made_at > SILENT else "abu"
        yield Mark(colour, gettext("Belum pernah terhubung"))
    elif now - device.last_contact_at > SILENT:
        days = (now - device.last_contact_at).days
        yield Mark("merah", gettext("Tidak terhubung %(days)s hari") % {"days": days})


def _still_there(device: Device, here: Arrived) -> Iterable[Mark]:
    if device.unsent:
        yield Mark("kuning", gettext("Belum terkirim: %(count)s") % {"count": device.unsent})
    if here.missing > 0:
        yield Mark("kuning", gettext("Nomor belum tiba: %(count)s") % {"count": here.missing})


def _clock(device: Device) -> Iterable[Mark]:
    off = dt.timedelta(milliseconds=device.clock_offset or 0)
    if abs(off) > CLOCK_OFF:
        words = (
            gettext("Jam terlalu cepat: %(span)s")
            if off > dt.timedelta(0)
            else gettext("Jam terlambat: %(span)s")
        )
        yield Mark("kuning", words % {"span": span(abs(off))})


def _storage(device: Device) -> Iterable[Mark]:
    if device.storage_quota and (device.storage_used or 0) > STORAGE_TIGHT * device.storage_quota:
        yield Mark("merah", gettext("Penyimpanan hampir penuh"))


def _older(version: str, wanted: str) -> bool:
    """Versions of whole numbers with dots; what is written otherwise counts as old."""
    try:
        return [int(part) for part in version.split(".")] < [int(p) for p in wanted.split(".")]
    except ValueError:
        return True


def ago(when: dt.datetime | None, now: dt.datetime) -> str:
    """How long ago, as one says it: "hari ini 09.12", "kemarin 16.40", "12 hari lalu"."""
    if when is None:
        return gettext("belum pernah")
    local, today = timezone.localtime(when), timezone.localtime(now).date()
    days = (today - local.date()).days
    clock = local.strftime("%H.%M")
    if days <= 0:
        return gettext("hari ini %(clock)s") % {"clock": clock}
    if days == 1:
        return gettext("kemarin %(clock)s") % {"clock": clock}
    return gettext("%(days)s hari lalu") % {"days": days}


def span(length: dt.timedelta) -> str:
    """A length of time in its largest unit: 12 menit, 5 jam, 3 hari."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 120:
        return gettext("%(count)s menit") % {"count": minutes}
    if minutes < 2 * 1440:
        return gettext("%(count)s jam") % {"count": minutes // 60}
    return gettext("%(count)s hari") % {"count": minutes // 1440}
