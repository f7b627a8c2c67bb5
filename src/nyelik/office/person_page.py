"""What the page of one person shows: identity, what to do now, findings, services, growth, history.

Everything here is already narrowed to what the viewer may see: sensitive words, findings meant for nakes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from nyelik.base.dates import completed_months, day_from_number, day_number
from nyelik.care.card import Card, build_card
from nyelik.care.card_text import finding_as_data, service_as_data
from nyelik.care.facts_from_entries import facts_of_subjects
from nyelik.care.timeline import Record, timeline
from nyelik.care.timeline_lines import Naming
from nyelik.journal.fold import Subject
from nyelik.office.hidden import conflicts_shown, records_shown, service_is_shown, words_shown
from nyelik.office.places import facility_names
from nyelik.office.problems import page_language
from nyelik.office.recording import MAY_DECIDE
from nyelik.office.rulebook import loaded
from nyelik.office.settling import Dispute, disputes
from nyelik.register import access
from nyelik.register.facts import subjects_of
from nyelik.register.scope import HIDDEN_FROM, Viewer
from nyelik.register.seen import SeenPerson
from nyelik.rules.facts import UNKNOWN_MINUTE
from nyelik.rules.words import Word

SEVERITY_STATUS = {
    "danger": "merah",
    "red": "merah",
    "yellow": "kuning",
    "green": "hijau",
    "info": "info",
}
COLOUR_STATUS = {"white": "hijau", "yellow": "kuning", "orange": "oranye", "grey": "abu"}
SOON_DAYS = 60


OPEN_LINES = 7
"""A grown person never screened has some twenty services due; nobody reads twenty lines at a table."""


@dataclass(frozen=True)
class PersonPage:
    """All that the page needs, as plain data in the page's language."""

    person: SeenPerson
    card: Card
    months: int | None
    findings: list[dict[str, Any]]
    good: list[dict[str, Any]]
    now: list[dict[str, Any]]
    soon: list[dict[str, Any]]
    done: list[dict[str, Any]]
    closed: list[dict[str, Any]]
    records: list[Record]
    disputes: list[Dispute]
    may_decide: bool
    groups: list[str]

    @property
    def now_open(self) -> list[dict[str, Any]]:
        """Of what is due now, the lines that stand open: everything overdue, and at least the first few."""
        late = sum(service["status"] == "overdue" for service in self.now)
        return self.now[: max(late, OPEN_LINES)]

    @property
    def now_folded(self) -> list[dict[str, Any]]:
        """The rest, behind a fold."""
        return self.now[len(self.now_open) :]


def person_page(viewer: Viewer, person: SeenPerson, today: dt.date) -> PersonPage:
    """Read, fold and judge one person's entries for this viewer."""
    _, subjects = subjects_of([person.id])[person.id]
    words = loaded().rules.words
    visible = words_shown(viewer)
    facts = facts_of_subjects(subjects, words, person.id)
    card = build_card(loaded(), facts, person.died or today, hidden_kinds(viewer, words))
    findings = _findings(viewer, card, visible)
    services = _services(card, visible)
    naming = naming_for(viewer, subjects)
    records = timeline(subjects, words, page_language(), lambda w: w.code in visible, naming)
    return PersonPage(
        person=person,
        card=card,
        months=completed_months(person.born, card.today) if person.born else None,
        findings=[f for f in findings if f["severity"] in ("danger", "red", "yellow")],
        good=[f for f in findings if f["severity"] in ("green", "info")],
        now=[s for s in services if s["status"] in ("overdue", "due")],
        soon=[s for s in services if s["status"] == "waiting" and _is_soon(s, card.today)],
        done=[s for s in services if s["status"] == "done"],
        closed=[s for s in services if s["status"] == "closed"],
        records=records_shown(viewer, records),
        disputes=disputes(
            viewer, [c for one in subjects for c in conflicts_shown(viewer, one)], visible
        ),
        may_decide=viewer.role in MAY_DECIDE and not person.outside,
        groups=[g.label.text(page_language()) for g in card.groups if g.ruleset == _age_bands()],
    )


def _age_bands() -> str:
    """The rule set whose groups stand beside a name: five divisions of age live side by side."""
    return str(loaded().rules.settings["age_bands"].node.args[0])


def hidden_kinds(viewer: Viewer, words: Mapping[str, Word]) -> frozenset[str]:
    """The kinds of sensitive matter that this viewer may not see."""
    kinds = {word.sensitive: word for word in words.values() if word.sensitive}
    return frozenset(
        kind for kind, word in kinds.items() if kind and not access.may_see_word(viewer, word)
    )


def _findings(viewer: Viewer, card: Card, visible: dict[str, Word]) -> list[dict[str, Any]]:
    """Findings as data; a kader sees the plain words of what only a nakes may name."""
    language = page_language()
    topics = loaded().rules.topics
    found = [finding_as_data(card, state, visible, topics, language) for state in card.findings]
    if viewer.role == "kader":
        found = [seen for one in found if (seen := seen_by_kader(one))]
    return [{**f, "mark": SEVERITY_STATUS[f["severity"]]} for f in found]


def naming_for(viewer: Viewer, subjects: Iterable[Subject]) -> Naming:
    """Facilities by name; findings by name, except those this viewer may not know or only in plain words."""
    names = facility_names(one.fields.get("to") for one in subjects if one.kind == "referral")

    def said(finding: str, class_: str) -> str | None:
        found = loaded().rules.findings.get(finding)
        if found is None:
            return None if viewer.role in HIDDEN_FROM else f"{finding}: {class_}"
        kind = next((one for one in found.classes if one.id == class_), None)
        if not access.may_see_word(viewer, found):
            return None
        if viewer.role == "kader" and found.audience != "everyone":
            return kind.plain.text(page_language()) if kind and kind.plain else None
        name = found.label.text(page_language())
        return f"{name}: {kind.label.text(page_language()) if kind else class_}"

    return Naming(lambda code: names.get(code, code), said)


def seen_by_kader(found: dict[str, Any]) -> dict[str, Any] | None:
    """A finding for health workers in plain words: a colour and what to do, no diagnosis, value or rule."""
    if found["audience"] == "everyone":
        return found
    if found["plain"] is None:
        return None
    return {**found, "id": "", "label": "", "class_label": found["plain"], "say": "", "because": []}


def _services(card: Card, visible: dict[str, Word]) -> list[dict[str, Any]]:
    services = [
        service_as_data(state, visible, page_language())
        for state in card.services
        if service_is_shown(state.service, visible)
    ]
    return [
        {**service, "mark": COLOUR_STATUS.get(service["colour"] or "", "abu")}
        for service in services
    ]


def _is_soon(service: dict[str, Any], today: dt.date) -> bool:
    start = service["from"]
    return start is not None and dt.date.fromisoformat(start) <= today + dt.timedelta(
        days=SOON_DAYS
    )


def record_day(record: Record) -> dt.date | None:
    """The date of a record; None where it could not be read."""
    return day_from_number(record.day) if record.day < day_number(dt.date.max) else None


def record_clock(record: Record) -> str:
    """Its clock time, empty if not recorded."""
    if record.minute == UNKNOWN_MINUTE:
        return ""
    return f"{record.minute // 60:02d}.{record.minute % 60:02d}"
