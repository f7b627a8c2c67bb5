"""What the journal has of one device: how far its numbers go, which are missing, which do not count and why."""

from dataclasses import dataclass

from django.db import connection

from nyelik.journal.gaps import gaps

MOST = 200
"""Held entries and gaps told at once: more than a worker can look through."""


@dataclass(frozen=True)
class Waiting:
    """An entry that is not accepted: held or declined, and the code of its problem."""

    number: int
    status: str
    problem: str | None


@dataclass(frozen=True)
class OwnEntries:
    """`have`: the greatest number; `gaps`: first and last number of each gap below it."""

    have: int
    gaps: list[tuple[int, int]]
    waiting: list[Waiting]


def own_entries(device: str) -> OwnEntries:
    """What the journal has of a device. Two queries where nothing is missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(number), count(*) FROM journal_entry WHERE device = %s", [device]
        )
        have, count = cursor.fetchone()
        # The condition as the partial index has it, or SQLite would look at all entries of the device.
        cursor.execute(
            "SELECT number, status, problem FROM journal_entry WHERE device = %s AND status IN ('held', 'declined')"
            " ORDER BY number DESC LIMIT %s",
            [device, MOST],
        )
        waiting = [Waiting(*row) for row in cursor.fetchall()]
    have = have or 0
    missing = gaps(device)[:MOST] if have > count else []
    return OwnEntries(have, [(gap.first, gap.last) for gap in missing], waiting)
