"""One page of what a device pulls: a listing of everything, then what changes; another generation when it must."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from nyelik.journal.changes import mark_of
from nyelik.journal.projections import settled
from nyelik.register.device_changes import changed_since
from nyelik.register.device_cursor import CHANGES, Cursor, generation_of, read_cursor
from nyelik.register.device_listing import Listing
from nyelik.register.device_places import own_first
from nyelik.register.device_records import Record
from nyelik.register.device_secrets import Shown
from nyelik.register.scope import Viewer

BUDGET = 2_000_000
"""Bytes of records in a page before packing: about 300 kB packed (measured; see bench/bench_sync.py)."""
WINDOWS = 10
"""Windows of changes looked through for one answer; a device that was away long asks again."""


@dataclass
class Page:
    """`more`: ask again at once. `generation` names the listing that these records belong to."""

    cursor: str
    generation: str
    more: bool
    records: list[Record] = field(default_factory=list)
    gone: list[UUID] = field(default_factory=list)


def next_page(viewer: Viewer, shown: Shown, text: str | None, budget: int = BUDGET) -> Page:
    """The page after a cursor that we gave; the beginning of a new listing for any other text."""
    scope = own_first(viewer.worker, viewer.today)
    upto = settled()
    cursor = _going_on(text, _rights(viewer, shown, scope)) or _anew(
        text, _rights(viewer, shown, scope), upto
    )
    if cursor.stage == CHANGES:
        return _changes(viewer, shown, scope, cursor, upto, budget)
    return _listing(viewer, shown, scope, cursor, budget)


def _rights(viewer: Viewer, shown: Shown, scope: Sequence[str]) -> str:
    worker = viewer.worker
    told = [worker.role, str(worker.cluster), shown.digest(), *scope]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:8]


def _going_on(text: str | None, rights: str) -> Cursor | None:
    """The cursor, if the worker may still see the same and the journal still is the one it was given for."""
    cursor = read_cursor(text)
    if cursor is None or cursor.rights != rights or mark_of(cursor.at) != cursor.mark:
        return None
    return cursor


def _anew(before: str | None, rights: str, upto: int) -> Cursor:
    mark = mark_of(upto) or "0"
    return Cursor(generation_of(rights, upto, mark, before), rights, upto, mark)


def _listing(
    viewer: Viewer, shown: Shown, scope: Sequence[str], cursor: Cursor, budget: int
) -> Page:
    listing = Listing(viewer.worker, shown, scope, viewer.today, cursor)
    records: list[Record] = []
    size = 0
    while listing.cursor.stage != CHANGES and size < budget:
        some = listing.next_records()
        records += some
        size += sum(one.size for one in some)
    # After the last record the device asks once more: for what changed meanwhile.
    more = listing.cursor.stage != CHANGES or settled() > cursor.at
    return Page(listing.cursor.text(), cursor.generation, more, records)


def _changes(
    viewer: Viewer, shown: Shown, scope: Sequence[str], cursor: Cursor, upto: int, budget: int
) -> Page:
    page = Page(cursor.text(), cursor.generation, more=False)
    at = cursor.at
    for _ in range(WINDOWS):
        left = budget - sum(one.size for one in page.records)
        found = changed_since(viewer.worker, shown, scope, viewer.today, at, upto, left)
        page.records += found.records
        page.gone += found.gone
        at, page.more = found.at, found.more
        if not page.more or sum(one.size for one in page.records) >= budget:
            break
    if at != cursor.at:
        page.cursor = cursor.moved(at, mark_of(at) or "0").text()
    return page
