"""From what was recorded to what rules may know: one person's folded subjects become facts.

The same function per subject feeds the card (one person) and the mart (everybody), so both see the same
events. A value that can never be (outside the word's possible range, not a code of its choices) gives no
event: it stays in the journal and on the timeline, and no rule uses it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from nyelik.base.dates import day_number
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, Value, make_facts
from nyelik.rules.words import Word


class _Written(Protocol):
    @property
    def written(self) -> int: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


class FoldedSubject(Protocol):
    """What the journal's fold gives of one subject, as far as facts need it."""

    @property
    def id(self) -> UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def fields(self) -> Mapping[str, Any]: ...
    @property
    def happened(self) -> str: ...
    @property
    def place(self) -> str | None: ...
    @property
    def retracted(self) -> bool: ...
    @property
    def conflicts(self) -> Sequence[object]: ...
    @property
    def entries(self) -> Sequence[_Written]: ...


Words = Mapping[str, Word]

YEARS = range(1900, 2200)
"""Days outside give no fact: sixty months after the year 9999 there is no calendar."""

LARGEST_DOSE = 999
"""No clinical limit: beyond it a dose number is noise, and could not become a number of a column."""


def facts_of_subjects(
    subjects: Iterable[FoldedSubject], words: Words, canonical: UUID | None = None
) -> Facts:
    """The facts of one person.

    `subjects` are all of the person's subjects, those of merged duplicates included; `canonical` says whose
    name, sex and birth date count when there are several. Derived events (growth) are added by `rules.growth`.
    """
    alive = [subject for subject in subjects if not subject.retracted]
    people = sorted((s for s in alive if s.kind == "person"), key=lambda s: s.id != canonical)
    born, minute = _first_moment(people, "born")
    sex = next(
        (str(s.fields["sex"]) for s in people if s.fields.get("sex") in ("female", "male")), None
    )
    events = [event for subject in alive for event in events_of_subject(subject, words)]
    return make_facts(sex, born, minute, events)


def facts_of_assessments(
    subjects: Iterable[FoldedSubject], kind: str, words: Words, known: Iterable[Event] = ()
) -> Facts:
    """The facts of a facility, a worker, a household or a reply: what its assessments observed.

    `subjects` are all assessments about it; those of another kind (`of`) are passed over. `known` are events that
    do not stand in the journal, such as what type of facility it is.
    """
    events = list(known)
    for subject in subjects:
        if not subject.retracted and subject.fields.get("of") == kind:
            events += _contact(subject, words, subject.entries[0].written)
    return make_facts(events=events, subject=kind)


def events_of_subject(subject: FoldedSubject, words: Words) -> list[Event]:
    """The events that one subject stands for; none if it is retracted or of a kind that has none."""
    reader = {"contact": _contact, "episode": _episode, "person": _person}.get(subject.kind)
    if reader is None or subject.retracted:
        return []
    return list(reader(subject, words, subject.entries[0].written))


def _contact(subject: FoldedSubject, words: Words, seq: int) -> Iterator[Event]:
    moment = moment_of(subject.happened)
    if moment is None:
        return
    day, minute = moment
    for code, value in (subject.fields.get("observations") or {}).items():
        known = value_of(words.get(code), value)
        if known is not None:
            yield Event(day, minute, seq, code, known)
    for vaccine, number in (subject.fields.get("doses") or {}).items():
        if vaccine in words and isinstance(number, int) and 0 < number <= LARGEST_DOSE:
            yield Event(day, minute, seq, vaccine, float(number))


def _episode(subject: FoldedSubject, words: Words, seq: int) -> Iterator[Event]:
    kind = str(subject.fields.get("type", ""))
    for code, field in (
        (f"{kind}_start", "start"),
        (f"{kind}_end", "end"),
        ("delivery", "delivered"),
    ):
        moment = moment_of(subject.fields.get(field))
        if moment is not None and code in words:
            yield Event(*moment, seq, code)
    start = moment_of(subject.fields.get("start"))
    for code, value in (subject.fields.get("facts") or {}).items():
        known = value_of(words.get(code), value)
        if start is not None and known is not None:
            yield Event(*start, seq, code, known)


def _person(subject: FoldedSubject, words: Words, seq: int) -> Iterator[Event]:
    for code in ("died", "moved_in", "moved_out"):
        moment = moment_of(subject.fields.get(code))
        if moment is not None and code in words:
            yield Event(*moment, seq, code)
    if "residence" in words:
        born = moment_of(subject.fields.get("born")) or (0, UNKNOWN_MINUTE)
        for since, area in residences(subject):
            yield Event(*(since or born), seq, "residence", area)


def residences(subject: FoldedSubject) -> list[tuple[tuple[int, int] | None, str]]:
    """Where a person lived, and since when (None: since birth), in the order in which it was written.

    A new area with the day of moving is a move: before it the old area holds. A new area without a day corrects the
    old one, which never was. So a report of last year counts a person where they lived then.
    """
    history: list[tuple[tuple[int, int] | None, str]] = []
    for entry in subject.entries:
        area, moved = entry.body.get("area"), moment_of(entry.body.get("moved_in"))
        if area and (moved or not history):
            history.append((moved, str(area)))
        elif area:
            history[-1] = history[-1][0], str(area)
        elif moved and history:
            history[-1] = moved, history[-1][1]
    return history


def moment_of(text: object) -> tuple[int, int] | None:
    """Day number and minute of "2026-03-01" or "2026-03-01T08:30"; None if it is no date."""
    if not isinstance(text, str):
        return None
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    minute = moment.hour * 60 + moment.minute if "T" in text else UNKNOWN_MINUTE
    return day_number(moment.date()), minute


def _first_moment(people: list[FoldedSubject], field: str) -> tuple[int | None, int]:
    for person in people:
        moment = moment_of(person.fields.get(field))
        if moment is not None:
            return moment
    return None, UNKNOWN_MINUTE


def value_of(word: Word | None, value: object) -> Value:
    """The value as rules see it; None if the word is unknown or the value cannot be."""
    if word is None or value is None:
        return None
    if word.kind in ("number", "count"):
        return _number(word, value)
    if word.kind == "yes_no":
        return value if isinstance(value, bool) else None
    if word.kind == "choice":
        return str(value) if str(value) in word.choice_codes() else None
    if word.kind == "day":
        moment = moment_of(value)
        return float(moment[0]) if moment else None
    return True if word.kind == "event" else str(value)


def _number(word: Word, value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    low, high = word.possible or (-sys.float_info.max, sys.float_info.max)
    return float(value) if low <= value <= high else None
