"""The register follows the journal: entries about people and households become rows and search words.

Called by the journal with accepted entries in order of sequence, inside its transaction and one at a time. A person
not yet in the table is folded from these entries alone (that is what makes a first load of a district quick);
a known one is folded again from all their entries.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from uuid import UUID

from django.db import connection
from django.db.models import Max

from nyelik.journal.entry import HOUSEHOLD, MERGE, PERSON, StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.merge import canonical_of, same_person
from nyelik.journal.read import entries_about
from nyelik.register.bulk import chunks, insert_rows
from nyelik.register.households import HouseholdRow, household_row
from nyelik.register.people import PersonRow, person_row, uuid_of
from nyelik.register.search_words import forget_words, index_words
from nyelik.register.tables import Household, NotSame, Person

MANY = 1000
"""Entries at once from which it is a load, not a day's work."""


def project(entries: Sequence[StoredEntry]) -> None:
    """Bring people, households and their words up to date with newly accepted entries."""
    ours = [entry for entry in entries if entry.kind in (PERSON, HOUSEHOLD, MERGE)]
    with _collector_paused(when=len(ours) > MANY):
        _project_people([entry for entry in ours if entry.kind != HOUSEHOLD])
        _project_households([entry for entry in ours if entry.kind == HOUSEHOLD])


@contextmanager
def _collector_paused(*, when: bool) -> Iterator[None]:
    """No garbage collection in between: a load makes no cycles, and looking for them takes a fifth of its time."""
    pause = when and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()


def empty() -> None:
    """Forget everything that was projected; the journal can tell it again."""
    forget_words(None)
    for table in (Person, Household, NotSame):
        table.objects.all().delete()


def _project_people(entries: Sequence[StoredEntry]) -> None:
    touched = {entry.about for entry in entries}
    # A merge moves everybody who was merged into the duplicate before.
    touched |= same_person({entry.about for entry in entries if entry.kind == MERGE})
    if not touched:
        return
    numbers = _numbers(Person, list(touched))
    subjects = fold(entry for entry in entries if entry.about not in numbers)
    if numbers:
        subjects |= fold(entries_about(numbers))
    _write_people([one for one in subjects.values() if one.kind == PERSON], numbers)
    _note_not_same(subjects.values())


def _write_people(people: Sequence[Subject], numbers: Mapping[UUID, int]) -> None:
    who = canonical_of([person.id for person in people])
    new_numbers = count(_following(Person))
    rows = [
        person_row(
            numbers[person.id] if person.id in numbers else next(new_numbers),
            person,
            who[person.id] if who[person.id] != person.id else None,
        )
        for person in people
    ]
    old = [numbers[person.id] for person in people if person.id in numbers]
    forget_words(old)
    for part in chunks(old):
        Person.objects.filter(number__in=part).delete()
    insert_rows(Person, PersonRow._fields, rows)
    index_words(rows)


def _note_not_same(subjects: Iterable[Subject]) -> None:
    for subject in subjects:
        into = uuid_of(subject.fields.get("into")) if subject.kind == MERGE else None
        if into is None:
            continue
        first, second = sorted((subject.about, into), key=str)
        if subject.fields.get("undone") is True and not subject.retracted:
            NotSame.objects.get_or_create(first=first, second=second)
        else:
            NotSame.objects.filter(first=first, second=second).delete()


def _project_households(entries: Sequence[StoredEntry]) -> None:
    touched = list({entry.subject for entry in entries})
    numbers = _numbers(Household, touched)
    subjects = fold(entry for entry in entries if entry.subject not in numbers)
    if numbers:
        subjects |= fold(entries_about(numbers))
    new_numbers = count(_following(Household))
    rows = [
        household_row(numbers[one.id] if one.id in numbers else next(new_numbers), one)
        for one in subjects.values()
        if one.kind == HOUSEHOLD
    ]
    for part in chunks(list(numbers.values())):
        Household.objects.filter(number__in=part).delete()
    insert_rows(Household, HouseholdRow._fields, rows)


def _numbers(table: type[Person] | type[Household], ids: Sequence[UUID]) -> dict[UUID, int]:
    """Row numbers of those already in the table. By hand: the ORM spends ten times as long on preparing the ids."""
    found: dict[UUID, int] = {}
    by_text = {one.hex: one for one in ids}
    for part in chunks(list(by_text), 5000):
        marks = ", ".join(["%s"] * len(part))
        with connection.cursor() as cursor:
            sql = f'SELECT id, number FROM "{table._meta.db_table}" WHERE id IN ({marks})'  # noqa: S608
            cursor.execute(sql, list(part))
            rows = cursor.fetchall()
        found |= {by_text[str(one).replace("-", "")]: number for one, number in rows}
    return found


def _following(table: type[Person] | type[Household]) -> int:
    return (table.objects.aggregate(last=Max("number"))["last"] or 0) + 1
