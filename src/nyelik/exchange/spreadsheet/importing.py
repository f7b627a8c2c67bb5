"""Importing: read and plan (nothing is written), then commit what was planned, through the journal like everybody."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from nyelik.exchange.spreadsheet.outcome import Planned
from nyelik.exchange.spreadsheet.plan import Plan, build_plan
from nyelik.exchange.spreadsheet.planner import Progress, no_progress
from nyelik.exchange.spreadsheet.read import Source
from nyelik.exchange.spreadsheet.row import Limits
from nyelik.exchange.spreadsheet.rows import Options
from nyelik.rules.words import Word

if TYPE_CHECKING:
    from nyelik.journal.append import Check

HELD_FOR = "import-needs-person"
"""The problem code of entries that wait because of a question of an import."""


@dataclass(frozen=True)
class Committed:
    """What a commit wrote: entries that count, and entries held for a person."""

    entries: int
    held: int


def limits_of(words: Iterable[Word]) -> Limits:
    """Possible ranges by code, from the rulebook's words."""
    return {word.code: word.possible for word in words if word.possible}


def prepare(
    source: Source,
    words: Iterable[Word],
    *,
    today: dt.date,
    layout: str | None = None,
    options: Options | None = None,
    progress: Progress = no_progress,
    scope: Sequence[str] | None = None,
) -> Plan:
    """The plan of an import against the register as it is now.

    With a `scope` (areas) nothing on record of people outside it is told.
    """
    from nyelik.exchange.spreadsheet.register import DatabaseRegister

    with _no_collecting():
        register = DatabaseRegister(today, options.within if options else None, scope)
        return build_plan(
            source,
            register,
            limits=limits_of(words),
            today=today,
            layout=layout,
            options=options,
            progress=progress,
        )


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the cycle collector: it would walk the millions of living objects of a plan again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def commit(
    plan: Plan,
    *,
    by: UUID | None,
    now_ms: Callable[[], int],
    new_id: Callable[[], UUID],
    rulebook: str,
    progress: Progress = no_progress,
    check: Check | None = None,
) -> Committed:
    """Write the plan to the journal. Numbers go on after the device's last, so a broken import can be repeated.

    `check` holds entries about people who are not the business of whoever imports.
    """
    from nyelik.journal import projections
    from nyelik.journal.append import last_number
    from nyelik.journal.writer import Writer

    total = sum(len(outcome.entries) for outcome in plan.outcomes)
    written = 0
    first = last_number(plan.device) + 1
    with Writer(
        plan.device, by, new_id, now_ms, rulebook, first_number=first, batch=5_000, check=check
    ) as writer:
        for outcome in plan.outcomes:
            for entry in outcome.entries:
                _write(writer, entry)
                written += 1
                if written % 1000 == 0:
                    progress("write", written, total)
    held = _hold(plan, by, now_ms, rulebook)
    progress("write", total, total)
    projections.catch_up()
    return Committed(written, held)


def _write(writer: object, entry: Planned) -> None:
    writer.write(  # type: ignore[attr-defined]
        entry.kind,
        entry.body,
        happened=entry.happened,
        subject=entry.subject,
        about=entry.about,
        seen=None if entry.patches else 0,  # what patches nothing can conflict with nothing
        place=entry.place,
    )


def _hold(plan: Plan, by: UUID | None, now_ms: Callable[[], int], rulebook: str) -> int:
    """Questions, each under its own device: asked again from another file, it is the same question."""
    from nyelik.base import hlc
    from nyelik.journal.append import append
    from nyelik.journal.entry import Entry
    from nyelik.journal.read import last_seq

    entries: list[Entry] = []
    last, seen = 0, last_seq()
    for question in (question for outcome in plan.outcomes for question in outcome.questions):
        for number, planned in enumerate(question.entries, start=1):
            last = hlc.next_stamp(last, now_ms())
            entries.append(
                Entry(
                    device=question.device,
                    number=number,
                    kind=planned.kind,
                    subject=planned.subject,
                    about=planned.about,
                    body=planned.body,
                    happened=planned.happened,
                    written=last,
                    seen=seen,
                    by=by,
                    place=planned.place,
                    rulebook=rulebook,
                )
            )
    for start in range(0, len(entries), 2_000):
        append(
            entries[start : start + 2_000],
            received=now_ms(),
            check=lambda some: [HELD_FOR] * len(some),
        )
    return len(entries)
