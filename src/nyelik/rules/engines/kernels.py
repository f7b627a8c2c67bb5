"""Passes over a segment of events: the few loops of the columns engine, compiled where rows are many.

A *slice* holds the events of one code for a block of people: `day`, `minute` and `value` sorted by person,
day, minute and order of recording; person p owns rows `start[p]` to `stop[p]` (exclusive). Each kernel is
plain Python that numba compiles (nogil, cached) once there are enough rows; below that, importing and
running the compiler would cost more than the loop. One source, so both forms mean the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]

# From about this many elements the compiled loop wins, even with its cached code loaded from disk.
COMPILE_FROM = 4096


_loaded: dict[str, Callable[..., None]] = {}


def _compiled(name: str) -> Callable[..., None]:
    import numba

    kernel: Callable[..., None] = numba.njit(nogil=True, cache=True)(globals()[name])
    _loaded[name] = kernel
    return kernel


def _run(name: str, size: int, *arrays: Array) -> None:
    """Run a kernel over arrays of about `size`; compiled if that pays, or if it already is."""
    kernel = _loaded.get(name)
    if kernel is None:
        kernel = _compiled(name) if size >= COMPILE_FROM else globals()[name]
    kernel(*arrays)


def offsets(person: Array, first: int, people: int) -> tuple[Array, Array]:
    """Rows of the people numbered from `first` on: (start, stop) of shape (people,); `person` is sorted."""
    edge = np.empty(people + 1, np.int32)
    _run("_offsets", people, person, np.array([first]), edge)
    return edge[:-1], edge[1:]


def _offsets(person: Array, first: Array, edge: Array) -> None:
    row = 0
    for place in range(edge.size):
        while row < person.size and person[row] < first[0] + place:
            row += 1
        edge[place] = row


def bounds(start: Array, stop: Array, day: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Rows of each person with low <= day <= high: (first, last exclusive), each of shape (people,)."""
    first, last = np.empty(start.size, np.int32), np.empty(start.size, np.int32)
    _run("_bounds", start.size, start, stop, day, low, high, first, last)
    return first, last


def _bounds(
    start: Array, stop: Array, day: Array, low: Array, high: Array, first: Array, last: Array
) -> None:
    for person in range(start.size):
        begin, end = start[person], stop[person]
        while begin < end and day[begin] < low[person]:
            begin += 1
        while end > begin and day[end - 1] > high[person]:
            end -= 1
        first[person] = begin
        last[person] = end


def changes(first: Array, last: Array, label: Array) -> Array:
    """How many different labels each person's rows carry; equal labels stand together."""
    count = np.zeros(first.size, np.int32)
    _run("_changes", first.size, first, last, label, count)
    return count


def _changes(first: Array, last: Array, label: Array, count: Array) -> None:
    for person in range(first.size):
        for row in range(first[person], last[person]):
            if row == first[person] or label[row] != label[row - 1]:
                count[person] += 1


def lowest(first: Array, last: Array, value: Array) -> Array:
    """Smallest value of each person's rows; infinity where there is none."""
    result = np.full(first.size, np.inf)
    _run("_lowest", first.size, first, last, value, result)
    return result


def _lowest(first: Array, last: Array, value: Array, result: Array) -> None:
    for person in range(first.size):
        for row in range(first[person], last[person]):
            if value[row] < result[person]:
                result[person] = value[row]


def total(first: Array, last: Array, value: Array) -> Array:
    """Sum of each person's rows, added in order (so that every engine rounds alike)."""
    result = np.zeros(first.size)
    _run("_total", first.size, first, last, value, result)
    return result


def _total(first: Array, last: Array, value: Array, result: Array) -> None:
    for person in range(first.size):
        for row in range(first[person], last[person]):
            result[person] += value[row]


def last_of_day(start: Array, stop: Array, day: Array) -> Array:
    """Mask over rows: the last recorded of each person's day, the one that counts."""
    keep = np.zeros(day.size, np.bool_)
    _run("_last_of_day", start.size, start, stop, day, keep)
    return keep


def _last_of_day(start: Array, stop: Array, day: Array, keep: Array) -> None:
    for person in range(start.size):
        for row in range(start[person], stop[person]):
            keep[row] = row + 1 == stop[person] or day[row + 1] != day[row]


def owners(start: Array, stop: Array, rows: int) -> Array:
    """The person (place in `start`) that owns each row; -1 for rows that nobody here owns."""
    owner = np.full(rows, -1, np.int32)
    _run("_owners", start.size, start, stop, owner)
    return owner


def _owners(start: Array, stop: Array, owner: Array) -> None:
    for person in range(start.size):
        for row in range(start[person], stop[person]):
            owner[row] = person
