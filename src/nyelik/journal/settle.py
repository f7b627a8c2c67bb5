"""Settling a conflict: a named person says what a field shall be, having seen all that was written."""

from typing import Any
from uuid import UUID

from nyelik.base import hlc
from nyelik.journal.append import append
from nyelik.journal.entry import Entry, Receipt
from nyelik.journal.fold import HAPPENED, Conflict, fold
from nyelik.journal.read import entries_about


def settle(
    conflict: Conflict, value: Any, *, device: str, by: UUID, now_ms: int, rulebook: str
) -> Receipt:
    """A named person decides what a field shall be (None erases it): written once more, having seen all of it."""
    subject = fold(entries_about([conflict.about]))[conflict.subject]
    seen = max(entry.seq for entry in subject.entries)
    latest = max(entry.written for entry in subject.entries)
    decision = Entry(
        device=device,
        number=0,
        kind=subject.kind,
        version=subject.entries[0].version,
        subject=subject.id,
        about=subject.about,
        body=_body(conflict.field, value),
        happened=value if conflict.field == HAPPENED else subject.happened,
        written=hlc.next_stamp(0, now_ms, seen=latest),
        seen=seen,
        by=by,
        rulebook=rulebook,
    )
    return append([decision], received=now_ms)[0]


def _body(field: str, value: Any) -> dict[str, Any]:
    if field == HAPPENED:
        return {}
    group, dot, key = field.partition(".")
    return {group: {key: value}} if dot else {field: value}
