"""What kader recorded and no health worker has confirmed yet: by session or house, and by kader.

Confirming changes no number: what a kader recorded counts for worklists and coverage from the moment it arrives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import cast
from uuid import UUID

from django.utils.translation import gettext

from nyelik.care.timeline import timeline
from nyelik.care.timeline_lines import Line
from nyelik.journal.entry import CONTACT
from nyelik.journal.fold import Subject, fold
from nyelik.journal.read import entries_about
from nyelik.journal.unvalidated import Unvalidated, unvalidated
from nyelik.office.hidden import records_shown, words_shown
from nyelik.office.places import facility_names, place_names
from nyelik.office.problems import page_language
from nyelik.office.provenance import session_of
from nyelik.office.recording import validate
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.scope import LOCAL, Viewer
from nyelik.register.workers import Worker

USUAL_DAYS, MOST_DAYS = 7, 366
"""How far back the page looks, unless asked otherwise: only paging, an older contact is looked for with more days."""


@dataclass(frozen=True)
class ValidationLine:
    """One contact to confirm. `seen`: the last entry that is shown; `whole`: none of it is hidden from the viewer."""

    subject: Subject
    person: access.SeenPerson
    form: str
    lines: list[Line]
    seen: int
    whole: bool

    @property
    def key(self) -> str:
        """What the form sends back: whose, which, as seen until where."""
        return f"{self.subject.about}.{self.subject.id}.{self.seen}"


@dataclass
class ValidationGroup:
    """What one kader recorded at one session or in one house. `session`: code and day, for the door to its page."""

    title: str
    day: str
    kader: str
    session: tuple[str, str] | None
    lines: list[ValidationLine] = field(default_factory=list)


def waiting(viewer: Viewer, days: int = USUAL_DAYS) -> list[Unvalidated]:
    """Contacts of people in scope, recorded by kader and received in so many days, not confirmed. Reads no person."""
    since = dt.datetime.combine(viewer.today - dt.timedelta(days - 1), dt.time.min, LOCAL)
    found = unvalidated(_kader(), int(since.timestamp() * 1000))
    mine = access.visible_ids(viewer, {one.about for one in found})
    return [one for one in found if one.about in mine]


def _kader() -> list[UUID]:
    return list(Worker.objects.filter(role="kader").values_list("id", flat=True))


def groups(viewer: Viewer, contacts: Iterable[Unvalidated]) -> list[ValidationGroup]:
    """These contacts with names (one logged read), those of one session or house and kader together."""
    wanted = {one.subject for one in contacts}
    people = access.names_for(viewer, {one.about for one in contacts}, what="validation")
    subjects = [one for one in fold(entries_about(people)).values() if one.id in wanted]
    found = told(viewer, subjects, people)
    names = _names(found)
    by_place = sorted(found, key=lambda one: (_where(one, names), one.person.name))
    made = [
        _group(where, list(some))
        for where, some in groupby(by_place, lambda one: _where(one, names))
    ]
    return sorted(made, key=lambda one: one.day, reverse=True)


@dataclass(frozen=True)
class _Names:
    """Facilities, areas and workers by their codes."""

    facilities: Mapping[str, str]
    places: Mapping[str, str]
    workers: Mapping[UUID | None, str]


def _names(lines: list[ValidationLine]) -> _Names:
    sessions = filter(None, (session_of(one.subject) for one in lines))
    rows = Worker.objects.filter(id__in={one.subject.by for one in lines if one.subject.by})
    return _Names(
        facility_names(code for code, _ in sessions),
        place_names(one.person.area for one in lines),
        {row.id: row.name or row.username for row in rows},
    )


def _where(line: ValidationLine, names: _Names) -> tuple[str, str, str, str, str]:
    """What puts contacts together: day, kader, title, and the session."""
    kader, day = names.workers.get(line.subject.by, ""), line.subject.happened[:10]
    session = session_of(line.subject)
    if session:
        code, on = session
        return (day, kader, names.facilities.get(code, code), code, on)
    house = line.person.address or gettext("Rumah")
    place = names.places.get(line.person.area, "")
    return (day, kader, f"{house}, {place}" if place else house, "", "")


def _group(where: tuple[str, str, str, str, str], lines: list[ValidationLine]) -> ValidationGroup:
    day, kader, title, code, on = where
    return ValidationGroup(title, day, kader, (code, on) if code else None, lines)


def told(
    viewer: Viewer, subjects: Iterable[Subject], people: Mapping[UUID, access.SeenPerson]
) -> list[ValidationLine]:
    """Contacts as far as this viewer may read them; whatever is hidden makes one that others have to confirm."""
    visible, words = words_shown(viewer), loaded().rules.words
    wanted = [one for one in subjects if one.kind == CONTACT and not one.retracted]
    records = timeline(wanted, words, page_language(), lambda word: word.code in visible)
    shown = {cast(Subject, one.subject).id: one.lines for one in records_shown(viewer, records)}
    found = []
    for record in records:
        subject = cast(Subject, record.subject)
        form = loaded().rules.form(str(subject.fields.get("package", "")))
        may_see = form is None or access.may_see_word(viewer, form)
        found.append(
            ValidationLine(
                subject,
                people[subject.about],
                form.label.text(page_language()) if form and may_see else "",
                list(shown.get(subject.id, ())) if may_see else [],
                max(entry.seq for entry in subject.entries),
                may_see and all(line.mark != "hidden" for line in record.lines),
            )
        )
    return found


def confirm(viewer: Viewer, keys: Iterable[str]) -> int:
    """Confirm what a page showed; how many. Left out: what is not the viewer's, hidden in part, or of no kader."""
    asked = dict(filter(None, map(_read_key, keys)))
    mine = access.visible_ids(viewer, {about for about, _ in asked})
    subjects = fold(entries_about(mine))
    people = access.names_for(viewer, mine, what="validation")
    kader = set(_kader())
    chosen = {
        one.subject.id: (one.subject, min(asked[one.subject.about, one.subject.id], one.seen))
        for one in told(viewer, subjects.values(), people)
        if one.whole
        and (one.subject.about, one.subject.id) in asked
        and kader.intersection(entry.by for entry in one.subject.entries)
    }
    validate(viewer, chosen)
    return len(chosen)


def _read_key(text: str) -> tuple[tuple[UUID, UUID], int] | None:
    try:
        about, subject, seen = text.split(".")
        return (UUID(about), UUID(subject)), max(int(seen), 0)
    except ValueError:
        return None
