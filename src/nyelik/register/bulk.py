"""Many rows into a table at once: COPY on PostgreSQL, executemany on SQLite.

Django's bulk_create spends most of its time on preparing values; a district's first load is 132,000 people and
a million words. Values are those of the model's fields; primary keys must be set.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows of values, in the order of `columns`."""
    table = model._meta.db_table
    listed = ", ".join(f'"{column}"' for column in columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f'COPY "{table}" ({listed}) FROM STDIN') as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        # S608: table and column names are those of our own models.
        cursor.executemany(
            f'INSERT INTO "{table}" ({listed}) VALUES ({marks})',  # noqa: S608
            [[_sqlite_value(value) for value in row] for row in rows],
        )


def insert_models(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert unsaved instances of one model whose primary key is set."""
    columns = [str(field.column) for field in model._meta.concrete_fields]
    names = [field.attname for field in model._meta.concrete_fields]
    insert_rows(model, columns, ([getattr(row, name) for name in names] for row in rows))


def _sqlite_value(value: Any) -> Any:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, dt.date) else value


def chunks(values: Sequence[Any], size: int = 400) -> Iterable[Sequence[Any]]:
    """Parts of a long list: SQLite takes a limited number of parameters in one statement."""
    return (values[start : start + size] for start in range(0, len(values), size))
