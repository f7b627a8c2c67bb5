"""The journal's own index: filled in sequence order, outside the ingest transaction, and rebuildable."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from nyelik.journal import conflicts, merge
from nyelik.journal.entry import (
    EPISODE,
    HOLD_DECISION,
    HOUSEHOLD,
    MERGE,
    PERSON,
    SESSION,
    StoredEntry,
)
from nyelik.journal.read import in_parts
from nyelik.journal.tables import About, Merged, OpenConflict, Subject

_KNOWN_KINDS = frozenset({PERSON, HOUSEHOLD, EPISODE, SESSION})
_RECKONED = 5  # the version of a UUID that is a hash of names


def apply(entries: Sequence[StoredEntry]) -> None:
    """Note whom entries concern, who exists now, who was merged, what is in conflict."""
    about = [(e.about.hex, e.seq) for e in entries if e.kind != HOLD_DECISION]
    _insert("journal_about (about, seq) VALUES (%s, %s)", about)
    patched = _patched(entries)
    first = [(e.subject.hex, e.kind, e.seq) for e in entries if _is_noted(e)]
    _insert("journal_subject (id, kind, seq) VALUES (%s, %s, %s)", first)
    merge.refresh({entry.about for entry in entries if entry.kind == MERGE})
    conflicts.refresh(patched)


def reset() -> None:
    """Empty the index."""
    for table in (About, Subject, Merged, OpenConflict):
        table.objects.all().delete()


def _patched(entries: Sequence[StoredEntry]) -> dict[UUID, UUID]:
    """Subjects (and whom they concern) that these entries may have changed rather than begun.

    A device can only change what another wrote after hearing of it (`seen`), except what both may have begun: persons,
    households, episodes and sessions, and whatever has an identity that is reckoned (`_is_noted`).
    """
    begun: dict[UUID, UUID] = {}
    patched = {entry.subject: entry.about for entry in entries if entry.seen > 0}
    for entry in entries:
        if _is_noted(entry):
            if entry.subject in begun:
                patched[entry.subject] = entry.about
            begun[entry.subject] = entry.about
    return patched | {one: begun[one] for one in existing(begun)}


def _is_noted(entry: StoredEntry) -> bool:
    """Whether another device may begin the same subject without having heard of it.

    Contacts of a session, its assessments and merges have an identity that is reckoned from what they are (UUIDv5), so
    that phones without network mean the same one.
    """
    return entry.kind in _KNOWN_KINDS or entry.subject.version == _RECKONED


def existing(subjects: Collection[UUID], kinds: Collection[str] | None = None) -> set[UUID]:
    """Which of these subjects exist (as one of these kinds), as far as the index has read."""
    wanted = {one.hex: one for one in subjects}
    known: set[UUID] = set()
    with connection.cursor() as cursor:
        for some in in_parts(list(wanted)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(f"SELECT id, kind FROM journal_subject WHERE id IN ({marks})", some)
            found = [one for one, kind in cursor.fetchall() if kinds is None or kind in kinds]
            known.update(one if isinstance(one, UUID) else wanted[one] for one in found)
    return known


def _insert(into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {into} ON CONFLICT DO NOTHING", rows)
