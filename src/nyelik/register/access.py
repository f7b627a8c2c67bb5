"""The only door to people. Every function here checks who looks, gives out `SeenPerson`, and writes down the read.

Outside one's scope there is looking up with a reason (break the glass), for health workers only, and logged as such.
The Dinas Kesehatan sees names only with a reason. Village, district office, PKK and auditors see no person at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.db.models import Q

from nyelik.register import search as register_search
from nyelik.register.bulk import chunks
from nyelik.register.device_pull import Page, next_page
from nyelik.register.device_secrets import Shown
from nyelik.register.reading import log_list, log_one
from nyelik.register.scope import (
    CLUSTERS_FOR,
    HIDDEN_FROM,
    MAY_LOOK_OUTSIDE,
    NAMES_WITH_REASON,
    ReasonNeeded,
    Stranger,
    Viewer,
    is_inside,
    may_see_numbers,
    names_visible,
    scope_areas,
)
from nyelik.register.seen import SeenPerson, seen
from nyelik.register.tables import Person

__all__ = [
    "Found",
    "ReasonNeeded",
    "SeenPerson",
    "Stranger",
    "Viewer",
    "count_visible_to",
    "known_ids",
    "may_see_numbers",
    "may_see_word",
    "names_for",
    "names_visible",
    "page_for_device",
    "people_visible_to",
    "person_for",
    "search",
    "visible_ids",
]


class SensitiveWord(Protocol):
    """What access needs to know of a word, rule or indicator of the rulebook."""

    @property
    def sensitive(self) -> str | None: ...


@dataclass(frozen=True)
class Found:
    """A person found, how alike (0 to 100), and by what: name, mother, address, nik, kk, rt."""

    person: SeenPerson
    score: float
    by: str


def person_for(
    viewer: Viewer, person: UUID, reason: str | None = None, what: str = "card"
) -> SeenPerson:
    """One person, logged. A merged duplicate gives the person it was merged into.

    Stranger if there is no such person or it is not this worker's business; ReasonNeeded if it may become so
    with a reason (given here or in the viewer).
    """
    reason = (reason or viewer.reason or "").strip()
    if not viewer.sees_people:
        raise Stranger
    row = _row_of(person)
    outside = not is_inside(row.area, _scope(viewer)) and not _placeless_for(viewer, row.area)
    if outside and viewer.role not in MAY_LOOK_OUTSIDE:
        raise Stranger
    if not reason and (outside or viewer.role in NAMES_WITH_REASON):
        raise ReasonNeeded
    log_one(viewer, row.id, what, reason, outside=outside)
    return seen(row, viewer.role, outside=outside)


def people_visible_to(
    viewer: Viewer,
    *,
    area: str | None = None,
    household: UUID | None = None,
    kk: str | None = None,
    mother: UUID | None = None,
    gone: bool = False,
    limit: int = 50,
    offset: int = 0,
    what: str = "list",
) -> list[SeenPerson]:
    """People in the viewer's scope by area and name, logged as one list; `gone` includes who died or moved away.

    Empty for roles that see no people. ReasonNeeded for the Dinas Kesehatan without a reason. One query and the log.
    """
    rows = _visible(viewer, area, gone)
    if household is not None:
        rows &= Q(household_id=household)
    if kk is not None:
        rows &= Q(kk=kk)
    if mother is not None:
        rows &= Q(mother_id=mother)
    ordered = Person.objects.filter(rows).order_by("area", "name_key", "number")
    found = [seen(row, viewer.role) for row in ordered[offset : offset + limit]]
    log_list(viewer, [one.id for one in found], what)
    return found


def count_visible_to(viewer: Viewer, *, area: str | None = None, gone: bool = False) -> int:
    """How many people `people_visible_to` would give without a limit. A number: needs no reason, is not logged."""
    if not viewer.sees_people:
        return 0
    return Person.objects.filter(_in_scope(viewer, area, gone)).count()


def visible_ids(viewer: Viewer, people: Iterable[UUID]) -> set[UUID]:
    """Which of these people are in the viewer's scope. For internal narrowing before `names_for`; not logged."""
    if not viewer.sees_people:
        return set()
    scope = _scope(viewer)
    found: set[UUID] = set()
    for part in chunks(list(people), 5000):
        rows = Person.objects.filter(id__in=part, retracted=False).values_list("id", "area")
        found |= {person for person, area in rows if is_inside(area, scope)}
    return found


def known_ids(people: Iterable[UUID]) -> set[UUID]:
    """Which of these people the register places somewhere. For internal narrowing; tells nobody where."""
    found: set[UUID] = set()
    for part in chunks(list(people), 5000):
        found |= set(
            Person.objects.filter(id__in=part).exclude(area="").values_list("id", flat=True)
        )
    return found


def names_for(
    viewer: Viewer, people: Iterable[UUID], what: str = "names"
) -> dict[UUID, SeenPerson]:
    """The visible ones of these people, by id as given, logged as one list. For the names behind a number.

    ReasonNeeded for the Dinas Kesehatan without a reason; empty for roles that see no people.
    """
    if not viewer.sees_people:
        return {}
    _reason_if_needed(viewer)
    scope = _scope(viewer)
    found: dict[UUID, SeenPerson] = {}
    for part in chunks(list(people), 5000):
        rows = Person.objects.filter(id__in=part, retracted=False)
        found |= {row.id: seen(row, viewer.role) for row in rows if is_inside(row.area, scope)}
    log_list(viewer, list(found), what)
    return found


