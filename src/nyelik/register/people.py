"""Rows of the person table from folded subjects of the journal.

Total: a strange value becomes an empty field, never an error. Values are plain text, numbers and None, as both
databases take them: a district's first load by model instances would take twice as long.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from nyelik.journal.fold import Subject
from nyelik.register import names
from nyelik.register.tables import Word


class PersonRow(NamedTuple):
    """The columns of the person table. Dates are ISO text, identifiers 32 hexadecimal digits."""

    number: int
    id: str
    name: str
    name_key: str
    sex: str
    born: str | None
    born_at: str
    born_estimated: bool
    nik: str
    kk: str
    bpjs: str
    phone: str
    mother_id: str | None
    mother_name: str
    father_name: str
    household_id: str | None
    area: str
    address: str
    died: str | None
    moved_in: str | None
    moved_out: str | None
    merged_into: str | None
    retracted: bool


def person_row(number: int, subject: Subject, merged_into: UUID | None) -> PersonRow:
    """The row of a person."""
    get = subject.fields.get
    name, born = text_of(get("name"), 200), get("born")
    return PersonRow(
        number=number,
        id=subject.id.hex,
        name=name,
        name_key=names.name_key(name)[:200],
        sex=str(get("sex")) if get("sex") in ("female", "male") else "",
        born=date_of(born),
        born_at=born[11:16] if isinstance(born, str) and len(born) > 11 else "",
        born_estimated=get("born_estimated") is True,
        nik=text_of(get("nik"), 16),
        kk=text_of(get("kk"), 16),
        bpjs=text_of(get("bpjs"), 13),
        phone=text_of(get("phone"), 20),
        mother_id=uuid_text_of(get("mother")),
        mother_name=text_of(get("mother_name"), 200),
        father_name=text_of(get("father_name"), 200),
        household_id=uuid_text_of(get("household")),
        area=text_of(get("area"), 24),
        address=text_of(get("address"), 300),
        died=date_of(get("died")),
        moved_in=date_of(get("moved_in")),
        moved_out=date_of(get("moved_out")),
        merged_into=merged_into.hex if merged_into else None,
        retracted=subject.retracted,
    )


def words_of(person: PersonRow) -> list[tuple[int, str]]:
    """(kind, key word) by which a person can be found, each once. Nobody finds a retracted one."""
    if person.retracted:
        return []
    found = dict.fromkeys((Word.NAME, word[:60]) for word in person.name_key.split())
    for word in names.name_key(person.mother_name).split():
        found[Word.MOTHER, word[:60]] = None
    for word in names.address_words(person.address):
        found[Word.ADDRESS, word[:60]] = None
    return list(found)


def text_of(value: Any, size: int) -> str:
    """Text that fits its column; numbers as text; nothing as ""."""
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).strip()[:size].replace("\0", "")


def date_of(value: Any) -> str | None:
    """ "YYYY-MM-DD" from that or "YYYY-MM-DDTHH:MM"; None for anything that is no day of the calendar."""
    return _day(value[:10]) if isinstance(value, str) else None


@lru_cache(maxsize=65536)
def _day(text: str) -> str | None:
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def uuid_of(value: Any) -> UUID | None:
    """A UUID from its text; None for anything else."""
    if isinstance(value, UUID):
        return value
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def uuid_text_of(value: Any) -> str | None:
    """32 hexadecimal digits of a UUID; None for anything else."""
    known = None if value is None else uuid_of(value)
    return known.hex if known else None
