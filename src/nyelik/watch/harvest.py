"""Harvest: turns entries of the journal into a delta for the mart.

A subject never heard of before, of a person never corrected, gives its rows at once. Whatever else arrives (a patch,
a retraction, a merge, an entry released from being held) marks its person to be retold from all their entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt

from nyelik.journal.entry import MERGE, StoredEntry
from nyelik.rules.engines.block import YES, Texts
from nyelik.rules.facts import Value
from nyelik.watch.delta import Delta
from nyelik.watch.history import KINDS, Record, Words, day_of, events_of_entry, records_of_people
from nyelik.watch.rows import NEVER, RESIDENCE, Rows, joined, no_rows, rows_of

Array: TypeAlias = npt.NDArray[Any]

_RETOLD_AT_ONCE = 400
EntriesAbout = Callable[[Iterable[UUID]], list[StoredEntry]]
ReceivedOf = Callable[[Sequence[int]], Mapping[int, int]]


class People:
    """The number of each person: places in order of first appearance."""

    def __init__(self, uuids: Array) -> None:
        halves = np.ascontiguousarray(uuids).view(">u8").tolist()
        self._places = {high << 64 | low: place for place, (high, low) in enumerate(halves)}
        self._new: list[bytes] = []

    def __len__(self) -> int:
        return len(self._places)

    def place(self, person: UUID) -> int:
        """The person's number; a new one if they were never seen."""
        place = self._places.get(person.int)
        if place is None:
            place = self._places[person.int] = len(self._places)
            self._new.append(person.bytes)
        return place

    def take_new(self) -> Array:
        """UUIDs of the people numbered since this was last asked, (n, 16)."""
        new, self._new = self._new, []
        return np.frombuffer(b"".join(new), np.uint8).reshape(-1, 16)


class Codes:
    """The number of each code."""

    def __init__(self, known: Sequence[str]) -> None:
        self.names = list(known)
        self._places = {code: place for place, code in enumerate(known)}

    def number(self, code: str) -> int:
        """The code's number; a new one if it was never seen."""
        place = self._places.get(code)
        if place is None:
            place = self._places[code] = len(self.names)
            self.names.append(code)
        return place


@dataclass
class Ledger:
    """What a writer of the mart remembers between refreshes."""

    people: People
    codes: Codes
    texts: Texts
    subjects: Array
    new_subjects: set[int] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    partners: dict[UUID, set[UUID]] = field(default_factory=dict)

    def link(self, one: UUID, other: UUID) -> None:
        """Remember that two people were once merged: from now on their history is told together."""
        if other not in self.partners.get(one, ()):
            self.links.append((one.hex, other.hex))
            group = self.group(one) | self.group(other)
            for person in group:
                self.partners[person] = group

    def group(self, person: UUID) -> set[UUID]:
        """Everyone ever merged with the person, directly or through others, and the person."""
        return self.partners.get(person) or {person}

    def known(self, entries: Sequence[StoredEntry]) -> Array:
        """Mask of the entries whose subject was heard of before this batch."""
        keys = np.array([subject_key(entry.subject) for entry in entries], np.uint64)
        if not len(self.subjects):
            return np.zeros(len(keys), np.bool_)
        places = np.minimum(np.searchsorted(self.subjects, keys), len(self.subjects) - 1)
        return np.asarray(self.subjects[places] == keys)


def mark_of(entry: StoredEntry) -> str:
    """What tells an entry from another at its place, and from itself, sent again after a backup was restored.

    Others may then stand before it than before; only what came back with the backup keeps its moment of receipt.
    """
    return f"{entry.device} {entry.number} {entry.written} {entry.received}"


def subject_key(subject: UUID) -> int:
    """64 bits of a subject's UUID. Two subjects with one key cost a person told anew, never a wrong row."""
    return (subject.int ^ (subject.int >> 64)) & 0xFFFF_FFFF_FFFF_FFFF


