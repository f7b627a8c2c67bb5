"""Checking the journal itself: nothing missing in it, every row readable, every release explained."""

from dataclasses import dataclass

import msgspec
from django.db import connection

from nyelik.journal import archive
from nyelik.journal.entry import HOLD_DECISION, StoredEntry, decode_stored, encode
from nyelik.journal.gaps import Gap, gaps
from nyelik.journal.read import entries_from, last_seq

BATCH = 2_000


@dataclass(frozen=True)
class Report:
    """What the journal holds, what is known to be missing from devices, and what is wrong (empty when sound).

    Two instances with the same `sha256` hold the same journal.
    """

    entries: int
    devices: int
    held: int
    declined: int
    quarantined: int
    sha256: str
    gaps: tuple[Gap, ...]
    faults: tuple[str, ...]


def verify() -> Report:
    """Read the whole journal and report; a gap is not a fault of the journal, it is an entry that has not come yet."""
    said = archive.digest()
    return Report(
        entries=said.entries,
        devices=_number("SELECT count(DISTINCT device) FROM journal_entry"),
        held=_number("SELECT count(*) FROM journal_entry WHERE status = 'held'"),
        declined=_number("SELECT count(*) FROM journal_entry WHERE status = 'declined'"),
        quarantined=said.quarantined,
        sha256=said.sha256,
        gaps=tuple(gaps()),
        faults=tuple(_faults()),
    )


def _faults() -> list[str]:
    faults: list[str] = []
    expected = 1
    for start in range(0, last_seq(), BATCH):
        for entry in entries_from("e.seq > %s AND e.seq <= %s", [start, start + BATCH]):
            if entry.seq != expected:
                faults.append(f"seq {expected} to {entry.seq - 1}: missing")
            expected = entry.seq + 1
            faults += _faults_of(entry)
    return faults


def _faults_of(entry: StoredEntry) -> list[str]:
    try:
        decode_stored(encode(entry))
    except msgspec.DecodeError as error:
        return [f"seq {entry.seq}: {error}"]
    if entry.released is not None and not _decides(entry):
        return [f"seq {entry.seq}: released without a decision"]
    if entry.status != "accepted" and entry.problem is None:
        return [f"seq {entry.seq}: {entry.status} without a problem"]
    return []


def _decides(entry: StoredEntry) -> bool:
    decision = entries_from("e.seq = %s AND e.kind = %s", [entry.released, HOLD_DECISION])
    return bool(decision) and decision[0].body.get("number") == entry.number


def _number(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])
