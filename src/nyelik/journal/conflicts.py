"""Conflict honesty: fields that two devices set differently without knowing of each other, until somebody settles them.

The value written last is shown, both are kept. Settled by writing the field once more with `seen` at least the
sequence of both (what the office does with the value a named person chose).
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from nyelik.base import hlc
from nyelik.journal.entry import Entry, Receipt, StoredEntry
from nyelik.journal.fold import HAPPENED, Conflict, fold
from nyelik.journal.read import entries_about, entries_from, in_parts
from nyelik.journal.tables import OpenConflict


def open_conflicts(about: Iterable[UUID] | None = None) -> list[Conflict]:
    """Unsettled conflicts, of everybody or of these persons; the first patch of each is the one shown."""
    rows = (
        OpenConflict.objects.all()
        if about is None
        else OpenConflict.objects.filter(about__in=list(about))
    )
    persons = sorted(set(rows.values_list("about", flat=True)))
    subjects = fold(entries_about(persons)).values()
    return [conflict for subject in subjects for conflict in subject.conflicts]


def people_in_conflict() -> set[UUID]:
    """Whom unsettled conflicts concern; one query, nothing folded."""
    return set(OpenConflict.objects.values_list("about", flat=True))


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
    from nyelik.journal.append import append  # appending stands on the index, and the index on this

    return append([decision], received=now_ms)[0]


def _body(field: str, value: Any) -> dict[str, Any]:
    if field == HAPPENED:
        return {}
    group, dot, key = field.partition(".")
    return {group: {key: value}} if dot else {field: value}


def refresh(patched: Mapping[UUID, UUID]) -> None:
    """Work out the conflicts of subjects again (subject -> whom it concerns); part of the index."""
    if not patched:
        return
    subjects = fold(_entries_of(patched))
    found = [conflict for one in patched if one in subjects for conflict in subjects[one].conflicts]
    for some in in_parts(list(patched)):
        OpenConflict.objects.filter(subject__in=some).delete()
    OpenConflict.objects.bulk_create(
        OpenConflict(subject=c.subject, field=c.field, about=c.about) for c in found
    )


def _entries_of(patched: Mapping[UUID, UUID]) -> list[StoredEntry]:
    entries: list[StoredEntry] = []
    for some in in_parts(sorted(set(patched.values()))):
        where = f"a.about IN ({', '.join(['%s'] * len(some))})"
        entries += entries_from(
            where, [one.hex for one in some], "JOIN journal_about a ON a.seq = e.seq"
        )
    return [entry for entry in entries if entry.subject in patched]
