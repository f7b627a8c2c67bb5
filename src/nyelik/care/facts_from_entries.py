"""From what was recorded to what rules may know: one person's folded subjects become facts.

The same function per subject feeds the card (one person) and the mart (everybody), so both see the same
events. A value that can never be (outside the word's possible range, not a code of its choices) gives no
event: it stays in the journal and on the timeline, and no rule uses it.
"""

from __future__ import annotations

import datetime as dt
import re
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


WHOLE_LIMIT = 1 << 53
"""Greater whole numbers are not the same number on every machine."""

_MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
)


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
    for code, value in _group(subject, "observations"):
        known = value_of(words.get(code), value)
        if known is not None:
            yield Event(day, minute, seq, code, known)
    for vaccine, number in _group(subject, "doses"):
        if vaccine in words and _is_whole(number) and 0 < number <= LARGEST_DOSE:
            yield Event(day, minute, seq, vaccine, float(number))


def _group(subject: FoldedSubject, name: str) -> Iterable[tuple[str, Any]]:
    group = subject.fields.get(name)
    return group.items() if isinstance(group, Mapping) else ()


def _is_whole(value: Any) -> bool:
    """Whether it is a whole number, also where JSON wrote 2 as 2.0; yes and no are none."""
    if isinstance(value, float):
        return value.is_integer()
    return isinstance(value, int) and not isinstance(value, bool)


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
    for code, value in _group(subject, "facts"):
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
        area, moved = _text(entry.body.get("area")), moment_of(entry.body.get("moved_in"))
        if area and (moved or not history):
            history.append((moved, area))
        elif area:
            history[-1] = history[-1][0], area
        elif moved and history:
            history[-1] = moved, history[-1][1]
    return history


def moment_of(text: object) -> tuple[int, int] | None:
    """Day number and minute of "2026-03-01" or "2026-03-01T08:30"; None if it is no date.

    One spelling only, because every engine must read the same: seconds are passed over, other spellings are no date.
    """
    found = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        return None
    year, month, day, hour, minute = (int(part or 0) for part in found.groups())
    if year not in YEARS or hour > 23 or minute > 59:
        return None
    try:
        on = dt.date(year, month, day)
    except ValueError:
        return None
    return day_number(on), UNKNOWN_MINUTE if found[4] is None else hour * 60 + minute


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
        text = _text(value)
        return text if text in word.choice_codes() else None
    if word.kind == "day":
        moment = moment_of(value)
        return float(moment[0]) if moment else None
    return True if word.kind == "event" else _text(value)


def _text(value: object) -> str | None:
    """A text, or a whole number that was meant as one; anything else every machine would spell differently."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and _is_whole(value) and abs(value) < WHOLE_LIMIT:
        return str(int(value))
    return None


def _number(word: Word, value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    low, high = word.possible or (-sys.float_info.max, sys.float_info.max)
    return float(value) if low <= value <= high else None
