"""Duplicate persons: merged by an entry, un-merged by another.

Resolution is the same on every server; circles of merges are safe.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection

from nyelik.journal.entry import MERGE, StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.read import as_uuid, entries_from, in_parts
from nyelik.journal.tables import Merged


def links_of(entries: Iterable[StoredEntry]) -> dict[UUID, UUID]:
    """Duplicate -> who they are, from merge entries: of several merges of one person the last written stands. Pure."""
    merges = [subject for subject in fold(entries).values() if subject.kind == MERGE]
    links: dict[UUID, UUID] = {}
    for one in sorted(merges, key=lambda subject: subject.entries[-1].stamp):
        into = one.fields.get("into")
        if _stands(one) and into is not None and UUID(into) != one.about:
            links[one.about] = UUID(into)
    return links


def _stands(one: Subject) -> bool:
    return not one.retracted and not one.fields.get("undone")


def canonical(person: UUID, links: Mapping[UUID, UUID]) -> UUID:
    """Who a person is after following merges; in a circle of merges, the smallest identifier of the circle. Pure."""
    path: dict[UUID, None] = {}
    while person in links:
        if person in path:
            walked = list(path)
            return min(walked[walked.index(person) :])
        path[person] = None
        person = links[person]
    return person


def canonical_of(persons: Iterable[UUID]) -> dict[UUID, UUID]:
    """Who each person is now, by the index."""
    wanted = list(persons)
    links = _links_from(wanted)
    return {person: canonical(person, links) for person in wanted}


def same_person(persons: Iterable[UUID]) -> set[UUID]:
    """These persons and everyone merged with them, in either direction."""
    found = set(persons)
    found |= set(canonical_of(found).values())
    edge = found
    while edge:
        edge = _merged_into(edge) - found
        found |= edge
    return found


def refresh(duplicates: Collection[UUID]) -> None:
    """Work out again whom these persons are merged into; part of the index."""
    for person in duplicates:
        joins = "JOIN journal_about a ON a.seq = e.seq"
        links = links_of(entries_from("a.about = %s AND e.kind = 'merge'", [person.hex], joins))
        Merged.objects.filter(duplicate=person).delete()
        Merged.objects.bulk_create(Merged(duplicate=one, into=into) for one, into in links.items())


def _links_from(persons: Collection[UUID]) -> dict[UUID, UUID]:
    links: dict[UUID, UUID] = {}
    edge = set(persons)
    while edge:
        found = {
            duplicate: into
            for duplicate, into in _rows("duplicate", edge)
            if duplicate not in links
        }
        links |= found
        edge = set(found.values()) - links.keys()
    return links


def _merged_into(persons: Collection[UUID]) -> set[UUID]:
    return {duplicate for duplicate, _ in _rows("into", persons)}


def _rows(column: str, persons: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    rows: list[tuple[UUID, UUID]] = []
    with connection.cursor() as cursor:
        for some in in_parts(list(persons)):
            marks = ", ".join(["%s"] * len(some))
            sql = f'SELECT duplicate, "into" FROM journal_merged WHERE "{column}" IN ({marks})'
            cursor.execute(sql, [one.hex for one in some])
            rows += [(as_uuid(row[0]), as_uuid(row[1])) for row in cursor.fetchall()]
    return rows
