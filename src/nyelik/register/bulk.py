"""Many rows into a table at once: COPY on PostgreSQL, executemany on SQLite.

Django's bulk_create spends most of its time on preparing values; a district's first load is 132,000 people and
a million words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert rows of plain values (text, numbers, truths, None), in the order of `columns`."""
    table = model._meta.db_table
    listed = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        copying = f'COPY "{table}" ({listed}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(copying) as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # Table and column names are those of our own models.
        cursor.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)  # noqa: S608


def chunks(values: Sequence[Any], size: int = 400) -> Iterable[Sequence[Any]]:
    """Parts of a long list: SQLite takes a limited number of parameters in one statement."""
    return (values[start : start + size] for start in range(0, len(values), size))
