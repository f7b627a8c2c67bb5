"""The one door into the journal: `append`. One durable transaction for each call, idempotent, a receipt for each entry.

The server numbers entries itself under the writer lock (SQLite's immediate transaction, PostgreSQL's advisory lock),
so sequence order is commit order, has no holes, and is the same again after importing an archive. The transaction
touches the entry table only: with the key (device, number) that decides how fast a district can deliver.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from msgspec import structs

from nyelik.journal import hold, projections, quarantine
from nyelik.journal.entry import (
    ASSESSMENT,
    HOLD_DECISION,
    HOUSEHOLD,
    MERGE,
    PERSON,
    SESSION,
    Entry,
    Receipt,
    StoredEntry,
    encode,
    same_content,
)
from nyelik.journal.read import COLUMNS, entries_from
from nyelik.journal.turn import writing

Check = Callable[[Sequence[Entry]], list[str | None]]
"""Scope: for each entry a problem code, or None. Asked before the transaction."""

ADVISORY_LOCK = 0x6E79656C696B  # "nyelik"
_INSERT = (
    f"INSERT INTO journal_entry ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"
)
_Identity = tuple[str, int]


def append(entries: Sequence[Entry], *, received: int, check: Check | None = None) -> list[Receipt]:
    """Keep entries for ever and say so: one receipt each, in order, written to disk when this returns.

    `received` is unix milliseconds. Doubtful entries are stored as held, with a problem code. The same
    (device, number) again is a duplicate and changes nothing; with different content it is kept in quarantine.
    `number` 0 means the device's next number. Raises only when the database does; then nothing was stored.
    """
    if not entries:
        return []
    problems = problems_of(entries, received, check)
    stored = [
        _as_stored(entry, received, problem)
        for entry, problem in zip(entries, problems, strict=True)
    ]
    return store(stored)


def store(entries: Sequence[StoredEntry]) -> list[Receipt]:
    """Write judged entries, numbering them after the last. For `append`, for reading archives and
    for what a laptop's district has judged only."""
    with writing(), transaction.atomic(durable=True):
        last = _lock()
        sorting = _Sorting(last, _existing(entries))
        receipts = [sorting.take(entry) for entry in entries]
        with connection.cursor() as cursor:
            cursor.executemany(_INSERT, [_row(entry) for entry in sorting.fresh])
        _apply(sorting.fresh)
        quarantine.keep_reused(sorting.reused)
    return receipts


class _Sorting:
    """One call's entries sorted into fresh, duplicate and reused numbers."""

    def __init__(self, last: int, existing: dict[_Identity, StoredEntry]) -> None:
        self.last, self.known = last, existing
        self.fresh: list[StoredEntry] = []
        self.reused: list[StoredEntry] = []
        self.numbers: dict[str, int] = {}

    def take(self, entry: StoredEntry) -> Receipt:
        number = entry.number or self._next_number(entry.device)
        before = self.known.get((entry.device, number))
        if before is None:
            return _receipt(self._add(entry, number), duplicate=False)
        if same_content(before, entry):
            return _receipt(before, duplicate=True)
        self.reused.append(entry)
        return Receipt(entry.device, number, 0, "held", "number-reused", duplicate=True)

    def _add(self, entry: StoredEntry, number: int) -> StoredEntry:
        self.last += 1
        added = structs.replace(entry, seq=self.last, number=number)
        self.known[added.device, number] = added
        self.fresh.append(added)
        return added

    def _next_number(self, device: str) -> int:
        last = self.numbers.get(device)
        self.numbers[device] = (last_number(device) if last is None else last) + 1
        return self.numbers[device]


