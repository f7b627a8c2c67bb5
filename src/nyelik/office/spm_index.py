"""The SPM index on the SPM page: its two parts, the class, and what has not been entered yet."""

from __future__ import annotations

from dataclasses import dataclass

from nyelik.office.numbers import Question
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded
from nyelik.register import access
from nyelik.rules.index import exact
from nyelik.rules.model import Index
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.indexes import index_of

INDEX = "spm-index"


@dataclass(frozen=True)
class PartLine:
    """A part of the index: its weight and value in percent (None: not entered), and how many figures it stands on."""

    label: str
    weight: float
    value: float | None
    known: int
    of: int


@dataclass(frozen=True)
class IndexCard:
    """The index as shown: `value` and `found` are None while a part is not entered."""

    index: Index
    label: str
    value: float | None
    found: str | None
    parts: list[PartLine]
    note: str


def spm_index(
    watch: Watch, viewer: access.Viewer, area: str, question: Question
) -> IndexCard | None:
    """The index of an area; None where this viewer may not see all of the services that it is the mean of."""
    rules = loaded().rules
    index = rules.indexes.get(INDEX)
    if index is None:
        return None
    members = [rules.indicators[member] for member in index.members]
    if not all(access.may_see_word(viewer, member) for member in members):
        return None
    asked: Asked = question.asked(members[0])
    state = index_of(watch, index, asked, area or None).state
    parts = [
        PartLine(
            part.part.label.text(page_language()),
            100 * float(exact(part.part.weight)),
            None if part.value is None else float(part.value),
            len(part.known),
            len(part.part.of),
        )
        for part in state.parts
    ]
    return IndexCard(
        index,
        index.label.text(page_language()),
        None if state.value is None else float(state.value),
        state.found.label.text(page_language()) if state.found else None,
        parts,
        index.note.text(page_language()) if index.note else "",
    )
