"""`POST /api/entries`: the door for devices. A plain view, because it decides how fast a district can deliver.

Request: a JSON array of entries (`contracts/entry.schema.json`), at most 16 MB once unpacked, `Content-Encoding` zstd,
gzip or none, `Authorization: Bearer` with the device's token. Answer 200: `{"receipts": [...]}`, one for each entry in
order, all durable. Any other answer: `{"problem": {code, cure, sentence, next}}`, and the device keeps its entries.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any
from uuid import UUID

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from nyelik.base.problem import Problem
from nyelik.journal import follow, quarantine
from nyelik.journal.append import Check, append
from nyelik.journal.entry import (
    ASSESSMENT,
    HOLD_DECISION,
    MERGE,
    Entry,
    Receipt,
    decode_entries,
    decode_entry,
)
from nyelik.journal.read import entries_about
from nyelik.office.device_door import answer, device_api, sending_device, unpacked
from nyelik.office.recording import MAY_DECIDE
from nyelik.office.rulebook import loaded
from nyelik.register.assessing import Assessor, Recorded
from nyelik.register.devices import entry_scope_check
from nyelik.register.facility_scope import types_in_scope
from nyelik.register.scope import scope_areas
from nyelik.register.workers import Device
from nyelik.relay.answers import receipts_told

DEEPEST = 6
"""Groups within groups of a body. Danger: what is nested by the thousand would break whoever reads it later."""
decode_raw = msgspec.json.Decoder(list[msgspec.Raw]).decode
"""A delivery cut into its entries, each as its bytes came."""


@device_api("POST")
def entries(request: HttpRequest) -> HttpResponse:
    """Receive entries of one device: durable receipts, or a problem and nothing changed.

    A device that was ended but not lost still hands over what it has: held, for a supervisor to accept.
    """
    device = sending_device(request)
    receipts = receive(unpacked(request), device, received=now_ms())
    follow.wake()
    return answer(request, {"receipts": receipts_told(receipts)})


def now_ms() -> int:
    """The moment of receipt, unix milliseconds: the edge asks the clock."""
    return time.time_ns() // 1_000_000


def receive(body: bytes, device: Device, *, received: int) -> list[Receipt]:
    """Store what a device sent: entries in the journal, everything that is no entry of this device in quarantine."""
    keep = partial(quarantine.keep, sender=device.id, received=received)
    try:
        found = decode_entries(body)
        if all(
            entry.device == device.id and entry.number and not is_deep(entry.body)
            for entry in found
        ):
            return append(found, received=received, check=at_the_door(device))
    except (msgspec.DecodeError, RecursionError):
        pass
    return _receive_one_by_one(_raws(body, keep), device, received, keep)


def _raws(body: bytes, keep: Callable[..., str]) -> list[msgspec.Raw]:
    try:
        return decode_raw(body)
    except (msgspec.DecodeError, RecursionError) as error:
        keep(body, problem="unreadable-delivery", detail=str(error))
        raise Problem("unreadable-delivery", detail=str(error)) from error


def _receive_one_by_one(
    raws: Sequence[msgspec.Raw], device: Device, received: int, keep: Callable[..., str]
) -> list[Receipt]:
    """The rare way: one doubtful entry must not keep the others out."""
    good: list[Entry] = []
    aside: list[Receipt | None] = []
    for raw in raws:
        try:
            good.append(_own_entry(raw, device))
            aside.append(None)
        except Problem as problem:
            keep(bytes(raw), problem=problem.code, detail=problem.sentence("en"))
            aside.append(Receipt(device.id, 0, 0, "held", problem.code))
    stored = iter(append(good, received=received, check=at_the_door(device)))
    return [receipt or next(stored) for receipt in aside]


def _own_entry(raw: msgspec.Raw, device: Device) -> Entry:
    """An entry that may be appended. Raises the Problem for which its bytes go to quarantine."""
    try:
        entry = decode_entry(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise Problem("unreadable-entry", detail=str(error)) from error
    if entry.device != device.id:
        raise Problem("other-device", device=entry.device)
    if not entry.number:
        raise Problem("unreadable-entry", detail="number 0")
    if is_deep(entry.body):
        raise Problem("unreadable-entry", detail="nested too deep")
    return entry


def is_deep(body: Mapping[str, Any]) -> bool:
    """Whether a body nests deeper than anything that is read later can bear."""
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        level = [
            inner
            for group in level
            for inner in (group.values() if type(group) is dict else group)
            if type(inner) is dict or type(inner) is list
        ]
        if not level:
            return False
    return True


def at_the_door(device: Device) -> Check:
    """The device's scope, its worker's rights and name; everything of a device that is leaving waits for a supervisor.

    Decisions about held entries are made at desks, never sent by devices.
    """
    today = timezone.localdate()
    in_scope = entry_scope_check(device, today)
    decides = device.worker.role in MAY_DECIDE

    if device.leaving is not None:
        return lambda entries: ["device-revoked"] * len(entries)

    def check(entries: Sequence[Entry]) -> list[str | None]:
        codes = in_scope(entries)
        coming: dict[UUID, list[Entry]] = {}
        for entry in entries:
            if entry.kind == ASSESSMENT:
                coming.setdefault(entry.about, []).append(entry)

        @cache  # a delivery may say a thousand things of one facility
        def recorded(about: UUID) -> list[Entry]:
            # What comes in the same delivery counts as said, too: a patch does not repeat which form it is of.
            return [*entries_about([about]), *coming.get(about, ())]

        assessor = Assessor(
            device.worker,
            device.id,
            recorded,
            lambda: loaded().rules.packages.values(),
            cache(lambda: types_in_scope(scope_areas(device.worker, today), today)),
        )

        return [
            "out-of-scope"
            if entry.kind == HOLD_DECISION
            else code
            or ("other-worker" if entry.by not in (None, device.worker_id) else None)
            or (
                "not-yours-to-decide" if not decides and _decides(entry, device, recorded) else None
            )
            or assessor.problem(entry)
            for entry, code in zip(entries, codes, strict=True)
        ]

    return check


def _decides(entry: Entry, device: Device, recorded: Recorded) -> bool:
    """Whether an entry judges what others recorded. Danger: a retraction wins for ever, over every later edit."""
    if entry.kind == MERGE or entry.body.get("validated"):
        return True
    if not entry.body.get("retracted"):
        return False
    whole = entry.subject == entry.about  # a person, with all that was recorded about them
    return any(
        one.device != device.id and one.by != device.worker_id
        for one in recorded(entry.about)
        if whole or one.subject == entry.subject
    )
