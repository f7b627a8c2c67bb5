"""What a device says of itself at each contact, kept for whoever looks after it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from nyelik.journal.turn import writing
from nyelik.register.workers import Device

SELDOM = dt.timedelta(minutes=1)
"""A phone that asks every few seconds during a session is written down once a minute."""
CLOCK_MATTERS_MS = 5_000
_WHOLE, _LARGE = (1 << 31) - 1, (1 << 63) - 1


def note_report(device: Device, report: dict[str, Any], now: dt.datetime) -> None:
    """Keep a report, if it says anything new. Numbers that are none, or cannot be, count as not told."""
    told = {
        "app": _text(report.get("app")),
        "rulebook": _text(report.get("rulebook")),
        "unsent": _number(report.get("unsent"), _WHOLE),
        "next_number": _number(report.get("next_number"), _LARGE),
        "storage_used": _number(report.get("storage_used"), _LARGE),
        "storage_quota": _number(report.get("storage_quota"), _LARGE),
    }
    offset = _offset(report.get("now"), now)
    same = all(getattr(device, name) == value for name, value in told.items())
    if same and _is_recent(device, now) and _is_same_clock(device, offset):
        return
    with writing():
        Device.objects.filter(pk=device.pk).update(**told, clock_offset=offset, last_contact_at=now)


def note_wiped(device: Device, now: dt.datetime) -> None:
    """The device says that nothing is left on it. The first time counts."""
    with writing():
        Device.objects.filter(pk=device.pk, wiped_at=None).update(
            wiped_at=now, last_contact_at=now, unsent=0
        )


def _is_recent(device: Device, now: dt.datetime) -> bool:
    return device.last_contact_at is not None and now - device.last_contact_at < SELDOM


def _is_same_clock(device: Device, offset: int | None) -> bool:
    if offset is None or device.clock_offset is None:
        return offset == device.clock_offset
    return abs(offset - device.clock_offset) < CLOCK_MATTERS_MS


def _offset(clock: object, now: dt.datetime) -> int | None:
    ms = _number(clock, _LARGE)
    return None if ms is None else ms - int(now.timestamp() * 1000)


def _text(value: object) -> str:
    return value[:40].replace("\0", "") if isinstance(value, str) else ""


def _number(value: object, most: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value) if 0 <= value <= most else None
