"""What changed for a phone since a place in the journal: records anew, and who is no longer its business."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from nyelik.journal.changes import Change, changes_after, merged_with
from nyelik.journal.entry import ASSESSMENT, HOUSEHOLD, MERGE, PERSON, SESSION
from nyelik.journal.merge import canonical_of, same_person
from nyelik.register.bulk import chunks
from nyelik.register.device_records import (
    Record,
    ever_placed_in,
    facility_records,
    household_records,
    person_records,
    visible_households,
    visible_people,
)
from nyelik.register.device_secrets import Shown
from nyelik.register.facility_scope import facilities_in_scope
from nyelik.register.workers import Worker

WINDOW = 2_000
"""Changes looked at together: of a busy district's day a few."""
AT_ONCE = 50
_MOVING = frozenset({PERSON, HOUSEHOLD, MERGE})
"""Kinds by which somebody can leave a scope."""


@dataclass
class Changed:
    """Records and those gone, of changes up to `at`. `more`: there are later ones."""

    at: int
    records: list[Record] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)
    more: bool = False


def changed_since(
    worker: Worker,
    shown: Shown,
    scope: Sequence[str],
    on: dt.date,
    at: int,
    upto: int,
    budget: int,
) -> Changed:
    """What a window of changes means for this worker, at most about `budget` bytes of records (not packed)."""
    changes = changes_after(at, upto, WINDOW)
    if not changes:
        return Changed(upto if upto > at else at)
    window = _Window(
        scope, changes, facilities_in_scope(scope, on) if _may_be_of_facilities(changes) else {}
    )
    result = Changed(changes[-1].at, more=changes[-1].at < upto)
    done = 0
    for some in chunks(window.candidates, AT_ONCE):
        result.records += window.records(worker, shown, some)
        result.gone += [one for one in some if one in window.gone]
        done += len(some)
        if sum(one.size for one in result.records) >= budget:
            break
    if done < len(window.candidates):
        cut = window.place_before(window.candidates[done:])
        if cut is not None:
            result.at, result.more = cut, True
            return result
        # The first place alone is more than a page: it must be told whole, or the device would never get past it.
        rest = window.at_first_place(window.candidates[done:])
        result.records += window.records(worker, shown, rest)
        result.gone += [one for one in rest if one in window.gone]
        result.at, result.more = changes[0].at, changes[0].at < upto
    return result


def _may_be_of_facilities(changes: Iterable[Change]) -> bool:
    return any(one.kind in (SESSION, ASSESSMENT) for one in changes)


class _Window:
    """A window of changes: whom they may concern, in order, and what each of these is to the worker now."""

    def __init__(
        self, scope: Sequence[str], changes: Sequence[Change], facilities: Collection[UUID]
    ) -> None:
        self.first = changes[0].at
        self.place: dict[UUID, int] = {}
        self._walk(changes)
        self.people, known = visible_people(scope, self.place.keys())
        self.households, households = visible_households(scope, self.place.keys() - known)
        self.facilities = {one for one in facilities if one in self.place}
        moving = {one.about for one in changes if one.kind in _MOVING} | self.merged
        left = (moving & (known | households)) - self.people - self.households
        self.gone = ever_placed_in(scope, sorted(left)) if left else set()
        told = self.people | self.households | self.facilities | self.gone
        self.candidates = [one for one in self.place if one in told]

    def _walk(self, changes: Sequence[Change]) -> None:
        """Everybody whom a change may concern, by the place of the first: also who they are after merges."""
        merging = {one.about for one in changes if one.kind == MERGE}
        partners = merged_with(merging) if merging else {}
        around = same_person(merging.union(*partners.values())) if merging else set()
        self.merged = around
        who = canonical_of({one.about for one in changes} | around)
        for change in changes:
            concerned = [change.about, who.get(change.about, change.about)]
            if change.kind == MERGE:
                concerned += sorted(around)
            for one in concerned:
                self.place.setdefault(one, change.at)

    def records(self, worker: Worker, shown: Shown, some: Sequence[UUID]) -> list[Record]:
        people = [one for one in some if one in self.people]
        households = [one for one in some if one in self.households]
        facilities = [one for one in some if one in self.facilities]
        return [
            *(person_records(worker, shown, people) if people else ()),
            *(household_records(worker, shown, households) if households else ()),
            *(facility_records(worker, shown, facilities) if facilities else ()),
        ]

    def place_before(self, untold: Sequence[UUID]) -> int | None:
        """The last place whose changes have all been told; None if that is before the first."""
        cut = self.place[untold[0]]
        told = [place for place in self.place.values() if place < cut]
        return max(told) if told else None

    def at_first_place(self, untold: Sequence[UUID]) -> list[UUID]:
        return [one for one in untold if self.place[one] == self.first]
