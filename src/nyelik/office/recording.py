"""What a desk writes: corrections, settled conflicts, retractions, merges. Each is one journal entry.

The office writes through the same `append` as everybody else, in the name of the worker who decided.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from nyelik.base.ids import RANDOM_BYTES, uuid7
from nyelik.journal.entry import MERGE
from nyelik.journal.fold import Conflict, Subject
from nyelik.journal.read import last_seq
from nyelik.journal.settle import settle as settle_conflict
from nyelik.journal.writer import Writer
from nyelik.office.rulebook import loaded
from nyelik.register.scope import Viewer

MAY_DECIDE = frozenset({"pustu", "puskesmas", "puskesmas_head"})
"""Who may correct what others recorded: health workers who answer for it."""

_MERGES = UUID("9d0a2f6c-6a0f-5c58-8f0e-3f2b8f4a7d10")
"""A pair of people is one subject of merging, so that un-merging and merging again patch each other."""


def writer_for(viewer: Viewer) -> Writer:
    """The writer of this worker's desk. The clock and chance of the office come in here."""
    return Writer(
        _desk(viewer),
        viewer.worker.id,
        lambda: uuid7(_now_ms(), secrets.token_bytes(RANDOM_BYTES)),
        _now_ms,
        loaded().rules.version,
    )


def _desk(viewer: Viewer) -> str:
    """The device in whose name a worker's desk writes."""
    return f"office-{viewer.worker.username}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def settle(viewer: Viewer, conflict: Conflict, choice: int) -> None:
    """Write the chosen value once more, having seen all of them: the conflict ends, nothing is lost."""
    settle_conflict(
        conflict,
        conflict.patches[choice].value,
        device=_desk(viewer),
        by=viewer.worker.id,
        now_ms=_now_ms(),
        rulebook=loaded().rules.version,
    )


def retract(viewer: Viewer, subject: Subject, reason: str) -> None:
    """Take a record back, with the reason; it stays in sight, and no rule uses it any more."""
    _patch(viewer, subject, {"retracted": True, "reason": reason}, subject.happened)


def answer_referral(viewer: Viewer, subject: Subject, body: Mapping[str, Any]) -> None:
    """What became of somebody who was referred; the day of the referral stays."""
    _patch(viewer, subject, body, subject.happened)


def validate(viewer: Viewer, subjects: Mapping[UUID, tuple[Subject, int]]) -> None:
    """Confirm what others recorded, each contact as far as it was seen (a place in the journal), in one delivery."""
    with writer_for(viewer) as writer:
        for subject, seen in subjects.values():
            writer.write(
                subject.kind,
                {"validated": True},
                happened=subject.happened,
                subject=subject.id,
                about=subject.about,
                seen=seen,
            )


def merge(viewer: Viewer, duplicate: UUID, into: UUID, *, undone: bool = False) -> None:
    """Say that two persons are one, or (undone) that they are two after all."""
    with writer_for(viewer) as writer:
        writer.write(
            MERGE,
            {"into": str(into), "undone": undone},
            happened=viewer.today.isoformat(),
            subject=uuid5(_MERGES, f"{duplicate}>{into}"),
            about=duplicate,
            seen=last_seq(),
        )


def _patch(viewer: Viewer, subject: Subject, body: Mapping[str, Any], happened: str) -> None:
    with writer_for(viewer) as writer:
        writer.write(
            subject.kind,
            body,
            happened=happened,
            subject=subject.id,
            about=subject.about,
            seen=last_seq(),
        )
