"""What a phone hears from a laptop beside what any server says: what the district has, and what it made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import to_builtins

from nyelik.journal.entry import Receipt
from nyelik.journal.read import in_parts
from nyelik.relay import memory
from nyelik.relay.tables import MirroredDevice, UpstreamEntry

MOST_HELD = 200


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


def upstream_told(
    device: str, held: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, Any], list[Mapping[str, Any]]]:
    """For the answer to `/api/sync`: `upstream_have` and `upstream_gaps`, and `held` with what the district holds.

    Of an entry that the district has, its word counts; of others the laptop's.
    """
    if not memory.is_relay():
        return {}, list(held)
    row = MirroredDevice.objects.filter(id=device).first()
    if row is None:
        return {"upstream_have": 0, "upstream_gaps": []}, list(held)
    at_district = {one["number"]: one for one in row.held}
    here = [one for one in held if not _has(row, one["number"])]
    aside = UpstreamEntry.objects.filter(device=device, upstream_seq=0)
    told = {one["number"]: one for one in here} | at_district | _aside(aside)
    newest = sorted(told.values(), key=lambda one: -int(one["number"]))[:MOST_HELD]
    return {"upstream_have": row.have, "upstream_gaps": row.gaps}, newest


def _aside(rows: Any) -> dict[int, dict[str, Any]]:
    return {
        row.number: {"number": row.number, "status": "held", "problem": row.problem} for row in rows
    }


def _has(row: MirroredDevice, number: int) -> bool:
    return number <= row.have and not any(first <= number <= last for first, last in row.gaps)
