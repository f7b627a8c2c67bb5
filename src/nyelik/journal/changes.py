"""What happened after a place in the journal, without the bodies: what a device has to hear of.

A place is the seq of an entry with a mark of the entry and of the moment it was received: a journal restored from an
older backup may give the same number to another entry, or to the same one sent again after others than before.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nyelik.journal.entry import MERGE
from nyelik.journal.read import as_uuid, entries_from, in_parts

MARK_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that began to count at a place of the stream: its own seq, or that of the decision that accepted it."""

    at: int
    about: UUID
    kind: str


def changes_after(at: int, upto: int, limit: int) -> list[Change]:
    """Changes after a place and up to another, in stream order, about `limit` of them; empty when there are none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq, about, kind FROM journal_entry WHERE seq > %s AND seq <= %s"
            " AND status = 'accepted' AND released IS NULL ORDER BY seq LIMIT %s",
            [at, upto, limit],
        )
        plain = cursor.fetchall()
        if not plain:
            return []
        cursor.execute(
            "SELECT released, about, kind FROM journal_entry WHERE released > %s AND released <= %s",
            [at, plain[-1][0]],
        )
        rows = plain + cursor.fetchall()
    return sorted(
        (Change(place, as_uuid(about), kind) for place, about, kind in rows), key=lambda one: one.at
    )


def mark_of(seq: int) -> str | None:
    """A short hash of the entry at a place; None if the journal has none there. "0" before the first.

    The same mark means the same history: what came back with a backup or an archive brought all before it and keeps
    its moment of receipt; what a device sent again after a restore has a new one, and others may stand before it.
    """
    if seq == 0:
        return "0"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT device, number, written, received FROM journal_entry WHERE seq = %s", [seq]
        )
        row = cursor.fetchone()
    if row is None:
        return None
    return hashlib.sha256(repr(tuple(row)).encode()).hexdigest()[:MARK_LENGTH]


def merged_with(people: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Whom each was ever merged into, merges that were undone too."""
    found: dict[UUID, set[UUID]] = {}
    joins = "JOIN journal_about a ON a.seq = e.seq"
    for some in in_parts(list(people)):
        where = f"a.about IN ({', '.join(['%s'] * len(some))}) AND e.kind = '{MERGE}'"
        for entry in entries_from(where, [one.hex for one in some], joins):
            into = entry.body.get("into")
            if isinstance(into, str):
                found.setdefault(entry.about, set()).add(UUID(into))
    return found
