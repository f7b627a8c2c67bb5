"""Records for a phone: everything it may have about one person, household or facility, whole.

Only `access` calls this: it decides who may pull, and writes down what was read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec

from nyelik.journal.entry import ASSESSMENT, REFERRAL, SESSION, StoredEntry, encode
from nyelik.journal.merge import canonical_of, same_person
from nyelik.journal.read import entries_about
from nyelik.register.device_secrets import Narrowing, Shown
from nyelik.register.scope import HIDDEN_FROM, is_inside
from nyelik.register.tables import Household, Person
from nyelik.register.workers import Worker

PERSON, HOUSEHOLD, FACILITY = "person", "household", "facility"


@dataclass(frozen=True)
class Record:
    """One record as it is sent: `encoded` is its JSON."""

    about: UUID
    kind: str
    encoded: msgspec.Raw

    @property
    def size(self) -> int:
        """Bytes, not packed."""
        return len(bytes(self.encoded))


def person_records(worker: Worker, shown: Shown, people: Sequence[UUID]) -> list[Record]:
    """Records of people who stay after merges; the entries of their duplicates are within."""
    everyone = same_person(people)
    who = canonical_of(everyone) if len(everyone) > len(people) else {one: one for one in people}
    entries = entries_about(sorted(everyone))
    return _records(
        worker, shown, people, [(who.get(e.about, e.about), e) for e in entries], PERSON
    )


def household_records(worker: Worker, shown: Shown, households: Sequence[UUID]) -> list[Record]:
    """Records of households."""
    entries = entries_about(households)
    return _records(worker, shown, households, [(e.about, e) for e in entries], HOUSEHOLD)


def facility_records(worker: Worker, shown: Shown, facilities: Sequence[UUID]) -> list[Record]:
    """The sessions of facilities with what kader write of them (their recaps); none for those that never had one.

    What health workers assessed of them stays at the desk.
    """
    every = entries_about(facilities)
    recaps = _of_forms(every, shown.of_facilities)
    entries = [
        one
        for one in every
        if one.kind == SESSION or (one.kind == ASSESSMENT and one.subject in recaps)
    ]
    found = {one.about for one in entries}
    told = [one for one in facilities if one in found]
    return _records(worker, shown, told, [(e.about, e) for e in entries], FACILITY)


def _of_forms(entries: Iterable[StoredEntry], forms: Collection[str]) -> set[UUID]:
    """The assessments that name one of these forms and never another. A later patch does not repeat which it is of."""
    named: dict[UUID, set[str]] = {}
    for one in entries:
        if one.kind == ASSESSMENT and one.body.get("package") is not None:
            named.setdefault(one.subject, set()).add(str(one.body["package"]))
    return {subject for subject, names in named.items() if names.issubset(forms)}


def _records(
    worker: Worker,
    shown: Shown,
    wanted: Iterable[UUID],
    entries: Iterable[tuple[UUID, StoredEntry]],
    kind: str,
) -> list[Record]:
    of: dict[UUID, list[StoredEntry]] = {one: [] for one in wanted}
    for about, entry in entries:
        if about in of:
            of[about].append(entry)
    narrow = Narrowing(worker, shown, _kader_among(worker, of.values()))
    return [Record(one, kind, _encoded(one, kind, narrow.entries(of[one]))) for one in of]


def _encoded(about: UUID, kind: str, entries: list[dict[str, Any]]) -> msgspec.Raw:
    return msgspec.Raw(encode({"about": about, "kind": kind, "entries": entries}))


def _kader_among(worker: Worker, lists: Iterable[Sequence[StoredEntry]]) -> Collection[UUID]:
    """Which of those who referred somebody know no more than a kader; asked only where it decides something."""
    if worker.role not in HIDDEN_FROM:
        return ()
    referred = {one.by for some in lists for one in some if one.kind == REFERRAL and one.by}
    rows = Worker.objects.filter(id__in=referred, role__in=HIDDEN_FROM) if referred else ()
    return {row.id for row in rows}


def visible_people(scope: Sequence[str], people: Collection[UUID]) -> tuple[set[UUID], set[UUID]]:
    """Of these: people in the scope who stay after merges, and everybody whom the register knows as a person."""
    rows = Person.objects.filter(id__in=people).values_list(
        "id", "area", "merged_into", "retracted"
    )
    visible, known = set(), set()
    for person, area, merged_into, retracted in rows:
        known.add(person)
        if merged_into is None and not retracted and is_inside(area, scope):
            visible.add(person)
    return visible, known


def visible_households(
    scope: Sequence[str], households: Collection[UUID]
) -> tuple[set[UUID], set[UUID]]:
    """Of these: households in the scope, and all that the register knows as a household."""
    rows = Household.objects.filter(id__in=households).values_list("id", "area", "retracted")
    found = list(rows)
    visible = {one for one, area, retracted in found if not retracted and is_inside(area, scope)}
    return visible, {one for one, _, _ in found}


def ever_placed_in(scope: Sequence[str], about: Sequence[UUID]) -> set[UUID]:
    """Of these people and households, those whom any accepted entry ever placed in the scope: a phone may have them."""
    return {
        entry.about
        for entry in entries_about(about)
        if entry.kind in (PERSON, HOUSEHOLD)
        and isinstance(entry.body.get("area"), str)
        and is_inside(entry.body["area"], scope)
    }
