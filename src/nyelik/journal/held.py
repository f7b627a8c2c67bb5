"""The queue of held entries: shown with the reason, cured by arrival of what was missing or by a named person.

Every decision is itself an entry (kind `hold_decision`), so that an archive or another server knows it too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import connection
from msgspec import structs

from nyelik.base import hlc
from nyelik.base.problem import Problem
from nyelik.journal import hold, projections
from nyelik.journal.append import append, needed
from nyelik.journal.entry import HOLD_DECISION, Entry, Receipt, StoredEntry
from nyelik.journal.read import entries_from

SERVER = "server"
"""The device in whose name the server itself writes."""
_DECISIONS = UUID("6f3d6f0e-2c0b-5c53-9a51-0d1c8b7c9b11")
Recheck = Callable[[Sequence[StoredEntry]], list[str | None]]
_recheck: list[Recheck] = []


@dataclass(frozen=True)
class Held:
    """A held entry and what is wrong with it, in words."""

    entry: StoredEntry
    problem: Problem


def held(problem: str | None = None, limit: int = 1_000) -> list[Held]:
    """Entries waiting for a decision, oldest first; all, or those with one problem code."""
    where, parameters = (
        ("e.status = 'held'", [])
        if problem is None
        else ("e.status = 'held' AND e.problem = %s", [problem])
    )
    return [Held(entry, _explain(entry)) for entry in entries_from(where, parameters)[:limit]]


def held_count() -> int:
    """How many entries wait for a decision."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE status = 'held'")
        return int(cursor.fetchone()[0])


def accept_held(
    seqs: Sequence[int], *, by: UUID, reason: str, now_ms: int, rulebook: str = ""
) -> list[Receipt]:
    """A named person lets held entries count. Raises Problem `held-entry-not-found` for a seq that is not held."""
    return _decide(
        _waiting(seqs), accept=True, by=by, reason=reason, now_ms=now_ms, rulebook=rulebook
    )


def decline_held(
    seqs: Sequence[int], *, by: UUID, reason: str, now_ms: int, rulebook: str = ""
) -> list[Receipt]:
    """A named person decides that held entries shall not count. They stay in the journal and may be accepted later."""
    return _decide(
        _waiting(seqs), accept=False, by=by, reason=reason, now_ms=now_ms, rulebook=rulebook
    )


def accept_as_upstream(seqs: Sequence[int], *, now_ms: int) -> list[Receipt]:
    """The server above counts these: so does this one. The decision was made there, this one only repeats it."""
    entries = _waiting(seqs)
    repeated = [_decision(entry, True, None, "upstream", now_ms, "") for entry in entries]
    # Number 0: the line of decisions may have been begun here, and decided otherwise.
    return append([structs.replace(one, number=0) for one in repeated], received=now_ms)


def set_recheck(recheck: Recheck) -> None:
    """What is asked (scope) when the person of a held entry has arrived; a code keeps it held with that problem."""
    _recheck[:] = [recheck]


def cure() -> int:
    """Accept entries held only because their person was unknown, now that they are known. Returns how many."""
    cured = 0
    waiting = entries_from("e.status = 'held' AND e.problem = 'unknown-subject'", [])
    known = (
        projections.known_subjects({one for entry in waiting for one in needed(entry)})
        if waiting
        else set()
    )
    ready = [entry for entry in waiting if known.issuperset(needed(entry))]
    again = _recheck[0](ready) if _recheck and ready else [None] * len(ready)
    for entry, problem in zip(ready, again, strict=True):
        if problem is None:
            _decide(
                [entry],
                accept=True,
                by=None,
                reason="subject-arrived",
                now_ms=_arrived(entry),
                rulebook="",
            )
            cured += 1
        else:
            _still_held(entry.seq, problem)
    return cured


def _explain(entry: StoredEntry) -> Problem:
    """The problem with its details, worked out again from the entry; the code alone where that is not possible."""
    again = hold.problem_of(entry, entry.received)
    if again is not None and again.code == entry.problem:
        return again
    return Problem(
        entry.problem or "unreadable-entry",
        device=entry.device,
        number=entry.number,
        about=entry.about,
    )


def _waiting(seqs: Sequence[int]) -> list[StoredEntry]:
    """Held or declined entries by sequence: a declined one may be accepted after all."""
    found: list[StoredEntry] = []
    for seq in seqs:
        entries = entries_from("e.seq = %s AND e.status <> 'accepted'", [seq])
        if not entries:
            raise Problem("held-entry-not-found", seq=seq)
        found += entries
    return found


def _decide(
    entries: Sequence[StoredEntry],
    *,
    accept: bool,
    by: UUID | None,
    reason: str,
    now_ms: int,
    rulebook: str,
) -> list[Receipt]:
    decisions = [_decision(entry, accept, by, reason, now_ms, rulebook) for entry in entries]
    return append(decisions, received=now_ms)


def _decision(
    entry: StoredEntry, accept: bool, by: UUID | None, reason: str, now_ms: int, rulebook: str
) -> Entry:
    """Each held entry has its own line of decisions: two servers that cure it alike make one and the same entry."""
    line = f"hold:{entry.device[:80]}:{entry.number}"
    return Entry(
        device=line,
        number=1 if by is None else 0,
        kind=HOLD_DECISION,
        subject=uuid5(_DECISIONS, line),
        about=entry.about,
        body={"device": entry.device, "number": entry.number, "accept": accept, "reason": reason},
        happened=hold.day_text(now_ms),
        written=hlc.stamp(now_ms),
        rulebook=rulebook,
        by=by,
    )


def _arrived(entry: StoredEntry) -> int:
    """When the person an entry waited for was received: the moment of its cure, the same whenever that is noticed."""
    moments = [entry.received]
    with connection.cursor() as cursor:
        for one in needed(entry):
            sql = "SELECT e.received FROM journal_subject s JOIN journal_entry e ON e.seq = s.seq WHERE s.id = %s"
            cursor.execute(sql, [one.hex])
            moments += [row[0] for row in cursor.fetchall()]
    return max(moments)


def _still_held(seq: int, problem: str) -> None:
    """The person has arrived, and shows another reason to hold the entry."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_entry SET problem = %s WHERE seq = %s AND status = 'held'",
            [problem, seq],
        )
