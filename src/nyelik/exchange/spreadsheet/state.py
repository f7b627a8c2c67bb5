"""What is on record of a person, as far as an import needs it to add only what is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from nyelik.care.facts_from_entries import FoldedSubject

_NAMESPACE = UUID("3f0e5d0a-6b0c-5d0e-9a37-7a1c62f5b9e4")


def stable_id(*parts: object) -> UUID:
    """The same identifier for the same thing said in any file: a hash of its parts."""
    return uuid5(_NAMESPACE, "\x1f".join("" if part is None else str(part) for part in parts))


class Recorded(NamedTuple):
    """A value on record, and the contact that holds it."""

    value: Any
    subject: UUID


@dataclass(slots=True)
class Day:
    """All contacts of a person on one day."""

    values: dict[str, list[Recorded]] = field(default_factory=dict)
    imported: dict[str, str] = field(default_factory=dict)
    subjects: set[UUID] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)


class Pregnancy(NamedTuple):
    """A pregnancy on record."""

    subject: UUID
    start: dt.date | None
    fields: dict[str, Any]


@dataclass(slots=True)
class State:
    """A person's fields, days with contacts, doses and pregnancies; kept up to date while rows are planned."""

    fields: dict[str, Any] = field(default_factory=dict)
    days: dict[str, Day] = field(default_factory=dict)
    doses: dict[tuple[str, int], str] = field(default_factory=dict)
    pregnancies: list[Pregnancy] = field(default_factory=list)

    def day(self, on: str) -> Day:
        """The contacts of a day, an empty one if there are none."""
        return self.days.setdefault(on, Day())

    def take_contact(self, subject: UUID, on: str, body: Mapping[str, Any]) -> None:
        """A contact that is on record, or is now planned."""
        day = self.day(on)
        day.subjects.add(subject)
        for code, value in (body.get("observations") or {}).items():
            day.values.setdefault(code, []).append(Recorded(value, subject))
        for vaccine, number in (body.get("doses") or {}).items():
            self.doses.setdefault((vaccine, int(number)), on)
        day.imported |= body.get("imported") or {}
        if body.get("note"):
            day.notes.add(body["note"])


def state_of(subjects: Iterable[FoldedSubject]) -> State:
    """The state of one person from all of their folded subjects; the first person subject counts first."""
    state = State()
    for subject in subjects:
        if subject.retracted:
            continue
        if subject.kind == "person":
            state.fields = dict(subject.fields) | state.fields
        elif subject.kind == "contact":
            state.take_contact(subject.id, subject.happened[:10], subject.fields)
        elif subject.kind == "episode" and subject.fields.get("type") == "pregnancy":
            start = subject.fields.get("start")
            day = dt.date.fromisoformat(start[:10]) if isinstance(start, str) else None
            state.pregnancies.append(Pregnancy(subject.id, day, dict(subject.fields)))
    return state


def same_value(one: Any, other: Any) -> bool:
    """Equal values; numbers to a billionth, text without regard to case and spaces."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) < 1e-9
    return " ".join(str(one).casefold().split()) == " ".join(str(other).casefold().split())


def new_remarks(kept: Mapping[str, str], recorded: Mapping[str, str]) -> dict[str, str]:
    """Of cells kept as they are, those not on record yet; a second value of one column goes under `Column (2)`."""
    fresh: dict[str, str] = {}
    for header, text in kept.items():
        name, number = header, 1
        while name in recorded and recorded[name] != text:
            number += 1
            name = f"{header} ({number})"
        if name not in recorded:
            fresh[name] = text
    return fresh
