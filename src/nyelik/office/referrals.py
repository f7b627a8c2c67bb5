"""Referrals as a worker may see them: who waits for an answer, who for the sender's follow-up, and what is done.

When an answer is late comes from the referral itself: the phone took its days from the rulebook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from nyelik.base.dates import day_from_number
from nyelik.care.facts_from_entries import moment_of
from nyelik.care.timeline import timeline
from nyelik.care.timeline_lines import Line
from nyelik.journal.entry import REFERRAL
from nyelik.journal.fold import Subject, fold
from nyelik.journal.of_kind import concerned_by, entries_of
from nyelik.office.hidden import records_shown, words_shown
from nyelik.office.person_page import naming_for
from nyelik.office.problems import page_language
from nyelik.office.recording import answer_referral
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.register.scope import Viewer
from nyelik.register.workers import Worker

ANSWERS = {
    "seen": gettext_noop("Sudah diperiksa"),
    "treated": gettext_noop("Sudah diobati"),
    "admitted": gettext_noop("Dirawat"),
    "referred_on": gettext_noop("Dirujuk lanjut"),
    "did_not_come": gettext_noop("Tidak datang"),
}
WAITING, ANSWERED, DONE = "waiting", "answered", "done"
LONGEST_ADVICE = 1_000


@dataclass(frozen=True)
class Referral:
    """One referral. `due`: the last day on which an answer is in time; None where the entry names no days."""

    subject: Subject
    made: dt.date | None
    due: dt.date | None
    urgent: bool
    state: str
    late_days: int

    @property
    def presses(self) -> tuple[bool, int, dt.date]:
        """What comes first: urgent, then the latest, then the oldest."""
        return (not self.urgent, -self.late_days, self.made or dt.date.min)


@dataclass(frozen=True)
class ReferralLine:
    """A referral with its person's name and what this viewer may read of it."""

    referral: Referral
    person: access.SeenPerson
    by: str
    lines: list[Line]


def referrals_for(viewer: Viewer) -> list[Referral]:
    """The referrals of people in the viewer's scope, those that press most first. Reads no person."""
    mine = access.visible_ids(viewer, concerned_by(REFERRAL))
    subjects = fold(entries_of(REFERRAL, mine)).values()
    found = [referral(one, viewer.today) for one in subjects if not one.retracted]
    return sorted(found, key=lambda one: one.presses)


def referral(subject: Subject, today: dt.date) -> Referral:
    """A referral as it stands on a day."""
    fields = subject.fields
    made, within = _day(subject.happened), fields.get("within_days")
    due = made + dt.timedelta(within) if made and isinstance(within, int) else None
    state = _state(fields)
    late = (today - due).days if due and state == WAITING else 0
    return Referral(subject, made, due, fields.get("urgent") is True, state, max(late, 0))


def _state(fields: Mapping[str, Any]) -> str:
    if fields.get("followed_up"):
        return DONE
    return ANSWERED if fields.get("answer") or fields.get("answered") else WAITING


def _day(text: object) -> dt.date | None:
    moment = moment_of(text)
    return day_from_number(moment[0]) if moment else None


def told(viewer: Viewer, referrals: Iterable[Referral]) -> list[ReferralLine]:
    """With names (one logged read) and words; whoever is out of sight meanwhile is left out."""
    wanted = list(referrals)
    if not wanted:
        return []
    people = access.names_for(viewer, {one.subject.about for one in wanted}, what="referrals")
    subjects = [one.subject for one in wanted]
    writers = _writers(subjects)
    lines = _lines(viewer, subjects)
    return [
        ReferralLine(
            one, people[one.subject.about], writers.get(one.subject.by, ""), lines[one.subject.id]
        )
        for one in wanted
        if one.subject.about in people
    ]


def _lines(viewer: Viewer, subjects: list[Subject]) -> dict[UUID, list[Line]]:
    """What stands in each, as far as this viewer may read it: the same rule as on a person's page."""
    visible, words = words_shown(viewer), loaded().rules.words
    naming = naming_for(viewer, subjects)
    records = timeline(subjects, words, page_language(), lambda word: word.code in visible, naming)
    shown = {one.id: list[Line]() for one in subjects}
    for record in records_shown(viewer, records):
        shown[cast(Subject, record.subject).id] = list(record.lines)
    return shown


def _writers(subjects: Iterable[Subject]) -> dict[UUID | None, str]:
    rows = Worker.objects.filter(id__in={one.by for one in subjects if one.by})
    return {row.id: row.name or row.username for row in rows}


def find(viewer: Viewer, person: UUID, subject: UUID) -> Subject | None:
    """A referral of somebody in the viewer's scope; None if there is none such."""
    if person not in access.visible_ids(viewer, [person]):
        return None
    return fold(entries_of(REFERRAL, [person])).get(subject)


def answer(
    viewer: Viewer, subject: Subject, choice: str, advice: str, follow_up: dt.date | None
) -> None:
    """Write the answer; the sender's phone makes a follow-up of it. A later answer stands over the one before."""
    answer_referral(
        viewer,
        subject,
        {
            "answered": timezone.localtime(viewer.now).strftime("%Y-%m-%dT%H:%M"),
            "answer": choice,
            "advice": advice[:LONGEST_ADVICE] or None,
            "follow_up_on": follow_up.isoformat() if follow_up else None,
        },
    )
