"""Hari buka as the office sees it: which there are, who came, which steps they did, who did not come.

Groups, what they are called and what counts are the rulebook's (`nyelik.care.recap`); a number is the length of a
list of names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.care.card import Card
from nyelik.care.card_text import finding_as_data
from nyelik.care.recap import Outcome, Reason, Row, SessionRecap, rows_of
from nyelik.journal.entry import CONTACT, SESSION
from nyelik.journal.fold import Subject, fold
from nyelik.journal.in_session import people_naming
from nyelik.journal.of_kind import concerned_by, entries_of
from nyelik.office.places import facility_names
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.facilities import served_areas
from nyelik.register.facility_scope import facilities_in_scope
from nyelik.register.facts import subjects_of
from nyelik.register.scope import LOCAL, Stranger, Viewer, scope_areas
from nyelik.rules.package import STEPS

ARRIVES_WITHIN = dt.timedelta(days=45)
"""Contacts of a session that arrive later are not looked for: reading the whole journal would take too long."""
MOST = 2_000
PLANNED, OPEN, CLOSED, PASSED = "planned", "open", "closed", "passed"


@dataclass(frozen=True)
class Session:
    """One hari buka. `state`: planned, open, closed; passed when its day is over and nobody opened it."""

    code: str
    day: str
    name: str
    state: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class Came:
    """One person at one session; `steps` are the numbers of the steps that were finished."""

    about: UUID
    contacts: tuple[Subject, ...]
    steps: tuple[int, ...]
    queue: str
    left: bool
    referred: bool
    reasons: tuple[str, ...]
    """The findings that make somebody one with a problem, in words that the viewer may see."""


@dataclass(frozen=True)
class Line:
    """One line of the recap with what the rulebook calls its group; "" for whom it puts in none."""

    label: str
    row: Row


@dataclass(frozen=True)
class Attendance:
    """A session with its people. `people` are those whom the viewer may see by name."""

    session: Session
    came: list[Came]
    lines: list[Line]
    people: Mapping[UUID, access.SeenPerson]
    unseen: int


def sessions_for(viewer: Viewer) -> list[Session]:
    """The sessions of facilities that are the viewer's business, the latest day first."""
    mine = facilities_in_scope(scope_areas(viewer.worker, viewer.today), viewer.today)
    wanted = concerned_by(SESSION).intersection(mine)
    subjects = [
        one
        for one in fold(entries_of(SESSION, wanted)).values()
        # Only those that their facility and day lead to; others would have no page.
        if not one.retracted and one.id == session_uuid(mine[one.about], str(one.fields.get("day")))
    ]
    names = facility_names(mine[one.about] for one in subjects)
    found = [_session(mine[one.about], names, one.fields, viewer.today) for one in subjects]
    return sorted(found, key=lambda one: (one.day, one.name), reverse=True)


def _session(
    code: str, names: Mapping[str, str], fields: Mapping[str, Any], today: dt.date
) -> Session:
    day = str(fields.get("day") or "")
    state = PLANNED if day >= today.isoformat() else PASSED
    if fields.get("opened"):
        state = OPEN
    if fields.get("closed"):
        state = CLOSED
    return Session(code, day, names.get(code, code), state, fields)


def session_for(viewer: Viewer, code: str, day: dt.date) -> Session:
    """One session. Stranger when there is none, or its facility is not the viewer's business."""
    mine = facilities_in_scope(scope_areas(viewer.worker, viewer.today), viewer.today)
    about = facility_uuid(code)
    if about not in mine:
        raise Stranger
    subject = fold(entries_of(SESSION, [about])).get(session_uuid(code, day.isoformat()))
    if subject is None or subject.retracted:
        raise Stranger
    fields = {"day": day.isoformat(), **subject.fields}
    return _session(code, facility_names([code]), fields, viewer.today)


def attendance(viewer: Viewer, session: Session) -> Attendance:
    """Who came and who did not. Everybody of the Posyandu's areas is read once, as one list."""
    day = dt.date.fromisoformat(session.day)
    targets: dict[UUID, access.SeenPerson] = {}
    for area in served_areas([session.code], day):
        found = access.people_visible_to(viewer, area=area, limit=MOST, what="session")
        targets |= {one.id: one for one in found}
    came_ids = people_naming(_names_of(session), _start(day), _start(day + ARRIVES_WITHIN))
    guests = access.names_for(viewer, came_ids - set(targets), what="session")
    people = {**targets, **guests}
    subjects = {one: theirs for one, (_, theirs) in subjects_of(people).items()}
    recap = SessionRecap(loaded(), day)
    came, outcomes = [], []
    for about in people:
        contacts = _contacts(subjects[about], _names_of(session))
        if contacts:
            outcomes.append(recap.outcome(about, subjects[about], contacts))
            came.append(_came(viewer, contacts, outcomes[-1], day))
    came.sort(key=lambda one: (len(one.queue), one.queue, people[one.about].name))
    groups = {one: recap.group_of(one, subjects[one]) for one in targets}
    rows = rows_of([one.code for one in recap.groups], groups, outcomes)
    labels = {one.code: one.label.text(page_language()) for one in recap.groups}
    lines = [
        Line(labels.get(row.code, ""), row) for row in rows if row.code or row.target or row.came
    ]
    return Attendance(session, came, lines, people, len(came_ids - set(people)))


def _names_of(session: Session) -> tuple[str, str]:
    """How a contact names its session: by its identity; written before there were phones, by facility and day."""
    identity = session_uuid(session.code, session.day)
    return str(identity), f"{session.code} {session.day}"


def _start(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time.min, LOCAL).timestamp() * 1000)


def _contacts(subjects: Iterable[Subject], names: tuple[str, str]) -> list[Subject]:
    return [
        one
        for one in subjects
        if one.kind == CONTACT and not one.retracted and one.fields.get("session") in names
    ]


def _came(viewer: Viewer, contacts: list[Subject], outcome: Outcome, day: dt.date) -> Came:
    steps = {step for one in contacts for step in one.fields.get("steps") or {}}
    return Came(
        outcome.about,
        tuple(contacts),
        tuple(number for number in STEPS if str(number) in steps),
        next((str(one.fields["queue"]) for one in contacts if one.fields.get("queue")), ""),
        any(one.fields.get("left") is True for one in contacts),
        outcome.referred,
        tuple(dict.fromkeys(_said(viewer, one, day) for one in outcome.reasons)),
    )


def _said(viewer: Viewer, reason: Reason, day: dt.date) -> str:
    """A finding as this viewer may read it: a kader of a diagnosis only the plain words."""
    rules = loaded().rules
    card = Card(day, reason.facts, (), (), (), ())
    line = finding_as_data(card, reason.state, dict(rules.words), rules.topics, page_language())
    if viewer.role == "kader" and line["audience"] != "everyone":
        return str(line["plain"] or _("Perlu diperiksa bidan atau perawat"))
    return f"{line['label']}: {line['class_label']}"
