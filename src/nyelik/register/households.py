"""Rows of the household table from folded subjects of the journal."""

from __future__ import annotations

from nyelik.journal.fold import Subject
from nyelik.register.people import text_of
from nyelik.register.tables import Household


def household_row(subject: Subject) -> Household:
    """The unsaved row of a household (without `number`)."""
    fields = subject.fields
    return Household(
        id=subject.id,
        kk=text_of(fields.get("kk"), 16),
        head_name=text_of(fields.get("head_name"), 200),
        area=text_of(fields.get("area"), 24),
        address=text_of(fields.get("address"), 300),
        retracted=subject.retracted,
    )
