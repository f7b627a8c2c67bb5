"""Held entries as one worker may see them: those about people in the own area, and those nobody could place yet."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from nyelik.base import hlc
from nyelik.journal.entry import ASSESSMENT, CONTACT, PERSON, SESSION, StoredEntry
from nyelik.journal.held import Held, held
from nyelik.office.problems import page_language
from nyelik.office.rulebook import observation_lines
from nyelik.register import access
from nyelik.register.devices import places_of
from nyelik.register.scope import is_inside, scope_areas

KINDS = {
    "person": gettext_noop("Data orang"),
    "household": gettext_noop("Keluarga"),
    "assessment": gettext_noop("Penilaian"),
    "episode": gettext_noop("Kehamilan atau pengobatan"),
    "contact": gettext_noop("Pelayanan"),
    "session": gettext_noop("Hari buka"),
    "referral": gettext_noop("Rujukan"),
    "visit": gettext_noop("Kunjungan rumah"),
    "merge": gettext_noop("Penggabungan data ganda"),
}
PERSON_FIELDS = {
    "reason": gettext_noop("Pertanyaan"),
    "name": gettext_noop("Nama"),
    "born": gettext_noop("Tanggal lahir"),
    "mother_name": gettext_noop("Nama ibu"),
    "address": gettext_noop("Alamat"),
}
# Who sorts out what nobody could place: a wrong village would be worse than one more look at the office.
SEES_UNPLACED = {"dinkes", "puskesmas_head"}
MOST = 50_000
"""Held entries looked through. Danger: with few, one bad import or phone would hide everybody else's from view."""


@dataclass(frozen=True)
class HeldLine:
    """One held entry for the page. `person` is None when the register does not know whom it is about."""

    seq: int
    kind: str
    device: str
    happened: str
    received: int
    written: dt.datetime
    code: str
    sentence: str
    next_step: str
    person: access.SeenPerson | None
    content: list[tuple[str, str]]


def held_for(viewer: access.Viewer) -> list[Held]:
    """The held entries that are this worker's business, oldest first. Reads no person."""
    waiting = held(limit=MOST)
    mine = access.visible_ids(viewer, {one.entry.about for one in waiting})
    scope = scope_areas(viewer.worker, viewer.today)
    # Whoever is registered elsewhere is decided about there, wherever an entry says that they live now.
    elsewhere = access.known_ids({one.entry.about for one in waiting}) - mine
    mine |= _assessed_here(viewer, [one.entry for one in waiting], scope)
    return [
        one
        for one in waiting
        if one.entry.about in mine
        or (one.entry.about not in elsewhere and _is_mine(viewer, one.entry, scope))
    ]


def _assessed_here(
    viewer: access.Viewer, waiting: list[StoredEntry], scope: list[str]
) -> set[UUID]:
    """Facilities, workers and households of the own area that held assessments and sessions are about; not oneself."""
    places = places_of([entry for entry in waiting if entry.kind in (ASSESSMENT, SESSION)])
    here = {one for one, area in places.items() if area and is_inside(area, scope)}
    return here - {viewer.worker.id}


def _is_mine(viewer: access.Viewer, entry: StoredEntry, scope: list[str]) -> bool:
    area = entry.body.get("area")
    if isinstance(area, str) and area:
        return is_inside(area, scope)
    if entry.problem != "unknown-subject":
        return viewer.role in SEES_UNPLACED and entry.kind == PERSON
    if entry.place and entry.place in viewer.worker.scope:
        return True
    return viewer.role in SEES_UNPLACED


def problem_counts(waiting: Iterable[Held]) -> list[tuple[str, int]]:
    """How many wait with each problem, the most frequent first."""
    return Counter(one.problem.code for one in waiting).most_common()


def lines(viewer: access.Viewer, waiting: list[Held]) -> list[HeldLine]:
    """The entries as the page shows them, with the people's names (one logged read)."""
    if not waiting:
        return []  # and no reason is asked for names that nobody will see
    people = access.names_for(viewer, {one.entry.about for one in waiting}, what="held")
    return [_line(viewer, one, people.get(one.entry.about)) for one in waiting]


def _line(viewer: access.Viewer, one: Held, person: access.SeenPerson | None) -> HeldLine:
    entry, language = one.entry, page_language()
    return HeldLine(
        seq=entry.seq,
        kind=gettext(KINDS.get(entry.kind, entry.kind)),
        device=entry.device,
        happened=entry.happened,
        received=entry.received,
        written=dt.datetime.fromtimestamp(hlc.milliseconds(entry.written) / 1000, dt.UTC),
        code=one.problem.code,
        sentence=one.problem.sentence(language),
        next_step=one.problem.next_step(language),
        person=person,
        content=_content(viewer, entry.kind, entry.body),
    )


def _content(viewer: access.Viewer, kind: str, body: dict[str, Any]) -> list[tuple[str, str]]:
    if kind in (CONTACT, ASSESSMENT) and isinstance(body.get("observations"), dict):
        return observation_lines(viewer, body["observations"])
    return [
        (gettext(label), str(body[key])) for key, label in PERSON_FIELDS.items() if body.get(key)
    ]
