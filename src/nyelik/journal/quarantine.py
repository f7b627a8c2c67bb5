"""Bytes that cannot become entries are kept as they came, with the reason, and shown. Never lost, never counted."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nyelik.base.problem import Problem
from nyelik.journal.entry import Entry, StoredEntry, encode
from nyelik.journal.tables import Quarantine


@dataclass(frozen=True)
class Kept:
    """Something set aside: who sent it, when (unix ms), why, and the bytes."""

    digest: str
    sender: str
    received: int
    problem: str
    detail: str
    content: bytes


def keep(content: bytes, *, sender: str, received: int, problem: str, detail: str) -> str:
    """Set bytes aside durably; the same bytes for the same reason are kept once. Returns their digest."""
    digest = hashlib.sha256(problem.encode() + b"\n" + content).hexdigest()
    row = {
        "sender": sender,
        "received": received,
        "problem": problem,
        "detail": detail,
        "content": content,
    }
    Quarantine.objects.bulk_create([Quarantine(digest=digest, **row)], ignore_conflicts=True)
    return digest


def keep_reused(entries: Sequence[StoredEntry]) -> None:
    """Entries whose number the device had already used for something else."""
    for entry in entries:
        problem = Problem("number-reused", device=entry.device, number=entry.number)
        keep(
            wire_form(entry),
            sender=entry.device,
            received=entry.received,
            problem=problem.code,
            detail=problem.sentence("en"),
        )


def wire_form(entry: Entry) -> bytes:
    """The JSON a device would send for this entry, without what the server added."""
    return encode(Entry(**{name: getattr(entry, name) for name in Entry.__struct_fields__}))


def kept() -> list[Kept]:
    """Everything set aside, oldest first."""
    rows: Iterable[Quarantine] = Quarantine.objects.order_by("received", "digest")
    return [
        Kept(row.digest, row.sender, row.received, row.problem, row.detail, bytes(row.content))
        for row in rows
    ]