class Harvest:
    """Gathers entries in stream order; `delta` ends it."""

    def __init__(
        self, ledger: Ledger, words: Words, about: EntriesAbout, received: ReceivedOf
    ) -> None:
        self._ledger, self._words, self._about, self._received = ledger, words, about, received
        self._codes, self._texts = len(ledger.codes.names), len(ledger.texts)
        self._links = len(ledger.links)
        self._parts: list[Rows] = []
        self._subjects: list[int] = []
        self._retold: dict[UUID, None] = {}
        self._seq, self._mark = 0, ""

    def add(self, entries: Sequence[StoredEntry]) -> None:
        """Take the next entries."""
        told: list[tuple[Any, ...]] = []
        for entry, heard_of in zip(entries, self._ledger.known(entries), strict=True):
            if entry.kind == MERGE:
                self._merged(entry)
            elif entry.kind in KINDS:
                if self._is_first(entry, bool(heard_of)):
                    told += self._first_told(entry)
                else:
                    self._retold[entry.about] = None
            self._seq, self._mark = entry.seq, mark_of(entry)
        self._parts.append(rows_of(told))

    def _first_told(self, entry: StoredEntry) -> list[tuple[Any, ...]]:
        events = events_of_entry(entry, self._words)
        place = self._ledger.people.place(entry.about) if events else -1
        received, number, encode = day_of(entry.received), self._ledger.codes.number, self._encode
        return [
            (
                place,
                number(event.code),
                event.day,
                event.minute,
                encode(event.code, event.value),
                event.seq,
                received,
                NEVER,
            )
            for event in events
        ]

    def _is_first(self, entry: StoredEntry, heard_of: bool) -> bool:
        key = subject_key(entry.subject)
        ledger = self._ledger
        first = not heard_of and key not in ledger.new_subjects
        if first:
            ledger.new_subjects.add(key)
            self._subjects.append(key)
        return first and entry.released is None and entry.about not in ledger.partners

    def _merged(self, entry: StoredEntry) -> None:
        into = entry.body.get("into")
        if isinstance(into, str):
            self._ledger.link(entry.about, UUID(into))
        self._retold[entry.about] = None

    def delta(self) -> Delta:
        """Everything gathered, people to be retold included."""
        people = sorted({one for person in self._retold for one in self._ledger.group(person)})
        retold = np.array([self._ledger.people.place(person) for person in people], np.int32)
        first = joined(self._parts) if self._parts else no_rows()
        if len(retold):
            first = first.at(~np.isin(first.person, retold))
        again = [self._rows(self._tell(group)) for group in self._batches(people)]
        ledger = self._ledger
        return Delta(
            self._seq,
            joined([first, *again]),
            retold,
            ledger.people.take_new(),
            np.array(self._subjects, np.uint64),
            tuple(ledger.codes.names[self._codes :]),
            tuple(ledger.texts.after(self._texts)),
            tuple(ledger.links[self._links :]),
            self._mark,
        )

    def _batches(self, people: Sequence[UUID]) -> list[list[UUID]]:
        """People to read together; those ever merged stay in one batch."""
        batches: list[list[UUID]] = [[]]
        done: set[UUID] = set()
        for person in people:
            if person not in done:
                group = sorted(self._ledger.group(person))
                done.update(group)
                if len(batches[-1]) >= _RETOLD_AT_ONCE:
                    batches.append([])
                batches[-1] += group
        return batches if batches[-1] else []

    def _tell(self, people: Sequence[UUID]) -> list[Record]:
        entries = [e for e in self._about(people) if e.seq <= self._seq or e.released]
        released = sorted({entry.released for entry in entries if entry.released is not None})
        moments = self._received(released)
        entries = [e for e in entries if e.released is None or e.released <= self._seq]

        def received_on(entry: StoredEntry) -> int:
            moment = entry.received if entry.released is None else moments[entry.released]
            return day_of(moment)

        groups: dict[frozenset[UUID], list[StoredEntry]] = {}
        for entry in entries:
            groups.setdefault(frozenset(self._ledger.group(entry.about)), []).append(entry)
        return [
            record
            for group in groups.values()
            for record in records_of_people(group, self._words, received_on)
        ]

    def _rows(self, records: Sequence[Record]) -> Rows:
        place, number = self._ledger.people.place, self._ledger.codes.number
        encode = self._encode
        return rows_of(
            [
                (
                    place(record.person),
                    number(record.code),
                    record.day,
                    record.minute,
                    encode(record.code, record.value),
                    record.seq,
                    record.received,
                    record.retracted,
                )
                for record in records
            ]
        )

    def _encode(self, code: str, value: Value) -> float:
        """A value as a number. What somebody wrote in free words does not go into the mart: no rule reads it."""
        if isinstance(value, str) and code != RESIDENCE and self._words[code].kind == "text":
            return YES
        return self._ledger.texts.encode(value)
