"""Subjects other than people, with what was observed of them: facilities, workers, households, replies to surveys.

There are hundreds, so they are read from the journal each time and judged by the reference engine. What the register
knows of them (the type of a facility, the role of a worker) stands among their facts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from nyelik.base.dates import day_number
from nyelik.base.ids import facility_uuid
from nyelik.base.problem import Problem
from nyelik.care.facts_from_entries import Words, facts_of_assessments
from nyelik.journal.entry import ASSESSMENT, StoredEntry
from nyelik.journal.fold import Subject, fold
from nyelik.journal.read import entries_about
from nyelik.register.facilities import in_force
from nyelik.register.tables import Facility, FacilityType, Household
from nyelik.register.workers import Worker
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts

KINDS = ("facility", "worker", "household", "reply")
FACILITY_TYPE, WORKER_ROLE, WORKS_AT = "facility_type", "worker_role", "works_at"
"""Words that the register answers; a rulebook without them asks nothing of it."""


@dataclass(frozen=True)
class Assessed:
    """One subject: `name` as people call it, `place` the facility or area it belongs to, `area` where that stands."""

    id: UUID
    kind: str
    name: str
    place: str
    area: str
    facts: Facts


@dataclass(frozen=True)
class _Known:
    """What the register knows of a subject before anything was observed."""

    id: UUID
    name: str
    place: str
    area: str
    events: tuple[Event, ...] = ()


def assessed(kind: str, words: Words, on: dt.date, until_ms: int | None = None) -> list[Assessed]:
    """All subjects of a kind on a day, those never assessed too; `until_ms`: with what had been received by then.

    A reply counts where it was given; its facility is known. Raises ValueError for a kind that is not one of KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no subject “{kind}”; it is one of {', '.join(KINDS)}")
    known = {"worker": _workers, "household": _households}.get(kind, _facilities)(words, on)
    found = _assessments([one.id for one in known], until_ms)
    if kind == "reply":
        return [reply for one in known for reply in _replies(one, found.get(one.id, []), words)]
    return [
        Assessed(
            one.id,
            kind,
            one.name,
            one.place,
            one.area,
            facts_of_assessments(found.get(one.id, []), kind, words, one.events),
        )
        for one in known
    ]


def facility_facts(code: str, words: Words, on: dt.date) -> Facts:
    """The facts of one facility, for its card. Problem `no-such-facility`."""
    known = next((one for one in _facilities(words, on) if one.place == code), None)
    if known is None:
        raise Problem("no-such-facility", facility=code)
    found = _assessments([known.id], None).get(known.id, [])
    return facts_of_assessments(found, "facility", words, known.events)


def _replies(facility: _Known, subjects: Iterable[Subject], words: Words) -> list[Assessed]:
    return [
        Assessed(
            one.id,
            "reply",
            f"{facility.name} {one.happened[:10]}",
            facility.place,
            facility.area,
            facts_of_assessments([one], "reply", words, facility.events),
        )
        for one in subjects
        if one.fields.get("of") == "reply" and not one.retracted
    ]


def _assessments(about: list[UUID], until_ms: int | None) -> dict[UUID, list[Subject]]:
    """Folded assessments by whom they are about."""
    entries = [entry for entry in entries_about(about) if _counts(entry, until_ms)]
    found: dict[UUID, list[Subject]] = {}
    for subject in fold(entries).values():
        found.setdefault(subject.about, []).append(subject)
    return found


def _counts(entry: StoredEntry, until_ms: int | None) -> bool:
    return entry.kind == ASSESSMENT and (until_ms is None or entry.received < until_ms)


def _facilities(words: Words, on: dt.date) -> list[_Known]:
    types: dict[str, list[Event]] = {}
    rows = FacilityType.objects.filter(since__lte=on).order_by("since")
    for row in rows:
        types.setdefault(row.facility_id, []).extend(
            _told(words, FACILITY_TYPE, row.type, row.since)
        )
    standing = set(FacilityType.objects.filter(in_force(on)).values_list("facility_id", flat=True))
    return [
        _Known(
            facility_uuid(row.code), row.name, row.code, row.area, tuple(types.get(row.code, ()))
        )
        for row in Facility.objects.filter(code__in=standing)
    ]


def _workers(words: Words, on: dt.date) -> list[_Known]:
    del on  # workers are not dated yet
    types: Mapping[str, str] = dict(
        FacilityType.objects.order_by("since").values_list("facility_id", "type")
    )
    areas: Mapping[str, str] = dict(Facility.objects.values_list("code", "area"))
    return [
        _Known(
            row.id,
            row.name or row.username,
            _place_of(row),
            areas.get(_place_of(row), _place_of(row)),
            (
                *_told(words, WORKER_ROLE, row.role, None),
                *_told(words, WORKS_AT, types.get(_place_of(row), ""), None),
            ),
        )
        for row in Worker.objects.filter(is_active=True).order_by("username")
    ]


def _place_of(worker: Worker) -> str:
    return str(worker.scope[0]) if worker.scope else ""


def _households(words: Words, on: dt.date) -> list[_Known]:
    del words, on
    rows = Household.objects.filter(retracted=False).order_by("number")
    return [_Known(row.id, row.head_name, row.area, row.area) for row in rows]


def _told(words: Words, code: str, value: str, since: dt.date | None) -> list[Event]:
    """What the register says, as an event, where the rulebook has a word and an answer for it."""
    word = words.get(code)
    if word is None or value not in word.choice_codes():
        return []
    day = 0 if since is None else day_number(since)
    return [Event(day, UNKNOWN_MINUTE, 0, code, value)]
