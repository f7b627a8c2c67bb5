"""Reading the journal: rows become `StoredEntry`.

Nothing here writes, except that a stale index is brought up to date.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID, SafeUUID

from django.db import connection

from nyelik.journal.entry import StoredEntry, decode_body

COLUMNS = (
    "seq",
    "device",
    "number",
    "kind",
    "version",
    "subject",
    "about",
    "body",
    "happened",
    "written",
    "seen",
    '"by"',
    "place",
    "rulebook",
    "received",
    "status",
    "problem",
    "released",
)
_SELECT = f"SELECT {', '.join('e.' + column for column in COLUMNS)} FROM journal_entry e "
T = TypeVar("T")
_AT_ONCE = 500  # identifiers in one IN list; SQLite allows 32,766 parameters
LIMIT = 5_000
_new_object, _set = object.__new__, object.__setattr__
_SAFETY = (
    SafeUUID.unknown
)  # asked once: looking up an enum member costs as much as the rest of a UUID


def entries_from(where: str, parameters: Sequence[Any], joins: str = "") -> list[StoredEntry]:
    """Entries for a condition of ours on `journal_entry e`, in sequence order. `where` never holds foreign text."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT}{joins} WHERE {where} ORDER BY e.seq", list(parameters))
        return [_entry(row) for row in cursor.fetchall()]


def entries_after(seq: int, limit: int = LIMIT) -> list[StoredEntry]:
    """Accepted entries after a position, in stream order, about `limit` of them; empty when there are no more.

    A held entry that was accepted later comes directly before the decision that accepted it, not at its own
    place. So each entry comes exactly once, and the last one's `seq` is the position to go on from.
    """
    plain = entries_from_window(seq, limit)
    if not plain:
        return []
    released = entries_from("e.released > %s AND e.released <= %s", [seq, plain[-1].seq])
    if not released:
        return plain
    return sorted(plain + released, key=stream_order)


def entries_from_window(seq: int, limit: int) -> list[StoredEntry]:
    """The next entries that were accepted on arrival."""
    with connection.cursor() as cursor:
        where = "WHERE e.seq > %s AND e.status = 'accepted' AND e.released IS NULL ORDER BY e.seq LIMIT %s"
        cursor.execute(_SELECT + where, [seq, limit])
        return [_entry(row) for row in cursor.fetchall()]


def has_news(seq: int) -> bool:
    """Whether anything was accepted after a position of the stream."""
    with connection.cursor() as cursor:
        where = "WHERE seq > %s AND status = 'accepted' AND released IS NULL LIMIT 1"
        cursor.execute("SELECT 1 FROM journal_entry " + where, [seq])
        return cursor.fetchone() is not None


def stream_order(entry: StoredEntry) -> tuple[int, int, int]:
    """Where an entry stands in the stream: at its own place, or just before the decision that released it."""
    return (entry.seq, 1, 0) if entry.released is None else (entry.released, 0, entry.seq)


def last_seq() -> int:
    """The last sequence number given; 0 in an empty journal."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM journal_entry")
        return cursor.fetchone()[0] or 0


def entries_about(person_ids: Iterable[UUID], *, with_merged: bool = False) -> list[StoredEntry]:
    """Accepted entries about these persons or households, in sequence order; up to date with what was appended.

    `with_merged` adds the entries of every duplicate merged with them.
    """
    from nyelik.journal import merge, projections  # they stand on reading

    projections.catch_up_index()
    wanted = list(dict.fromkeys(person_ids))
    if with_merged:
        wanted = sorted(merge.same_person(wanted))
    found: list[StoredEntry] = []
    for some in in_parts(wanted):
        where = f"a.about IN ({', '.join(['%s'] * len(some))})"
        found += entries_from(
            where, [one.hex for one in some], "JOIN journal_about a ON a.seq = e.seq"
        )
    return found if len(wanted) <= _AT_ONCE else sorted(found, key=lambda entry: entry.seq)


def written_by(prefix: str) -> list[tuple[str, str, UUID, UUID, str]]:
    """(device, kind, subject, about, status) of all entries of devices whose name begins so, in their order.

    Bodies are not read: for the importer, which remembers by it what it has done before.
    """
    # Byte order, as on SQLite: in other collations the names between two bounds are not those with the prefix.
    device = 'device COLLATE "C"' if connection.vendor == "postgresql" else "device"
    with connection.cursor() as cursor:
        where = f"WHERE {device} >= %s AND {device} < %s ORDER BY {device}, number"
        cursor.execute(
            "SELECT device, kind, subject, about, status FROM journal_entry " + where,
            [prefix, prefix + "\uffff"],
        )
        return [(d, k, as_uuid(s), as_uuid(a), status) for d, k, s, a, status in cursor.fetchall()]


def in_parts(identifiers: Sequence[T]) -> Iterable[Sequence[T]]:
    """Lists short enough for one statement."""
    for start in range(0, len(identifiers), _AT_ONCE):
        yield identifiers[start : start + _AT_ONCE]


def as_uuid(value: Any) -> UUID:
    """A UUID as the driver gives it: 32 digits on SQLite, UUID on PostgreSQL.

    Set up by hand: UUID's own constructor checks and converts five ways and takes a third of reading the journal.
    """
    if isinstance(value, UUID):
        return value
    made = _new_object(UUID)
    _set(made, "int", int(value, 16))
    _set(made, "is_safe", _SAFETY)
    return made


def _entry(row: Sequence[Any]) -> StoredEntry:
    subject, about = as_uuid(row[5]), row[6]
    return StoredEntry(
        seq=row[0],
        device=row[1],
        number=row[2],
        kind=row[3],
        version=row[4],
        subject=subject,
        about=subject if about == row[5] else as_uuid(about),
        body=decode_body(row[7]),
        happened=row[8],
        written=row[9],
        seen=row[10],
        by=None if row[11] is None else as_uuid(row[11]),
        place=row[12],
        rulebook=row[13],
        received=row[14],
        status=row[15],
        problem=row[16],
        released=row[17],
    )
