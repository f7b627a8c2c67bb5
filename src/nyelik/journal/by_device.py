"""What the journal holds of one device, whatever became of it: for whoever looks after the phone.

Every question goes by device, whose numbers are indexed; bodies are not read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from nyelik.journal.read import as_uuid, in_parts

_DAY = 86_400_000  # milliseconds


@dataclass(frozen=True)
class Arrived:
    """How much of a device is here: entries, the greatest number, when the last one came (unix ms)."""

    count: int
    last_number: int
    last_received: int

    @property
    def missing(self) -> int:
        """Numbers below the greatest that have not arrived."""
        return self.last_number - self.count


@dataclass(frozen=True)
class Line:
    """One entry without its content; times as the entry has them, `received` unix ms."""

    number: int
    kind: str
    about: UUID
    happened: str
    received: int
    status: str
    problem: str | None


def arrived(devices: Sequence[str]) -> dict[str, Arrived]:
    """By device what has arrived; devices of which nothing is here are left out."""
    found: dict[str, Arrived] = {}
    with connection.cursor() as cursor:
        for some in in_parts(list(devices)):
            marks = ", ".join(["%s"] * len(some))
            cursor.execute(
                "SELECT device, count(*), max(number), max(received) FROM journal_entry "
                f"WHERE device IN ({marks}) GROUP BY device",
                list(some),
            )
            found |= {device: Arrived(*rest) for device, *rest in cursor.fetchall()}
    return found


def received_by_day(
    device: str, since: int, offset: dt.timedelta
) -> list[tuple[dt.date, dict[str, int]]]:
    """For each day since a moment (unix ms) how many entries came, by status, newest day first.

    `offset` is how far the district's clock is ahead of UTC.
    """
    ahead = int(offset.total_seconds() * 1000)
    sql = (
        f"SELECT (received + %s) / {_DAY}, status, count(*) FROM journal_entry "
        "WHERE device = %s AND received >= %s GROUP BY 1, 2 ORDER BY 1 DESC"
    )
    days: dict[int, Counter[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [ahead, device, since])
        for number, status, count in cursor.fetchall():
            days.setdefault(int(number), Counter())[status] += count
    epoch = dt.date(1970, 1, 1)
    return [(epoch + dt.timedelta(number), dict(counts)) for number, counts in days.items()]


def latest(device: str, limit: int) -> list[Line]:
    """The entries with the greatest numbers, the greatest first."""
    return _lines("", [device, limit])


def not_accepted(device: str, limit: int) -> list[Line]:
    """Those that are held or declined, the greatest number first."""
    return _lines("AND status <> 'accepted' ", [device, limit])


def _lines(condition: str, parameters: Sequence[str | int]) -> list[Line]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, kind, about, happened, received, status, problem FROM journal_entry "
            f"WHERE device = %s {condition}ORDER BY number DESC LIMIT %s",
            list(parameters),
        )
        return [Line(n, k, as_uuid(a), *rest) for n, k, a, *rest in cursor.fetchall()]
