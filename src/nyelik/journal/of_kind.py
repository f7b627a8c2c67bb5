"""Entries of the kinds that came with the phone, found by kind: there are few of them among millions of contacts."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from nyelik.journal.entry import StoredEntry
from nyelik.journal.read import as_uuid, entries_from, in_parts

_INDEXED = "kind IN ('session', 'referral', 'visit')"
"""The condition of the partial index, spelled as there: SQLite uses it only where a query repeats it."""


def concerned_by(kind: str) -> set[UUID]:
    """Whom entries of a kind are about, held ones too; bodies are not read."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT about FROM journal_entry WHERE {_INDEXED} AND kind = %s", [kind]
        )
        return {as_uuid(row[0]) for row in cursor.fetchall()}


def entries_of(kind: str, about: Iterable[UUID]) -> list[StoredEntry]:
    """The accepted entries of a kind about these people, households or facilities."""
    found: list[StoredEntry] = []
    for some in in_parts(sorted(set(about))):
        marks = ", ".join(["%s"] * len(some))
        where = f"e.{_INDEXED} AND e.kind = %s AND e.about IN ({marks}) AND e.status = 'accepted'"
        found += entries_from(where, [kind, *(as_stored(one) for one in some)])
    return found


def as_stored(one: UUID) -> str | UUID:
    """As the driver wants it: UUID on PostgreSQL, 32 digits on SQLite."""
    return one if connection.vendor == "postgresql" else one.hex
