"""What a viewer may not even know to exist: rules and records that name HIV, syphilis, mental health or violence.

The rulebook hides a rule that reads a sensitive value. A kader is told less: not that such a test is due, and no
free text of health workers. The contracts of `care` stay whole; pages are narrowed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from nyelik.care.timeline import Record
from nyelik.care.timeline_lines import Line
from nyelik.journal.fold import Conflict, Subject
from nyelik.office.rulebook import codes_of, indicator_nodes, loaded
from nyelik.register import access
from nyelik.register.scope import HIDDEN_FROM, Viewer
from nyelik.rules.explain import Explainer
from nyelik.rules.model import Indicator, Service
from nyelik.rules.node import Node
from nyelik.rules.origin import origin_text
from nyelik.rules.words import Word

_CODED = ("observations", "doses", "facts")
_FREE = ("note", "reason", "topics", "imported", "type", "outcome")
"""Fields in which a health worker's words stand, or what can tell as much."""


def names_only(nodes: Iterable[Node | None], visible: Collection[str]) -> bool:
    """Whether the nodes speak only of words in `visible`."""
    return all(code in visible for code in codes_of(nodes))


def service_is_shown(service: Service, visible: Collection[str]) -> bool:
    """A service is shown to those who may see every word that its schedule asks for."""
    days = (service.start, service.late, service.overdue, service.closes, *service.not_before)
    return names_only((service.eligible, service.done, service.overdue_when, *days), visible)


def sentence(viewer: Viewer, indicator: Indicator, language: str) -> str:
    """An indicator in words; only the labels of its parts where the rule names what this viewer may not see."""
    if names_only(indicator_nodes(indicator), words_shown(viewer)):
        origin = origin_text(loaded().rules, indicator.id, language)
        said = Explainer(loaded().rules, language).rule(indicator)
        return f"{said} {origin}" if origin else said
    return "; ".join(part.label.text(language) for part in indicator.parts)


def words_shown(viewer: Viewer) -> dict[str, Word]:
    """The words of the rulebook that this viewer may see."""
    words = loaded().rules.words
    return {code: word for code, word in words.items() if access.may_see_word(viewer, word)}


def records_shown(viewer: Viewer, records: Iterable[Record]) -> list[Record]:
    """Records with the lines this viewer may read; a record of nothing else is left out."""
    narrowed = (
        (record, tuple(line for line in record.lines if _line_is_shown(viewer, record, line)))
        for record in records
    )
    return [replace(record, lines=lines) for record, lines in narrowed if lines or not record.lines]


def conflicts_shown(viewer: Viewer, subject: Subject) -> list[Conflict]:
    """What is disputed of a record, as far as this viewer may know of it.

    Nothing of a sensitive episode; no form whose name tells; for a kader no free words and no topics talked about.
    """
    visible, words = words_shown(viewer), loaded().rules.words
    start = f"{subject.fields.get('type')}_start"
    if start in words and start not in visible:
        return []
    return [one for one in subject.conflicts if _field_is_shown(viewer, one, visible)]


def _field_is_shown(viewer: Viewer, conflict: Conflict, visible: Collection[str]) -> bool:
    group, _, code = conflict.field.partition(".")
    if group in _CODED:
        return code in visible
    if group == "package":
        named = (loaded().rules.form(str(patch.value)) for patch in conflict.patches)
        return all(form is None or access.may_see_word(viewer, form) for form in named)
    return viewer.role not in HIDDEN_FROM or group not in _FREE


def _line_is_shown(viewer: Viewer, record: Record, line: Line) -> bool:
    if line.mark == "hidden":
        return False
    if viewer.role in HIDDEN_FROM and line.mark in ("note", "unknown"):
        return _is_own_work(viewer, record)
    return True


def _is_own_work(viewer: Viewer, record: Record) -> bool:
    """Written by the viewer, or by nobody named at the viewer's own Posyandu (a file of theirs).

    A nakes writes at homes and on Posyandu days too: the place alone says nothing of what may be read.
    """
    by, place = getattr(record.subject, "by", None), getattr(record.subject, "place", None)
    return place in viewer.worker.scope if by is None else by == viewer.worker.id
