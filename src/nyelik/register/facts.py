"""Facts of people in the register, gathered from the journal; the entries of merged duplicates are theirs too."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from nyelik.care.facts_from_entries import Words, facts_of_subjects
from nyelik.journal.entry import StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.merge import canonical_of, same_person
from nyelik.journal.read import entries_about
from nyelik.rules.facts import Facts


def facts_of(people: Iterable[UUID], words: Words) -> dict[UUID, Facts]:
    """Facts of each person asked for, without derived (growth) events, which `rules.growth` adds.

    A merged duplicate has the facts of the one who stays. Nobody's access is checked here: ask `access` first.
    """
    return {
        person: facts_of_subjects(subjects, words, canonical)
        for person, (canonical, subjects) in subjects_of(people).items()
    }


def subjects_of(people: Iterable[UUID]) -> dict[UUID, tuple[UUID, list[Subject]]]:
    """For each person asked for: who they are after merges, and all that was recorded about them, folded.

    This is what a timeline shows and what facts are made of. Three queries and one fold for all.
    """
    wanted = list(dict.fromkeys(people))
    entries = entries_about(wanted, with_merged=True)
    who = canonical_of(same_person(wanted) | {entry.about for entry in entries})
    by_person: dict[UUID, list[StoredEntry]] = {}
    for entry in entries:
        by_person.setdefault(who.get(entry.about, entry.about), []).append(entry)
    folded = {person: list(fold(theirs).values()) for person, theirs in by_person.items()}
    return {person: (who[person], folded.get(who[person], [])) for person in wanted}
