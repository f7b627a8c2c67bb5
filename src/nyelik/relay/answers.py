"""What a phone hears from a laptop beside what any server says: what the district has, and what it made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import to_builtins

from nyelik.journal.entry import Receipt
from nyelik.journal.own_entries import MOST, OwnEntries, Waiting
from nyelik.journal.read import in_parts
from nyelik.relay import memory
from nyelik.relay.tables import MirroredDevice, UpstreamEntry


def receipts_told(receipts: Sequence[Receipt]) -> Sequence[Receipt] | list[dict[str, Any]]:
    """The receipts as a phone gets them: of a laptop with `relayed` until the district has the entry."""
    if not memory.is_relay():
        return receipts
    known = _known({one.device for one in receipts}, [one.number for one in receipts])
    return [_told(one, known.get((one.device, one.number))) for one in receipts]


def _known(devices: set[str], numbers: Sequence[int]) -> dict[tuple[str, int], UpstreamEntry]:
    return {
        (row.device, row.number): row
        for device in devices
        for part in in_parts(numbers)
        for row in UpstreamEntry.objects.filter(device=device, number__in=part)
    }


def _told(receipt: Receipt, upstream: UpstreamEntry | None) -> dict[str, Any]:
    told: dict[str, Any] = to_builtins(receipt)
    if upstream is None or not upstream.upstream_seq:
        return told | {"relayed": True} if receipt.seq else told
    if receipt.status == "accepted" and upstream.status != "accepted":
        told |= {"status": upstream.status, "problem": upstream.problem or None}
    return told


@dataclass(frozen=True)
class OwnTold:
    """What the answer to `/api/sync` says of a device's entries; `upstream` only a laptop fills."""

    have: int
    gaps: Sequence[tuple[int, int]]
    held: Sequence[Waiting]
    upstream: Mapping[str, int]


def own_told(device: str, own: OwnEntries) -> OwnTold:
    """What the journal has of a device, of a laptop together with what the district has.

    `upstream_have`: all numbers up to this one are at the district. `have` counts what is there and not here too, so
    that no number is used twice; then it stands in `gaps`, and the laptop gets it once more.
    """
    row = MirroredDevice.objects.filter(id=device).first() if memory.is_relay() else None
    if row is None:
        upstream = {"upstream_have": 0} if memory.is_relay() else {}
        return OwnTold(own.have, own.gaps, own.waiting, upstream)
    only_there = [(own.have + 1, row.have)] if row.have > own.have else []
    whole = row.gaps[0][0] - 1 if row.gaps else row.have
    return OwnTold(
        max(own.have, row.have),
        [*own.gaps, *only_there],
        _held(row, own.waiting),
        {"upstream_have": whole},
    )


def _held(row: MirroredDevice, here: Sequence[Waiting]) -> list[Waiting]:
    """Of an entry that the district has its word counts, of others the laptop's."""
    told = {one.number: one for one in here if not _has(row, one.number)}
    told |= {one["number"]: Waiting(**one) for one in row.held}
    aside = UpstreamEntry.objects.filter(device=row.id, upstream_seq=0)
    told |= {one.number: Waiting(one.number, "held", one.problem) for one in aside}
    return sorted(told.values(), key=lambda one: -one.number)[:MOST]


def _has(row: MirroredDevice, number: int) -> bool:
    return number <= row.have and not any(first <= number <= last for first, last in row.gaps)
