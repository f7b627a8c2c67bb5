"""Rows of the person table from folded subjects of the journal.

Total: a strange value becomes an empty field, never an error.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyelik.journal.fold import Subject
from nyelik.register import names
from nyelik.register.tables import Person, Word

TEXT_FIELDS = {
    "name": 200,
    "nik": 16,
    "kk": 16,
    "bpjs": 13,
    "phone": 20,
    "mother_name": 200,
    "father_name": 200,
    "area": 24,
    "address": 300,
}
DATE_FIELDS = ("died", "moved_in", "moved_out")
UUID_FIELDS = {"mother": "mother_id", "household": "household_id"}


def person_row(subject: Subject, merged_into: UUID | None) -> Person:
    """The unsaved row of a person (without `number`)."""
    fields = subject.fields
    values: dict[str, Any] = {
        name: text_of(fields.get(name), size)
        for name, size in TEXT_FIELDS.items()
        if name in fields
    }
    values |= {name: date_of(fields.get(name)) for name in DATE_FIELDS if name in fields}
    values |= {row: uuid_of(fields[name]) for name, row in UUID_FIELDS.items() if name in fields}
    born = fields.get("born")
    return Person(
        id=subject.id,
        name_key=names.name_key(values.get("name", ""))[:200],
        sex=fields["sex"] if fields.get("sex") in ("female", "male") else "",
        born=date_of(born),
        born_at=born[11:16] if isinstance(born, str) and len(born) > 11 else "",
        born_estimated=fields.get("born_estimated") is True,
        merged_into=merged_into,
        retracted=subject.retracted,
        **values,
    )


def words_of(person: Person) -> set[tuple[int, str]]:
    """(kind, key word) by which a person can be found. Nobody finds a retracted one."""
    if person.retracted:
        return set()
    found = {(Word.NAME, word) for word in person.name_key.split()}
    found |= {(Word.MOTHER, word) for word in names.name_key(person.mother_name).split()}
    found |= {(Word.ADDRESS, word) for word in names.address_words(person.address)}
    return {(kind, word[:60]) for kind, word in found}


def text_of(value: object, size: int) -> str:
    """Text that fits its column; numbers as text; nothing as ""."""
    if value is None or isinstance(value, Mapping | list):
        return ""
    return str(value).strip()[:size].replace("\0", "")


def date_of(value: object) -> dt.date | None:
    """A date from "YYYY-MM-DD" or "YYYY-MM-DDTHH:MM"; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return dt.date.fromisoformat(value[:10])
    except ValueError:
        return None


def uuid_of(value: object) -> UUID | None:
    """A UUID from its text; None for anything else."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
