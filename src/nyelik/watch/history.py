"""What the entries about a person say, and since when: rows with the days they were received and withdrawn.

Each subject is folded as it stood at the end of every day on which something about it arrived; what appears
then was `received` on that day, what disappears `retracted`. So a mart can be asked what was known on any day,
and building it anew gives the same rows as keeping it up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from nyelik.care.facts_from_entries import events_of_subject, facts_of_subjects
from nyelik.journal.entry import CONTACT, EPISODE, MERGE, PERSON, StoredEntry
from nyelik.journal.fold import Subject, fold_subject
from nyelik.journal.merge import canonical, links_of
from nyelik.rules.engines.block import SEXES
from nyelik.rules.facts import Event, Value
from nyelik.rules.words import Word
from nyelik.watch import rows

KINDS = (PERSON, EPISODE, CONTACT)
"""The kinds of entry that say something of a person to the rules."""

_MS_PER_DAY = 86_400_000
_WIB_MS = (
    7 * 3_600_000
)  # days of the mart are those of western Indonesia, where the clinical dates are

Words = Mapping[str, Word]
ReceivedOn = Callable[[StoredEntry], int]


class Record(NamedTuple):
    """One event of a person, and the days between which it was believed."""

    person: UUID
    code: str
    day: int
    minute: int
    value: Value
    seq: int
    received: int
    retracted: int


def day_of(received_ms: int) -> int:
    """The day number, in western Indonesian time, of a moment in unix milliseconds."""
    return (received_ms + _WIB_MS) // _MS_PER_DAY


def start_of(day: int) -> int:
    """The moment, in unix milliseconds, at which a day begins in western Indonesia."""
    return day * _MS_PER_DAY - _WIB_MS


def events_of_entry(entry: StoredEntry, words: Words) -> list[Event]:
    """The events of a subject that has a single entry: what nearly all of them are."""
    subject = fold_subject([entry])
    own = list(_particulars([subject], entry.about, words)) if entry.kind == PERSON else []
    return own + events_of_subject(subject, words)


def records_of_people(
    entries: Sequence[StoredEntry], words: Words, received_on: ReceivedOn
) -> list[Record]:
    """The records of some persons from all their entries; people ever merged with each other must come together."""
    if any(entry.kind == MERGE for entry in entries):
        return list(_history(entries, words, received_on))
    records: list[Record] = []
    for of_subject in _by_subject(entries):
        records += _history(of_subject, words, received_on)
    return records


def _by_subject(entries: Sequence[StoredEntry]) -> Iterable[list[StoredEntry]]:
    groups: dict[tuple[UUID, UUID], list[StoredEntry]] = {}
    for entry in entries:
        groups.setdefault((entry.about, entry.subject), []).append(entry)
    return groups.values()


_Believed = tuple[UUID, UUID, Event, Value, str]


def _history(
    entries: Sequence[StoredEntry], words: Words, received_on: ReceivedOn
) -> Iterator[Record]:
    """Day by day what is believed, compared with the day before."""
    days = [received_on(entry) for entry in entries]
    since: dict[_Believed, int] = {}
    for day in sorted(set(days)):
        known = [entry for entry, its in zip(entries, days, strict=True) if its <= day]
        believed = dict.fromkeys(_believed(known, words))
        for gone in [one for one in since if one not in believed]:
            yield _record(gone, since.pop(gone), day)
        for one in believed:
            since.setdefault(one, day)
    for one, first in since.items():
        yield _record(one, first, rows.NEVER)


def _believed(entries: Sequence[StoredEntry], words: Words) -> Iterator[_Believed]:
    links = links_of(entry for entry in entries if entry.kind == MERGE)
    of_person: dict[UUID, list[Subject]] = {}
    for of_subject in _by_subject([entry for entry in entries if entry.kind in KINDS]):
        subject = fold_subject(of_subject)
        of_person.setdefault(canonical(subject.about, links), []).append(subject)
    for person, subjects in of_person.items():
        ordered = sorted(subjects, key=lambda subject: subject.entries[0].stamp)
        for event, subject_id in _events_with_subjects(ordered, person, words):
            yield person, subject_id, event, event.value, event.code


def _events_with_subjects(
    subjects: Sequence[Subject], person: UUID, words: Words
) -> Iterator[tuple[Event, UUID]]:
    for event in _particulars(subjects, person, words):
        yield event, person
    for subject in subjects:
        for event in events_of_subject(subject, words):
            yield event, subject.id


def _particulars(subjects: Sequence[Subject], person: UUID, words: Words) -> Iterator[Event]:
    """That the person exists, and their sex and birth: events too, so that they have a history like all else."""
    own = [subject for subject in subjects if subject.kind == PERSON and not subject.retracted]
    if not own:
        return
    facts = facts_of_subjects(own, words, person)
    yield Event(0, -1, 0, rows.PERSON)
    if facts.sex is not None:
        yield Event(0, -1, 0, rows.SEX, float(SEXES[facts.sex]))
    if facts.born is not None:
        yield Event(facts.born, facts.born_minute, 0, rows.BORN)


def _record(believed: _Believed, received: int, retracted: int) -> Record:
    person, _, event, value, code = believed
    return Record(person, code, event.day, event.minute, value, event.seq, received, retracted)
