"""Projections: tables derived from the journal, each with the position up to which it has read.

A projection registers a name and a callable that is given the next accepted entries in stream order, inside the
transaction that moves its position: each entry exactly once. The journal's own index (who is concerned by what,
who exists, who was merged, what is in conflict) is the first of them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from nyelik.journal.entry import HOUSEHOLD, PERSON, StoredEntry
from nyelik.journal.read import LIMIT, entries_after, has_news
from nyelik.journal.tables import Position
from nyelik.journal.turn import writing

INDEX = "index"
PEOPLE = (PERSON, HOUSEHOLD)


@dataclass(frozen=True)
class Projection:
    """What is called with new entries, and what empties the tables before a rebuild."""

    apply: Callable[[Sequence[StoredEntry]], None]
    reset: Callable[[], None]


_registered: dict[str, Projection] = {}


def register(
    name: str,
    apply: Callable[[Sequence[StoredEntry]], None],
    reset: Callable[[], None] | None = None,
) -> None:
    """Add a projection, once at start-up. `reset` must empty what `apply` fills; without it there can be no rebuild."""
    _registered[name] = Projection(apply, reset or _cannot_reset(name))


def unregister(name: str) -> None:
    """Forget a projection; its position stays where it is."""
    _registered.pop(name, None)


def _cannot_reset(name: str) -> Callable[[], None]:
    def refuse() -> None:
        raise LookupError(f"projection {name} was registered without reset and cannot be rebuilt")

    return refuse


def catch_up(step: int = LIMIT) -> dict[str, int]:
    """Bring every projection up to date, the index first; cure held entries whose person has arrived.

    Each transaction takes about `step` entries: small where others wait for the writer lock. Returns the positions.
    """
    from nyelik.journal import held  # it appends, and stands on this

    positions = _advance_all(step)
    # The cure asks projections about scope, so they come first.
    return _advance_all(step) if held.cure() else positions


def _advance_all(step: int) -> dict[str, int]:
    """All projections side by side, window by window, so that each window is read once."""
    window, positions = _Window(step), {name: position(name) for name in _all()}
    while behind := [name for name, at in positions.items() if has_news(at)]:
        for name in behind:
            at = positions[name]
            positions[name] = _step(name, _all()[name], at, window.after(at))
    return positions


def catch_up_index() -> int:
    """Bring only the journal's own index up to date: cheap when it already is. Returns its position."""
    at = position(INDEX)
    while has_news(at):  # asked first: a reader that finds nothing new must not wait for the writer
        at = _step(INDEX, _all()[INDEX], at, entries_after(at, LIMIT))
    return at


def rebuild(names: Iterable[str] | None = None) -> dict[str, int]:
    """Empty projections (all of them, or those named) and read the journal again from its start."""
    for name, projection in _all().items():
        if names is None or name in names:
            with transaction.atomic():
                projection.reset()
                Position.objects.filter(name=name).delete()
    return catch_up()


def position(name: str) -> int:
    """The seq up to which a projection has read; 0 before its first entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM journal_position WHERE name = %s", [name])
        row = cursor.fetchone()
        return row[0] if row else 0


def settled() -> int:
    """How far all projections have read."""
    return min(position(name) for name in _all())


def known_subjects(wanted: Collection[UUID]) -> set[UUID]:
    """Which of these persons or households exist. Reads on only when one is missing that may have just arrived."""
    from nyelik.journal import index  # it stands on this

    before = position(INDEX)  # asked first: another process may be catching up just now
    known = index.existing(wanted, PEOPLE)
    if len(known) < len(wanted) and has_news(before):
        catch_up_index()
        known = index.existing(wanted, PEOPLE)
    return known


def _all() -> dict[str, Projection]:
    from nyelik.journal import index  # it stands on this

    return {INDEX: Projection(index.apply, index.reset)} | _registered


class _Window:
    """The entries after a position; the last answer is kept, because the next projection usually asks the same."""

    def __init__(self, step: int) -> None:
        self.step = step
        self._seq, self._entries = -1, list[StoredEntry]()

    def after(self, seq: int) -> list[StoredEntry]:
        if self._seq != seq:
            self._seq, self._entries = seq, entries_after(seq, self.step)
        return self._entries


def _step(name: str, projection: Projection, at: int, entries: Sequence[StoredEntry]) -> int:
    """Apply the entries after a position and move on, together; the position reached.

    They were read before the transaction, to hold the writer lock shortly. Two processes may catch up at once:
    the second waits for the first, finds the position moved, and goes on from there.
    """
    with writing(), transaction.atomic():
        reached = _locked_position(name)
        if reached != at:
            return reached
        projection.apply(entries)
        Position.objects.filter(name=name).update(seq=entries[-1].seq)
        return entries[-1].seq


def _locked_position(name: str) -> int:
    Position.objects.bulk_create([Position(name=name, seq=0)], ignore_conflicts=True)
    return int(Position.objects.select_for_update().get(name=name).seq)
