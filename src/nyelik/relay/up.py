"""What phones gave the laptop goes on to the district: in order, in parts, until there is a receipt of each entry.

An entry whose writer had seen others of its subject waits until those came down again with the district's numbers, so
that its `seen` can be said there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import structs

from nyelik.journal.entry import Entry, StoredEntry, encode
from nyelik.journal.read import entries_about, entries_from, last_seq
from nyelik.relay import memory
from nyelik.relay.places import Place, by_subject, places, seen_upstream
from nyelik.relay.tables import MirroredDevice, UpstreamEntry
from nyelik.relay.upstream import Upstream

WINDOW = 2_000
"""Places of the journal looked at at once."""
BATCH, BATCH_BYTES = 500, 4 * 1024 * 1024
"""In one request: a district answers it in a second, a slow line carries it in a minute."""
PASSED = "passed"
"""Memory: up to this place of the laptop's journal everything was passed on."""
_WAITING = (
    "e.seq > %s AND e.seq <= %s AND e.device IN (SELECT id FROM relay_device) AND NOT EXISTS "
    "(SELECT 1 FROM relay_entry r WHERE r.device = e.device AND r.number = e.number)"
)


@dataclass(frozen=True)
class Passed:
    """How many entries got a receipt, and whether some wait for what they have seen."""

    sent: int
    waiting: bool


def waiting_count() -> int:
    """How many entries the district does not have yet."""
    return sum(len(window) for window in _windows())


def pass_on(upstream: Upstream, *, force: bool = False) -> Passed:
    """Send what can be sent. `force`: also what waits for others, whose `seen` then says less than it could."""
    sent, blocked = 0, set[str]()
    clear = True
    for window in _windows():
        around = _around(window)
        ready: list[tuple[Entry, int]] = []
        for entry in window:
            own = around.get(entry.subject, [])
            if entry.device in blocked or not (force or _is_ready(entry, own)):
                blocked.add(entry.device)  # a phone's entries go up in its order
            else:
                ready.append((_wire(entry, seen_upstream(entry.seen, own)), entry.seq))
        for batch in _batches(ready):
            _send(upstream, batch)
            sent += len(batch)
        clear = clear and not blocked
        if clear and window:
            memory.remember(PASSED, str(window[-1].seq))
    return Passed(sent, bool(blocked))


def _windows() -> Iterable[list[StoredEntry]]:
    at, last = int(memory.recall(PASSED) or 0), last_seq()
    while at < last:
        yield entries_from(_WAITING, [at, at + WINDOW])
        at += WINDOW


def _around(entries: Sequence[StoredEntry]) -> dict[UUID, list[Place]]:
    """What the laptop's journal counts of the subjects that somebody had seen something of."""
    about = {entry.about for entry in entries if entry.seen}
    if not about:
        return {}
    present = entries_about(about)
    where, groups = places(present), by_subject(present)
    return {subject: [where[one.seq] for one in group] for subject, group in groups.items()}


def _is_ready(entry: StoredEntry, subject: Iterable[Place]) -> bool:
    return all(one.pulled for one in subject if one.local <= entry.seen and one.local != entry.seq)


def _wire(entry: StoredEntry, seen: int) -> Entry:
    plain = Entry(**{name: getattr(entry, name) for name in Entry.__struct_fields__})
    return structs.replace(plain, seen=seen)


def _batches(entries: Sequence[tuple[Entry, int]]) -> Iterable[list[tuple[Entry, int]]]:
    batch: list[tuple[Entry, int]] = []
    size = 0
    for one in entries:
        bytes_ = len(encode(one[0]))
        if batch and (len(batch) >= BATCH or size + bytes_ > BATCH_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += bytes_
    if batch:
        yield batch


def _send(upstream: Upstream, batch: Sequence[tuple[Entry, int]]) -> None:
    answer = upstream.post("/api/relay/entries", [entry for entry, _ in batch])
    rows = [
        _row(entry, seq, receipt)
        for (entry, seq), receipt in zip(batch, answer["receipts"], strict=True)
    ]
    UpstreamEntry.objects.bulk_create(rows, ignore_conflicts=True)


def _row(entry: Entry, local_seq: int, receipt: Mapping[str, Any]) -> UpstreamEntry:
    return UpstreamEntry(
        device=entry.device,
        number=entry.number,
        local_seq=local_seq,
        upstream_seq=receipt["seq"],
        status=receipt["status"],
        problem=receipt.get("problem") or "",
    )


def send_lost_again() -> int:
    """The district lost entries that it had (restored from a backup): forget their receipts, so that they go again."""
    lost = 0
    for device in MirroredDevice.objects.filter(known=True):
        rows = UpstreamEntry.objects.filter(device=device.id, upstream_seq__gt=0)
        missing = [rows.filter(number__gt=device.have)]
        missing += [rows.filter(number__range=gap) for gap in device.gaps]
        lost += sum(one.delete()[0] for one in missing)
    if lost:
        memory.remember(PASSED, "0")
    return lost
