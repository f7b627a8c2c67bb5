"""What a district answers a laptop: `POST /api/relay/devices` and `POST /api/relay/entries` (contracts/sync.md).

Entries of other devices come in only from a laptop, and only of phones whose worker works inside the laptop's scope.
They are judged as if the phone had brought them. Whatever else comes is kept aside with the reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyelik.base.problem import Problem
from nyelik.journal import follow, quarantine
from nyelik.journal.append import append
from nyelik.journal.entry import Entry, Receipt, decode_entry
from nyelik.office.api import at_the_door, decode_raw, is_deep, now_ms
from nyelik.office.device_door import answer, asked, device_api, device_of, unpacked
from nyelik.office.phone_bundle import phone_bundle
from nyelik.register.workers import Device
from nyelik.relay.for_laptops import directory_for, is_laptop, may_pass_on


class DevicesAsked(msgspec.Struct):
    """What a laptop says when it asks whom it serves."""

    app: str = ""
    rulebook: str = ""


_devices_asked = msgspec.json.Decoder(DevicesAsked).decode


@device_api("POST")
def devices(request: HttpRequest) -> HttpResponse:
    """Phones, workers and network of the laptop's scope, and the rulebook that phones of this district run."""
    laptop = _laptop(request)
    asked(request, _devices_asked)
    bundle = phone_bundle()
    content = {
        **directory_for(laptop, timezone.localdate()),
        "rulebook": bundle.version,
        "bundle_sha256": bundle.sha256,
        "key": bundle.key,
        "now": now_ms(),
    }
    return answer(request, content)


@device_api("POST")
def entries(request: HttpRequest) -> HttpResponse:
    """Receive what phones gave a laptop: a durable receipt for each entry, in order."""
    laptop = _laptop(request)
    body = unpacked(request)
    receipts = receive_relayed(body, laptop, received=now_ms(), on=timezone.localdate())
    follow.wake()
    return answer(request, {"receipts": receipts})


def _laptop(request: HttpRequest) -> Device:
    device = device_of(request)
    if not is_laptop(device):
        raise Problem("relay-not-allowed", device=device.id)
    return device


def receive_relayed(body: bytes, laptop: Device, *, received: int, on: dt.date) -> list[Receipt]:
    """Store what a laptop passed on. Problem `unreadable-delivery` for what is no list; it is kept aside."""
    keep = partial(quarantine.keep, sender=laptop.id, received=received)
    try:
        raws = decode_raw(body)
    except (msgspec.DecodeError, RecursionError) as error:
        keep(body, problem="unreadable-delivery", detail=str(error))
        raise Problem("unreadable-delivery", detail=str(error)) from error
    read = [_read(raw) for raw in raws]
    phones = may_pass_on(laptop, {one.device for one in read if isinstance(one, Entry)}, on)
    good: list[Entry] = []
    aside: list[Receipt | None] = []
    for raw, one in zip(raws, read, strict=True):
        problem = one if isinstance(one, Problem) else _stranger(one, phones)
        if problem is None and isinstance(one, Entry):
            good.append(one)
            aside.append(None)
        elif problem is not None:
            keep(bytes(raw), problem=problem.code, detail=problem.sentence("en"))
            aside.append(_aside(one, problem))
    stored = iter(append(good, received=received, check=_at_their_doors(phones)))
    return [receipt or next(stored) for receipt in aside]


def _read(raw: msgspec.Raw) -> Entry | Problem:
    try:
        entry = decode_entry(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        return Problem("unreadable-entry", detail=str(error))
    if not entry.number:
        return Problem("unreadable-entry", detail="number 0")
    return Problem("unreadable-entry", detail="nested too deep") if is_deep(entry.body) else entry


def _stranger(entry: Entry, phones: Mapping[str, Device]) -> Problem | None:
    """Danger: kept aside, not held in the journal, where it would take the number from the phone's own entry."""
    return None if entry.device in phones else Problem("other-device", device=entry.device)


def _aside(entry: Entry | Problem, problem: Problem) -> Receipt:
    if isinstance(entry, Problem):
        return Receipt("", 0, 0, "held", problem.code)
    return Receipt(entry.device, entry.number, 0, "held", problem.code)


def _at_their_doors(phones: Mapping[str, Device]) -> Any:
    """Each phone's entries judged by its own worker's scope and rights."""

    def check(some: Sequence[Entry]) -> list[str | None]:
        verdicts: dict[tuple[str, int], str | None] = {}
        for device in {entry.device for entry in some}:
            own = [entry for entry in some if entry.device == device]
            codes = at_the_door(phones[device])(own)
            verdicts |= {
                (one.device, one.number): code for one, code in zip(own, codes, strict=True)
            }
        return [verdicts[entry.device, entry.number] for entry in some]

    return check
