"""Rows of the household table from folded subjects of the journal."""

from __future__ import annotations

from typing import NamedTuple

from nyelik.journal.fold import Subject
from nyelik.register.people import text_of


class HouseholdRow(NamedTuple):
    """The columns of the household table, as plain values."""

    number: int
    id: str
    kk: str
    head_name: str
    area: str
    address: str
    retracted: bool


def household_row(number: int, subject: Subject) -> HouseholdRow:
    """The row of a household."""
    fields = subject.fields
    return HouseholdRow(
        number=number,
        id=subject.id.hex,
        kk=text_of(fields.get("kk"), 16),
        head_name=text_of(fields.get("head_name"), 200),
        area=text_of(fields.get("area"), 24),
        address=text_of(fields.get("address"), 300),
        retracted=subject.retracted,
    )
