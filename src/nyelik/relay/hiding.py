"""People whom the district took back: they left the laptop's scope, and a journal forgets nothing.

The laptop writes for itself that they live nowhere it knows, so its register and its phones leave them out; and where
they live again when they come back. These entries are the laptop's own and never go up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from nyelik.journal.append import store
from nyelik.journal.entry import HOUSEHOLD, PERSON, StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.hold import day_text
from nyelik.journal.merge import canonical_of
from nyelik.journal.read import entries_about, last_seq
from nyelik.relay import memory

NOWHERE = ""


def hide(people: Collection[UUID], now_ms: int) -> list[UUID]:
    """Let these live nowhere; those of them it was done for. Who was merged into somebody is gone by that already."""
    who = canonical_of(people)
    left = [one for one in people if who[one] == one]
    _write(left, NOWHERE, now_ms)
    return left


def show(about: UUID, record: Sequence[StoredEntry], now_ms: int) -> None:
    """Somebody came back: they live where the district's entries say."""
    told = fold(record).get(about)
    _write([about], str(told.fields.get("area") or NOWHERE) if told else NOWHERE, now_ms)


def _write(people: Sequence[UUID], area: str, now_ms: int) -> None:
    if not people:
        return
    known = fold(entries_about(people))
    ours = [known[one] for one in people if one in known and known[one].kind in (PERSON, HOUSEHOLD)]
    moved = [one for one in ours if one.fields.get("area", NOWHERE) != area]
    store(list(_patches(moved, area, now_ms)))


def _patches(subjects: Iterable[Subject], area: str, now_ms: int) -> Iterable[StoredEntry]:
    """Written just after the last that was known, so that whoever moves them later is believed."""
    seen, device = last_seq(), f"relay-{memory.recall(memory.DEVICE)}"
    for one in subjects:
        yield StoredEntry(
            device=device,
            number=0,
            kind=one.kind,
            subject=one.id,
            about=one.id,
            body={"area": area},
            happened=day_text(now_ms),
            written=one.entries[-1].written + 1,
            seen=seen,
            rulebook="",
            seq=0,
            received=now_ms,
            status="accepted",
        )
