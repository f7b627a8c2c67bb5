"""What some workers recorded lately that nobody has confirmed since (`validated: true`).

A validation covers what its writer had seen: whoever corrects a contact after it was validated has it looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from nyelik.journal.in_session import seq_at
from nyelik.journal.of_kind import as_stored
from nyelik.journal.read import as_uuid

_VALIDATED, _RETRACTED = '%"validated":true%', '%"retracted":true%'
_ACCEPTED = (
    "SELECT seq, subject, about, seen FROM journal_entry"
    " WHERE seq >= %s AND kind = 'contact' AND status = 'accepted'"
)


@dataclass(frozen=True)
class Unvalidated:
    """A contact: whom it is about, and the first and last of the entries that nobody confirmed."""

    subject: UUID
    about: UUID
    first: int
    last: int


def unvalidated(by: Collection[UUID], since: int) -> list[Unvalidated]:
    """Contacts of these workers received from a moment on (unix ms), those received last first.

    Bodies are searched as text, so whoever shows one looks at what folding makes of it.
    """
    start = seq_at(since)
    found: dict[UUID, Unvalidated] = {}
    for seq, subject, about, _ in _written_by(sorted(by), start) if by else ():
        first = found[subject].first if subject in found else seq
        found[subject] = Unvalidated(subject, about, first, seq)
    oldest = min((one.first for one in found.values()), default=0)
    for subject, seen, retracts in _judged(oldest):
        if subject in found and (retracts or seen >= found[subject].last):
            del found[subject]
    return sorted(found.values(), key=lambda one: one.last, reverse=True)


def _written_by(by: Iterable[UUID], start: int) -> list[tuple[int, UUID, UUID, int]]:
    who = [as_stored(one) for one in by]
    sql = f'{_ACCEPTED} AND "by" IN ({", ".join(["%s"] * len(who))}) ORDER BY seq'
    return [(seq, as_uuid(s), as_uuid(a), seen) for seq, s, a, seen in _rows(sql, [start, *who])]


def _judged(start: int) -> list[tuple[UUID, int, bool]]:
    if not start:
        return []
    sql = f"{_ACCEPTED} AND body LIKE %s"
    return [
        (as_uuid(subject), seen, text == _RETRACTED)
        for text in (_VALIDATED, _RETRACTED)
        for _, subject, _, seen in _rows(sql, [start, text])
    ]


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
