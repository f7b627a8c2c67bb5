"""The buffered writer through which the importer, the simulator and the office record things."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from nyelik.base import hlc
from nyelik.journal.append import Check, append
from nyelik.journal.entry import HOUSEHOLD, PERSON, Entry, Receipt
from nyelik.journal.read import last_seq

BATCH = 1_000  # entries in one transaction; beyond this the commit no longer shows in the cost


class Writer:
    """Numbers entries, ticks the hybrid clock, buffers, and flushes through `append`.

    As a context manager it flushes at the end, and throws its buffer away when the block fails. Without
    `first_number` the server gives each device's next number (several writers may share a device); with it the
    writer counts itself, so that a repeated import of one file makes the same identities and adds nothing.
    `receipts` collects the answers that tell of something: held entries and duplicates.
    """

    def __init__(
        self,
        device: str,
        by: UUID | None,
        new_id: Callable[[], UUID],
        now_ms: Callable[[], int],
        rulebook: str,
        *,
        place: str | None = None,
        batch: int = BATCH,
        first_number: int | None = None,
        check: Check | None = None,
    ) -> None:
        self.device, self.by, self.place, self.rulebook = device, by, place, rulebook
        self.new_id, self.now_ms = new_id, now_ms
        self.receipts: list[Receipt] = []
        self._batch, self._check, self._number = batch, check, first_number
        self._last = 0
        self._seen: int | None = None
        self._buffer: list[Entry] = []

    def write(
        self,
        kind: str,
        body: Mapping[str, Any],
        *,
        happened: str,
        subject: UUID | None = None,
        about: UUID | None = None,
        by: UUID | None = None,
        place: str | None = None,
        seen: int | None = None,
    ) -> UUID:
        """Record something; returns its subject (a new one unless given). Persons and households concern themselves.

        A given subject may be one that exists: unless told what was `seen`, the writer has seen all that the journal
        held when it first wrote about a given subject, because it stands on the same server.
        """
        if seen is None:
            seen = self._known() if subject else 0
        subject = subject or self.new_id()
        if about is None:
            about = _concerns_itself(kind, subject)
        self._last = hlc.next_stamp(self._last, self.now_ms())
        self._buffer.append(
            Entry(
                device=self.device,
                number=self._next_number(),
                kind=kind,
                subject=subject,
                about=about,
                body=dict(body),
                happened=happened,
                written=self._last,
                seen=seen,
                by=by or self.by,
                place=place or self.place,
                rulebook=self.rulebook,
            )
        )
        if len(self._buffer) >= self._batch:
            self.flush()
        return subject

    def retract(
        self,
        kind: str,
        subject: UUID,
        about: UUID,
        *,
        happened: str,
        reason: str,
        seen: int | None = None,
    ) -> None:
        """Take something back. It wins over every edit, whenever that arrives."""
        body = {"retracted": True, "reason": reason}
        self.write(kind, body, happened=happened, subject=subject, about=about, seen=seen)

    def flush(self) -> list[Receipt]:
        """Make everything written so far durable; the receipts of this flush."""
        if not self._buffer:
            return []
        receipts = append(self._buffer, received=self.now_ms(), check=self._check)
        self._buffer = []
        self.receipts += [
            receipt for receipt in receipts if receipt.duplicate or receipt.status != "accepted"
        ]
        return receipts

    def _known(self) -> int:
        if self._seen is None:
            self._seen = last_seq()
        return self._seen

    def _next_number(self) -> int:
        if self._number is None:
            return 0
        self._number += 1
        return self._number - 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.flush()
        self._buffer = []


def _concerns_itself(kind: str, subject: UUID) -> UUID:
    if kind not in (PERSON, HOUSEHOLD):
        raise ValueError(f"a {kind} must say whom it is about")
    return subject
