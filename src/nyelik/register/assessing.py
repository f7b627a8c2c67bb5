"""Who may say what was found of a facility or a worker.

Health workers assess, kader are assessed: skills decide the level of a kader's badge. Nobody assesses themselves.
A kader still writes what was seen at a household, and hands over what a visitor answered in a survey.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from nyelik.journal.entry import ASSESSMENT, HOUSEHOLD, Entry, StoredEntry
from nyelik.register.scope import MAY_LOOK_OUTSIDE as HEALTH_WORKERS
from nyelik.register.workers import Worker

NOT_YOURS = "not-yours-to-assess"
_HANDED_OVER = ("reply", None)
Recorded = Callable[[UUID], Sequence[StoredEntry]]
"""What the journal has about somebody."""


def assessing_problem(worker: Worker, device: str, entry: Entry, recorded: Recorded) -> str | None:
    """Why an assessment sent in this worker's name cannot count by itself; None for what may, and for other kinds."""
    if entry.kind != ASSESSMENT or entry.body.get("of") == HOUSEHOLD:
        return None  # the journal holds what says it is of a household and is not
    if entry.about == worker.id:
        return NOT_YOURS
    if worker.role in HEALTH_WORKERS:
        return None
    handed_over = entry.body.get("of") in _HANDED_OVER
    return None if handed_over and not _is_of_others(worker, device, entry, recorded) else NOT_YOURS


def _is_of_others(worker: Worker, device: str, entry: Entry, recorded: Recorded) -> bool:
    """Whether somebody else wrote it first. Danger: a patch could turn a finding of theirs into a reply."""
    return any(
        one.subject == entry.subject and one.device != device and one.by != worker.id
        for one in recorded(entry.about)
    )
