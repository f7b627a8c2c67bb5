"""Gaps: numbers that a device used and the journal does not have. How "nothing was lost" is shown."""

from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Gap:
    """Numbers `first` to `last` of a device have not arrived."""

    device: str
    first: int
    last: int


def gaps(device: str | None = None) -> list[Gap]:
    """Every known gap, of all devices or of one. What a device wrote after its last arrived number cannot be known."""
    where, parameters = ("", []) if device is None else ("WHERE device = %s ", [device])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT device FROM journal_entry {where}GROUP BY device HAVING max(number) > count(*)",
            parameters,
        )
        devices = [row[0] for row in cursor.fetchall()]
    return [gap for one in sorted(devices) for gap in _gaps_of(one)]


def _gaps_of(device: str) -> list[Gap]:
    sql = (
        "SELECT before + 1, number - 1 FROM (SELECT number, lag(number, 1, CAST(0 AS BIGINT)) "
        "OVER (ORDER BY number) AS before FROM journal_entry WHERE device = %s) numbered "
        "WHERE number > before + 1 ORDER BY number"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [device])
        return [Gap(device, first, last) for first, last in cursor.fetchall()]
