"""A journal of a few entries in a list: what the mart reads of a journal, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from nyelik.journal.entry import HOLD_DECISION, StoredEntry
from nyelik.journal.read import stream_order
from nyelik.watch.harvest import mark_of
from nyelik.watch.refresh import Journal

DAY_MS = 86_400_000


@dataclass
class JournalInMemory:
    """Entries by sequence. `received` of each is given as a day number."""

    entries: list[StoredEntry] = field(default_factory=list)

    def write(
        self,
        kind: str,
        subject: UUID,
        about: UUID,
        body: Mapping[str, Any],
        *,
        received: int,
        happened: str = "2026-01-01",
        written: int | None = None,
        status: str = "accepted",
    ) -> StoredEntry:
        """Append an entry."""
        seq = len(self.entries) + 1
        entry = StoredEntry(
            device="dev-test",
            number=seq,
            kind=kind,
            subject=subject,
            about=about,
            body=dict(body),
            happened=happened,
            written=seq << 16 if written is None else written,
            rulebook="test",
            seq=seq,
            received=received * DAY_MS,
            status=status,  # type: ignore[arg-type]
        )
        self.entries.append(entry)
        return entry

    def release(self, held: StoredEntry, *, received: int) -> None:
        """Accept a held entry."""
        decision = self.write(HOLD_DECISION, UUID(int=held.seq), held.about, {}, received=received)
        self.entries[held.seq - 1] = msgspec.structs.replace(
            held, status="accepted", released=decision.seq
        )

    def until(self, seq: int) -> JournalInMemory:
        """The journal as it was when it had so many entries."""
        return JournalInMemory(
            [
                entry
                if entry.released is None or entry.released <= seq
                else msgspec.structs.replace(entry, status="held", released=None)
                for entry in self.entries[:seq]
            ]
        )

    def source(self) -> Journal:
        """What the mart asks of a journal."""
        return Journal(
            self._after,
            self._about,
            self._received,
            lambda seq: seq < len(self.entries),
            self._mark,
        )

    def _after(self, seq: int, limit: int) -> list[StoredEntry]:
        accepted = [entry for entry in self.entries if entry.status == "accepted"]
        plain = [entry for entry in accepted if entry.released is None and entry.seq > seq][:limit]
        if not plain:
            return []
        last = plain[-1].seq
        released = [entry for entry in accepted if entry.released and seq < entry.released <= last]
        return sorted(plain + released, key=stream_order)

    def _about(self, people: Iterable[UUID]) -> list[StoredEntry]:
        wanted = set(people)
        return [e for e in self.entries if e.status == "accepted" and e.about in wanted]

    def _mark(self, seq: int) -> str:
        return "".join(mark_of(entry) for entry in self.entries[seq - 1 : seq])

    def _received(self, seqs: Sequence[int]) -> dict[int, int]:
        return {seq: self.entries[seq - 1].received for seq in seqs}
