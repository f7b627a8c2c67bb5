"""Entries for tests: short to write, everything not said has a harmless value."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyelik.base import hlc
from nyelik.journal.entry import Entry, StoredEntry

NOON = 1_772_341_200_000
"""1 March 2026, 12:00 in Belitung, unix milliseconds."""
MINUTE = 60_000


def person(number: int) -> UUID:
    """The person, contact, worker ... that a test calls by a number."""
    return UUID(int=(1 << 100) + number)


def entry(
    number: int,
    body: Mapping[str, Any] | None = None,
    *,
    device: str = "dev-1",
    kind: str = "contact",
    subject: UUID | None = None,
    about: UUID | None = None,
    happened: str = "2026-03-01",
    at: int | None = None,
    seen: int = 0,
    **other: Any,
) -> Entry:
    """An entry; written `at` minutes after noon (default: its number)."""
    subject = subject or person(1)
    return Entry(
        device=device,
        number=number,
        kind=kind,
        subject=subject,
        about=about or (subject if kind in ("person", "household") else person(1)),
        body=dict(body or {}),
        happened=happened,
        written=hlc.stamp(NOON + (number if at is None else at) * MINUTE),
        rulebook="test",
        seen=seen,
        **other,
    )


def stored(one: Entry, seq: int, received: int = NOON) -> StoredEntry:
    """The entry as the journal would give it back."""
    fields = {name: getattr(one, name) for name in Entry.__struct_fields__}
    return StoredEntry(**fields, seq=seq, received=received, status="accepted")
