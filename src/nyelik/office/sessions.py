"""Hari buka as the office sees it: which there are, who came, which steps they did, who did not come.

Groups, and what they are called, are the rulebook's; a number is the length of a list of names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.base.dates import day_number
from nyelik.base.ids import facility_uuid, session_uuid
from nyelik.care.facts_from_entries import facts_of_subjects
from nyelik.journal.entry import CONTACT, REFERRAL, SESSION
from nyelik.journal.fold import Subject, fold
from nyelik.journal.in_session import people_naming
from nyelik.journal.of_kind import concerned_by, entries_of
from nyelik.office.device_setup import hidden_kinds
from nyelik.office.places import facility_names
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.office.session_outcome import has_problem
from nyelik.register import access
from nyelik.register.facilities import served_areas
from nyelik.register.facility_scope import facilities_in_scope
from nyelik.register.facts import subjects_of
from nyelik.register.scope import LOCAL, Stranger, Viewer, scope_areas
from nyelik.rules.engines.reference import Reference
from nyelik.rules.package import STEPS

ARRIVES_WITHIN = dt.timedelta(days=45)
"""Contacts of a session that arrive later are not looked for: reading the whole journal would take too long."""
MOST = 2_000
RECAP_GROUPS = "recap-"
"""How the rulebook's groups of the recap begin; each is a row."""
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
    problem: bool


@dataclass
class Row:
    """One line of the recap: ids, so that every number is a list of names."""

    code: str
    label: str
    target: list[UUID] = field(default_factory=list)
    came: list[UUID] = field(default_factory=list)
    absent: list[UUID] = field(default_factory=list)
    normal: list[UUID] = field(default_factory=list)
    problem: list[UUID] = field(default_factory=list)
    referred: list[UUID] = field(default_factory=list)


@dataclass(frozen=True)
class Attendance:
    """A session with its people. `people` are those whom the viewer may see by name."""

    session: Session
    came: list[Came]
    rows: list[Row]
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
    hidden = frozenset(hidden_kinds(viewer))
    came = [
        one
        for about in people
        if (one := _came(about, subjects[about], _names_of(session), day, hidden))
    ]
    came.sort(key=lambda one: (len(one.queue), one.queue, people[one.about].name))
    rows = recap(viewer, targets, came, subjects, day)
    return Attendance(session, came, rows, people, len(came_ids - set(people)))


def _names_of(session: Session) -> tuple[str, str]:
    """How a contact names its session: by its identity; written before there were phones, by facility and day."""
    identity = session_uuid(session.code, session.day)
    return str(identity), f"{session.code} {session.day}"


def _start(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time.min, LOCAL).timestamp() * 1000)


def _came(
    about: UUID,
    subjects: Iterable[Subject],
    names: tuple[str, str],
    day: dt.date,
    hidden: frozenset[str],
) -> Came | None:
    theirs = tuple(subjects)
    contacts = tuple(
        one
        for one in theirs
        if one.kind == CONTACT and not one.retracted and one.fields.get("session") in names
    )
    if not contacts:
        return None
    steps = {step for one in contacts for step in one.fields.get("steps") or {}}
    ids = {str(one.id) for one in contacts}
    return Came(
        about,
        contacts,
        tuple(number for number in STEPS if str(number) in steps),
        next((str(one.fields["queue"]) for one in contacts if one.fields.get("queue")), ""),
        any(one.fields.get("left") is True for one in contacts),
        any(
            one.kind == REFERRAL and not one.retracted and one.fields.get("contact") in ids
            for one in theirs
        ),
        any(has_problem(about, one, theirs, day, hidden) for one in contacts),
    )


def recap(
    viewer: Viewer,
    targets: Mapping[UUID, access.SeenPerson],
    came: Iterable[Came],
    subjects: Mapping[UUID, list[Subject]],
    day: dt.date,
) -> list[Row]:
    """A row for each group of the rulebook's recap, and a last one for whom the rulebook puts in none."""
    here = {one.about: one for one in came}
    rows = {row.code: row for row in _empty_rows(viewer)}
    for about in {**targets, **here}:
        row = rows[_group_of(about, subjects.get(about, []), day, list(rows))]
        if about in targets:
            row.target.append(about)
        if about in here:
            row.came.append(about)
        elif about in targets:
            row.absent.append(about)
        if about in here:
            (row.problem if here[about].problem else row.normal).append(about)
        if about in here and here[about].referred:
            row.referred.append(about)
    return [row for row in rows.values() if row.code or row.target or row.came]


def _empty_rows(viewer: Viewer) -> list[Row]:
    language = page_language()
    groups = [
        one
        for one in loaded().rules.groups.values()
        if one.id.startswith(RECAP_GROUPS) and access.may_see_word(viewer, one)
    ]
    return [*(Row(one.id, one.label.text(language)) for one in groups), Row("", "")]


def _group_of(about: UUID, subjects: list[Subject], day: dt.date, codes: list[str]) -> str:
    """The first group of the recap that somebody belonged to on the day; "" for none."""
    rules = loaded().rules
    facts = loaded().derive(facts_of_subjects(subjects, rules.words, about))
    engine = Reference(facts, day_number(day))
    return next(
        (code for code in codes if code and engine.value(rules.groups[code].when) is True), ""
    )
