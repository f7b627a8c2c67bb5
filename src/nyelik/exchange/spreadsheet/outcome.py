"""What an import will do with a row: entries to write, questions to ask, and the remarks that say why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from nyelik.exchange.spreadsheet.remarks import WEIGHTS, Remark
from nyelik.exchange.spreadsheet.row import Row

ACCEPTED, MENDED, PERSON, NOTHING_NEW, NO_DATA = (
    "accepted",
    "mended",
    "needs-person",
    "nothing-new",
    "no-data",
)
STATUS_LABELS = {
    ACCEPTED: {"id": "Diterima", "en": "Accepted"},
    MENDED: {"id": "Diperbaiki", "en": "Corrected"},
    PERSON: {"id": "Perlu dilihat orang", "en": "Needs a person"},
    NOTHING_NEW: {"id": "Sudah ada", "en": "Already there"},
    NO_DATA: {"id": "Bukan data", "en": "No data"},
}


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry to be written. `patches`: its subject is on record already."""

    kind: str
    subject: UUID
    about: UUID
    body: dict[str, Any]
    happened: str
    place: str | None = None
    patches: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Entries that wait for a person: held in the journal, each question once, from whatever file it came."""

    key: str
    entries: tuple[Planned, ...]
    remark: Remark

    @property
    def device(self) -> str:
        """The device in whose name the entries are held: the question itself, so that asking twice adds nothing."""
        return question_device(self.key)


def question_device(key: str) -> str:
    """The device of a question's entries."""
    return f"import-question-{key}"


def question_key(*parts: object) -> str:
    """The identity of a question."""
    return hashlib.sha256(repr(tuple(map(str, parts))).encode()).hexdigest()[:24]


@dataclass(slots=True)
class Outcome:
    """A row with everything that follows from it."""

    row: Row
    person: UUID | None = None
    entries: list[Planned] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    is_new_person: bool = False

    @property
    def status(self) -> str:
        """accepted, mended, needs-person, nothing-new or no-data."""
        if not self.row.is_data:
            return NO_DATA
        weight = max((remark.weight for remark in self.row.remarks), default=0)
        if weight >= WEIGHTS.index("look"):
            return PERSON
        if not self.entries and not self.row.target:
            return NOTHING_NEW
        return MENDED if weight == WEIGHTS.index("mended") else ACCEPTED

    @property
    def waits_whole(self) -> bool:
        """True if nothing of the row may count before a person has looked."""
        return any(remark.weight == WEIGHTS.index("whole") for remark in self.row.remarks)
