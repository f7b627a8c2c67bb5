"""Conflict honesty: fields that two devices set differently without knowing of each other, until somebody settles them.

The value written last is shown, both are kept. Settled by writing the field once more with `seen` at least the
sequence of both (what the office does with the value a named person chose).
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from nyelik.journal.entry import StoredEntry
from nyelik.journal.fold import Conflict, fold
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
