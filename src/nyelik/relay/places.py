"""One subject in two journals: which entries stand where, and what `seen` of one journal means in the other.

`seen` says that a writer knew all entries of the subject up to a number. In the other journal that is a number up to
which every entry of the subject was among those. Where that leaves some out they count as not seen: a conflict is then
shown that was none, never the other way round.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nyelik.journal.entry import StoredEntry
from nyelik.journal.read import in_parts
from nyelik.relay.tables import UpstreamEntry

SOMETHING = 1
"""`seen` of whoever knew something of the subject, nobody can say what: a patch, not a beginning."""


@dataclass(frozen=True)
class Place:
    """Where one entry stands; `upstream` is None where the district is not known to have it."""

    local: int
    upstream: int | None
    pulled: bool


def places(entries: Sequence[StoredEntry]) -> dict[int, Place]:
    """Where these entries of the laptop's journal stand, by their seq here."""
    known: dict[int, tuple[int, bool]] = {}
    for part in in_parts([entry.seq for entry in entries]):
        rows = UpstreamEntry.objects.filter(local_seq__in=part)
        for local, upstream, pulled in rows.values_list("local_seq", "upstream_seq", "pulled"):
            known[local] = (upstream, pulled)
    found = {entry.seq: known.get(entry.seq) for entry in entries}
    return {
        seq: Place(seq, one[0] or None, one[1]) if one else Place(seq, None, False)
        for seq, one in found.items()
    }


def by_subject(entries: Iterable[StoredEntry]) -> dict[UUID, list[StoredEntry]]:
    """Entries grouped by their subject, in their order."""
    groups: dict[UUID, list[StoredEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.subject, []).append(entry)
    return groups


def seen_upstream(seen: int, subject: Iterable[Place]) -> int:
    """What the district shall read for a `seen` of the laptop's journal. Only what came down tells of neighbours."""
    if seen == 0:
        return 0
    reached = SOMETHING
    pulled = [(one.upstream, one.local) for one in subject if one.pulled and one.upstream]
    for upstream, local in sorted(pulled):
        if local > seen:
            break
        reached = upstream
    return reached


def seen_here(seen: int, subject: Iterable[Place]) -> int:
    """What the laptop's journal shall hold for a `seen` of the district's."""
    if seen == 0:
        return 0
    reached = SOMETHING
    for place in sorted(subject, key=lambda one: one.local):
        if place.upstream is None or place.upstream > seen:
            break
        reached = place.local
    return reached