def last_number(device: str) -> int:
    """The greatest number the journal has from a device; 0 when it has none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) FROM journal_entry WHERE device = %s", [device])
        return cursor.fetchone()[0] or 0


def problems_of(entries: Sequence[Entry], received: int, check: Check | None) -> list[str | None]:
    """For each entry the first thing that is wrong: with itself, with its scope, or that nobody knows its subject."""
    problems = [
        problem.code if (problem := hold.problem_of(entry, received)) else None for entry in entries
    ]
    scope = check(entries) if check else [None] * len(entries)
    problems = [own or other for own, other in zip(problems, scope, strict=True)]
    defined = {
        e.subject
        for e, problem in zip(entries, problems, strict=True)
        if not problem and e.kind in (PERSON, HOUSEHOLD)
    }
    wanted = {
        one for e, p in zip(entries, problems, strict=True) if p is None for one in needed(e)
    } - defined
    unknown = wanted - projections.known_subjects(wanted)
    return [
        problem
        or ("unknown-subject" if unknown and any(one in unknown for one in needed(entry)) else None)
        for entry, problem in zip(entries, problems, strict=True)
    ]


def needed(entry: Entry) -> tuple[UUID, ...]:
    """The persons or households that must exist before an entry can count."""
    if entry.kind in (PERSON, HOUSEHOLD, SESSION, HOLD_DECISION):
        return ()
    if entry.kind == ASSESSMENT and entry.body.get("of") != HOUSEHOLD:
        return ()  # facilities and workers are known by the register, which the journal does not ask
    into = entry.body.get("into") if entry.kind == MERGE else None
    return (entry.about,) if into is None else (entry.about, UUID(str(into)))


def _as_stored(entry: Entry, received: int, problem: str | None) -> StoredEntry:
    fields = structs.asdict(entry)
    return StoredEntry(
        **fields,
        seq=0,
        received=received,
        status="held" if problem else "accepted",
        problem=problem,
    )


def _lock() -> int:
    """Wait to be the only writer; the last sequence number."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])
        cursor.execute("SELECT max(seq) FROM journal_entry")
        return cursor.fetchone()[0] or 0


def _existing(entries: Sequence[StoredEntry]) -> dict[_Identity, StoredEntry]:
    """What the journal already has under the identities of these entries."""
    numbers: dict[str, list[int]] = {}
    for entry in entries:
        if entry.number:
            numbers.setdefault(entry.device, []).append(entry.number)
    found: list[StoredEntry] = []
    for device, wanted in numbers.items():
        where = "device = %s AND number BETWEEN %s AND %s"
        found += entries_from(where, [device, min(wanted), max(wanted)])
    return {(entry.device, entry.number): entry for entry in found}


def _row(entry: StoredEntry) -> tuple[Any, ...]:
    return (
        entry.seq,
        entry.device,
        entry.number,
        entry.kind,
        entry.version,
        entry.subject.hex,
        entry.about.hex,
        encode(entry.body).decode(),
        entry.happened,
        entry.written,
        entry.seen,
        entry.by and entry.by.hex,
        entry.place,
        entry.rulebook,
        entry.received,
        entry.status,
        entry.problem,
        entry.released,
    )


def _receipt(entry: StoredEntry, *, duplicate: bool) -> Receipt:
    problem = None if entry.status == "accepted" else entry.problem
    return Receipt(entry.device, entry.number, entry.seq, entry.status, problem, duplicate)


def _apply(fresh: Iterable[StoredEntry]) -> None:
    """Let decisions about held entries take effect, in the transaction that records them."""
    with connection.cursor() as cursor:
        for decision in fresh:
            if decision.kind == HOLD_DECISION and decision.status == "accepted":
                cursor.execute(*_effect(decision.body, decision.seq))


def _effect(body: Mapping[str, Any], seq: int) -> tuple[str, list[Any]]:
    which = "WHERE device = %s AND number = %s AND status <> 'accepted' AND kind <> 'hold_decision'"
    if body.get("accept"):
        sql = "UPDATE journal_entry SET status = 'accepted', released = %s " + which
        return sql, [seq, body["device"], body["number"]]
    return "UPDATE journal_entry SET status = 'declined' " + which, [body["device"], body["number"]]
