"""What the district knows of the laptop's scope comes down into its journal: entries keep their device and number.

A page may be taken twice, or be cut off anywhere: entries are found again by their identity, and the cursor moves last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from django.db import transaction

from nyelik.journal import held
from nyelik.journal.append import store
from nyelik.journal.entry import HOLD_DECISION, Receipt, StoredEntry
from nyelik.journal.read import entries_about, entries_from, in_parts
from nyelik.journal.turn import writing
from nyelik.relay import hiding, memory
from nyelik.relay.places import Place, by_subject, places, seen_here
from nyelik.relay.tables import MirroredRecord, UpstreamEntry
from nyelik.relay.upstream import Upstream

_Identity = tuple[str, int]
_ROW = ("local_seq", "upstream_seq", "status", "problem", "pulled")


def pull(upstream: Upstream, report: Mapping[str, Any], now: Callable[[], int]) -> int:
    """Take every page that waits; how many records came. `report` is what the laptop says of itself."""
    came, more = 0, True
    while more:
        cursor = memory.recall(memory.CURSOR) or None
        page = upstream.post("/api/sync", {**report, "cursor": cursor, "now": now()})
        take_page(page, now())
        came, more = came + len(page["records"]), bool(page["more"])
    return came


def take_page(page: Mapping[str, Any], now_ms: int) -> None:
    """Store a page: entries first, then what it says of whole records, then the cursor."""
    records = {UUID(one["about"]): _entries(one, now_ms) for one in page["records"]}
    _take_entries([entry for entries in records.values() for entry in entries], now_ms)
    before = _hidden(records)
    for about in before:
        hiding.show(about, records[about], now_ms)
    gone = hiding.hide([UUID(one) for one in page["gone"]], now_ms)
    with writing(), transaction.atomic():
        _mark(records, page["generation"])
        MirroredRecord.objects.filter(about__in=gone).update(hidden=True)
        memory.remember(memory.CURSOR, page["cursor"])
        memory.remember(memory.GENERATION, page["generation"])
    if not page["more"]:
        _hide_what_did_not_come(page["generation"], now_ms)


def _entries(record: Mapping[str, Any], now_ms: int) -> list[StoredEntry]:
    """The record's entries; `seq` and `seen` are still the district's."""
    return [
        msgspec.convert(
            {**one, "written": int(one["written"]), "received": now_ms, "status": "accepted"},
            StoredEntry,
        )
        for one in record["entries"]
        if one["kind"] != HOLD_DECISION
    ]


def _take_entries(entries: Sequence[StoredEntry], now_ms: int) -> None:
    known = _known(entries)
    _note_pulled([entry for entry in entries if _key(entry) in known], known, now_ms)
    fresh = [entry for entry in entries if _key(entry) not in known]
    for some in _rounds(fresh):
        _take_fresh(some, now_ms)


def _rounds(entries: Sequence[StoredEntry]) -> Iterable[list[StoredEntry]]:
    """The first entry of every subject, then the second ...: what `seen` names comes before who names it."""
    groups = [sorted(group, key=lambda entry: entry.seq) for group in by_subject(entries).values()]
    for rank in range(max(map(len, groups), default=0)):
        yield [group[rank] for group in groups if rank < len(group)]


def _take_fresh(entries: Sequence[StoredEntry], now_ms: int) -> None:
    around = _around(entries) if any(entry.seen for entry in entries) else {}
    receipts = store(
        [
            msgspec.structs.replace(
                entry, seq=0, seen=seen_here(entry.seen, around.get(entry.subject, ()))
            )
            for entry in entries
        ]
    )
    ours = [(one, receipt) for one, receipt in zip(entries, receipts, strict=True) if receipt.seq]
    held.accept_as_upstream([r.seq for _, r in ours if r.status != "accepted"], now_ms=now_ms)
    _save([_row(entry, receipt) for entry, receipt in ours])


def _around(entries: Sequence[StoredEntry]) -> dict[UUID, list[Place]]:
    """What the laptop's journal has of the subjects of these entries."""
    present = entries_about({entry.about for entry in entries})
    where = places(present)
    groups = by_subject(present)
    return {subject: [where[one.seq] for one in group] for subject, group in groups.items()}


def _key(entry: StoredEntry) -> _Identity:
    return (entry.device, entry.number)


def _known(entries: Sequence[StoredEntry]) -> dict[_Identity, UpstreamEntry]:
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        numbers.setdefault(entry.device, []).append(entry.number)
    found: dict[_Identity, UpstreamEntry] = {}
    for device, wanted in numbers.items():
        for part in in_parts(wanted):
            rows = UpstreamEntry.objects.filter(device=device, number__in=part)
            found |= {(row.device, row.number): row for row in rows}
    return found


def _note_pulled(
    entries: Sequence[StoredEntry], known: Mapping[_Identity, UpstreamEntry], now_ms: int
) -> None:
    """Known by a receipt, or under another number of the district: it was restored meanwhile."""
    changed = []
    for entry in entries:
        row = known[_key(entry)]
        if not row.pulled or row.upstream_seq != entry.seq:
            row.upstream_seq = entry.seq
            row.status, row.problem, row.pulled = "accepted", "", True
            changed.append(row)
    for part in in_parts([row.local_seq for row in changed]):
        marks = ", ".join(["%s"] * len(part))
        waiting = entries_from(f"e.seq IN ({marks}) AND e.status <> 'accepted'", part)
        held.accept_as_upstream([one.seq for one in waiting], now_ms=now_ms)
    _save(changed)


def _row(entry: StoredEntry, receipt: Receipt) -> UpstreamEntry:
    return UpstreamEntry(
        device=entry.device,
        number=entry.number,
        local_seq=receipt.seq,
        upstream_seq=entry.seq,
        status="accepted",
        pulled=True,
    )


def _save(rows: Sequence[UpstreamEntry]) -> None:
    UpstreamEntry.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["device", "number"],
        update_fields=list(_ROW),
    )


def _hidden(records: Iterable[UUID]) -> list[UUID]:
    rows = MirroredRecord.objects.filter(about__in=list(records), hidden=True)
    return list(rows.values_list("about", flat=True))


def _mark(records: Iterable[UUID], generation: str) -> None:
    MirroredRecord.objects.bulk_create(
        [MirroredRecord(about=about, generation=generation, hidden=False) for about in records],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["about"],
        update_fields=["generation", "hidden"],
    )


def _hide_what_did_not_come(generation: str, now_ms: int) -> None:
    """A new listing is complete: who is not in it left the laptop's scope."""
    rows = MirroredRecord.objects.filter(hidden=False).exclude(generation=generation)
    left = hiding.hide(list(rows.values_list("about", flat=True)), now_ms)
    MirroredRecord.objects.filter(about__in=left).update(hidden=True)
