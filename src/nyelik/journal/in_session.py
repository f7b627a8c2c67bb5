"""Who came to a session: contacts that name it, wherever the person lives."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import connection

from nyelik.journal.read import as_uuid, last_seq


def people_naming(texts: Collection[str], since: int, until: int) -> set[UUID]:
    """About whom accepted contacts are that hold one of these texts, received between two moments (unix ms).

    Bodies are searched as text, so whoever asks looks again at what folding makes of them. The window keeps it
    cheap: numbers of the journal are given in the order of receipt.
    """
    first, last = seq_at(since), seq_at(until)
    like = " OR ".join(["body LIKE %s"] * len(texts))
    sql = (
        "SELECT DISTINCT about FROM journal_entry "
        f"WHERE seq >= %s AND seq < %s AND kind = 'contact' AND status = 'accepted' AND ({like})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, last, *(f"%{text}%" for text in texts)])
        return {as_uuid(row[0]) for row in cursor.fetchall()}


def seq_at(moment: int) -> int:
    """The first sequence number received at a moment or after; one beyond the last when there is none."""
    low, high = 1, last_seq() + 1
    while low < high:
        middle = (low + high) // 2
        if _received_from(middle) < moment:
            low = middle + 1
        else:
            high = middle
    return low


def _received_from(seq: int) -> int:
    """When the entry at a place, or the next one there is, was received."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT received FROM journal_entry WHERE seq >= %s ORDER BY seq LIMIT 1", [seq]
        )
        return int(cursor.fetchone()[0])
