"""Rows of the mart: events with the two times at which we learned of them and at which they were withdrawn.

A row says: this person (a number), this code (a number), on this day and minute, had this value; the server
knew it from the day `received` until the day before `retracted`. Days are since 1970-01-01.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

NEVER = 2**31 - 1
"""`retracted` of a row that stands."""

# What is known of a person besides events; `$` keeps these codes apart from the rulebook's words.
PERSON, SEX, BORN = "$person", "$sex", "$born"
RESIDENCE = "residence"
"""The event that says in which area somebody lives from that day on."""

_MINUTE_BITS, _DAY_BITS, _PERSON_BITS = (
    11,
    23,
    16,
)  # people of one block; days of the years 1 to 9999


@dataclass(frozen=True)
class Rows:
    """Columns of equal length. `seq` orders what was recorded for one minute; `value` as `Texts.encode` gives it."""

    person: Array
    code: Array
    day: Array
    minute: Array
    value: Array
    seq: Array
    received: Array
    retracted: Array

    def __len__(self) -> int:
        return len(self.person)

    def at(self, places: Array) -> Rows:
        """The rows at these places, or of this mask."""
        return Rows(*(getattr(self, name)[places] for name in DTYPES))

    def between(self, start: int, stop: int) -> Rows:
        """The rows from `start` to `stop` (exclusive), without copying."""
        return Rows(*(getattr(self, name)[start:stop] for name in DTYPES))

    def visible(self, known_on: int) -> Array:
        """Mask of the rows that were known at the end of that day."""
        return np.asarray((self.received <= known_on) & (self.retracted > known_on))

    def in_order(self) -> Rows:
        """Sorted by code, person, day, minute and order of recording: the order of a block."""
        return self.at(np.lexsort((self.seq, self.key())))

    def key(self) -> Array:
        """Code, person, day and minute in one number that sorts as they do; within a block."""
        person = self.person.astype(np.int64) & ((1 << _PERSON_BITS) - 1)
        key = self.code.astype(np.int64) << _PERSON_BITS | person
        key = key << _DAY_BITS | (self.day.astype(np.int64) + (1 << (_DAY_BITS - 1)))
        return np.asarray(key << _MINUTE_BITS | (self.minute.astype(np.int64) + 1))


DTYPES: dict[str, Any] = dict(
    zip(
        (field.name for field in fields(Rows)),
        (np.int32, np.int16, np.int32, np.int16, np.float64, np.int64, np.int32, np.int32),
        strict=True,
    )
)


def no_rows() -> Rows:
    """Rows of length 0."""
    return Rows(*(np.empty(0, dtype) for dtype in DTYPES.values()))


def merged(first: Rows, second: Rows) -> Rows:
    """Both in one order; each a block's rows in order already. Of equal rows those of `first` come first."""
    if not len(first) or not len(second):
        return first if len(first) else second
    key, own = first.key(), second.key()
    at, end = np.searchsorted(key, own), np.searchsorted(key, own, "right")
    last = len(first) - 1
    while (later := (at < end) & (first.seq[np.minimum(at, last)] <= second.seq)).any():
        at = at + later
    is_new = np.zeros(len(first) + len(second), np.bool_)
    is_new[at + np.arange(len(second))] = True
    return Rows(*(spliced(is_new, getattr(first, name), getattr(second, name)) for name in DTYPES))


def spliced(is_new: Array, old: Array, new: Array) -> Array:
    """Two columns as one: `new` where the mask says so, `old` elsewhere, each in its order."""
    both = np.empty(len(is_new), old.dtype)
    both[is_new], both[~is_new] = new, old
    return both


def rows_of(records: Sequence[tuple[Any, ...]]) -> Rows:
    """Rows from tuples in the order of the columns."""
    if not records:
        return no_rows()
    columns = zip(*records, strict=True)
    return Rows(
        *(np.array(column, dtype) for column, dtype in zip(columns, DTYPES.values(), strict=True))
    )


def joined(parts: Sequence[Rows]) -> Rows:
    """All rows of the parts, one after the other."""
    if len(parts) == 1:
        return parts[0]
    return Rows(
        *(
            np.concatenate([getattr(part, name) for part in parts] or [np.empty(0, dtype)])
            for name, dtype in DTYPES.items()
        )
    )