def search(
    viewer: Viewer, text: str, *, limit: int = 20, everywhere: bool = False, what: str = "search"
) -> list[Found]:
    """People by name (however spelt), NIK, No. KK, mother, address, "rt 3"; best first; logged as one list.

    `everywhere` looks outside the scope: health workers only (Stranger), with a reason (ReasonNeeded). A kader finds
    a NIK only by all sixteen digits. Empty for roles that see no people.
    """
    if not viewer.sees_people:
        return []
    _reason_if_needed(viewer)
    scope = _scope(viewer)
    within: Sequence[str] | None = scope
    if everywhere:
        if viewer.role not in MAY_LOOK_OUTSIDE:
            raise Stranger
        if not (viewer.reason or "").strip():
            raise ReasonNeeded
        within = None
    whole = viewer.role == "kader"
    hits = register_search.find(text, within, limit, whole_numbers_only=whole)
    rows = _survivors([hit.number for hit in hits])
    found: dict[UUID, Found] = {}
    for hit in hits:
        row = rows[hit.number]
        outside = not is_inside(row.area, scope)
        if everywhere or not outside:
            person = seen(row, viewer.role, outside=outside)
            found.setdefault(row.id, Found(person, hit.score, hit.by))
    outside = any(one.person.outside for one in found.values())
    log_list(viewer, list(found), what, outside=outside)
    return list(found.values())


def page_for_device(viewer: Viewer, shown: Shown, cursor: str | None, what: str = "phone") -> Page:
    """What the viewer's phone has to hear next, as one page of whole records; logged as one list.

    Nothing for roles that see no people, and for the Dinas Kesehatan: a reason cannot be given once for everybody.
    """
    if not viewer.sees_people or viewer.role in NAMES_WITH_REASON:
        return Page(cursor="", generation="0", more=False)
    page = next_page(viewer, shown, cursor)
    log_list(viewer, [one.about for one in page.records if one.kind == "person"], what)
    return page


def may_see_word(viewer: Viewer, word: SensitiveWord) -> bool:
    """May this worker see values of a word (or results of a rule that looks at it)?

    Sensitive ones (HIV, syphilis, mental health, violence) are hidden from kader, village and auditor; at a Puskesmas
    from clusters that do not treat it; from the Dinas Kesehatan without a reason.
    """
    if word.sensitive is None:
        return True
    if viewer.role in HIDDEN_FROM:
        return False
    if viewer.role == "puskesmas":
        clusters = CLUSTERS_FOR.get(word.sensitive, frozenset({2, 3, 4}))
        return viewer.worker.cluster in clusters
    if viewer.role in NAMES_WITH_REASON:
        return bool((viewer.reason or "").strip())
    return True


def _visible(viewer: Viewer, area: str | None, gone: bool) -> Q:
    if not viewer.sees_people:
        return Q(pk__in=[])
    _reason_if_needed(viewer)
    return _in_scope(viewer, area, gone)


def _in_scope(viewer: Viewer, area: str | None, gone: bool) -> Q:
    scope = _scope(viewer)
    within = scope if area is None else _narrowed(scope, area)
    rows = register_search.in_areas(within) & Q(retracted=False, merged_into=None)
    return rows if gone else rows & Q(died=None, moved_out=None)


def _narrowed(scope: Sequence[str], area: str) -> list[str]:
    """The part of the scope that lies in an area: the area itself, or the scope's areas inside it."""
    if is_inside(area, scope):
        return [area]
    return [code for code in scope if is_inside(code, [area])]


def _scope(viewer: Viewer) -> list[str]:
    return scope_areas(viewer.worker, viewer.today)


def _reason_if_needed(viewer: Viewer) -> None:
    if viewer.role in NAMES_WITH_REASON and not (viewer.reason or "").strip():
        raise ReasonNeeded


def _placeless_for(viewer: Viewer, area: str) -> bool:
    """Somebody without any place belongs to whoever sorts them out: the Dinas Kesehatan."""
    return area == "" and viewer.role in NAMES_WITH_REASON


def _row_of(person: UUID) -> Person:
    row = Person.objects.filter(id=person, retracted=False).first()
    if row is not None and row.merged_into is not None:
        row = Person.objects.filter(id=row.merged_into, retracted=False).first() or row
    if row is None:
        raise Stranger
    return row


def _survivors(numbers: Sequence[int]) -> dict[int, Person]:
    """Rows by number; in place of a merged duplicate the person it was merged into."""
    rows = Person.objects.in_bulk(numbers)
    into = {row.merged_into for row in rows.values() if row.merged_into is not None}
    if not into:
        return rows
    survivors = {row.id: row for row in Person.objects.filter(id__in=into, retracted=False)}
    return {
        number: survivors.get(row.merged_into, row) if row.merged_into else row
        for number, row in rows.items()
    }
