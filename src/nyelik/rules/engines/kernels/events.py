"""Passes over the rows of one code: each person's rows inside a window, in order of time and of recording.

A person's *span* is `first` to `last` (exclusive); `first` -1 says that the window is unknown. Most people have most
things never: whoever has rows in a span is listed, and only they are visited. Where an operation
looks at the clock, a row counts if it lies `after` to `until` hours from the moment `base` (in minutes since
1970-01-01); a row or a moment without clock time (NaN) is left to its calendar day.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.kernels import opcodes as o
from nyelik.rules.engines.kernels.calendar import Calendar, month_day

Array: TypeAlias = npt.NDArray[Any]

YES, NO = 1.0, -(2.0**51)
"""A recorded no is not a zero: a zero of tablets is a value, a no says that it did not happen."""


class Rows(NamedTuple):
    """Rows of events: person (numbered through the mart), day number, minute of the day or -1, value (float64).

    Those of one code stand together, by person, day, minute and order of recording.
    """

    person: Array
    day: Array
    minute: Array
    value: Array


def edges(
    person: Array,
    low: int,
    high: int,
    nobody: int,
    people: int,
    start: Array,
    stop: Array,
    owner: Array,
) -> int:
    """The people with rows among those from low to high: their places (`owner`) and rows, `start` to `stop`.

    `people` numbered from `nobody` on are looked for; how many were found is returned.
    """
    row, owners = low + np.searchsorted(person[low:high], nobody), 0
    while row < high and person[row] < nobody + people:
        someone = person[row]
        owner[owners] = someone - nobody
        start[owners] = row
        row += 1
        while row < high and person[row] == someone:
            row += 1
        stop[owners] = row
        owners += 1
    return owners


def met_by_search(
    place: Array, n: int, owner: Array, owners: int, people: Array, which: Array
) -> int:
    """Who of a scope of few (`place`, ascending) is among the owners: numbers in both, and how many they are."""
    count, low = 0, 0
    for i in range(n):
        high = owners
        while low < high:
            middle = (low + high) >> 1
            if owner[middle] < place[i]:
                low = middle + 1
            else:
                high = middle
        if low == owners:
            break
        if owner[low] == place[i]:
            people[count] = i
            which[count] = low
            count += 1
    return count


def met_by_table(inside: Array, owner: Array, owners: int, people: Array, which: Array) -> int:
    """The same for few owners: `inside` says where in the scope a place is, -1 if it is not in it."""
    count = 0
    for k in range(owners):
        people[count] = inside[owner[k]]
        which[count] = k
        count += 1 if inside[owner[k]] >= 0 else 0
    return count


def passes(rows: Rows, row: int, happened: bool, base: float, after: float, until: float) -> bool:
    """Whether the row counts: by the clock, and if `happened` is asked, is more than a recorded no."""
    if happened and rows.value[row] == NO:
        return False
    if base != base or rows.minute[row] < 0:
        return True
    elapsed = rows.day[row] * 1440.0 + rows.minute[row] - base
    return bool(after * 60 <= elapsed <= until * 60)


def last_row(
    rows: Rows, first: int, last: int, happened: bool, base: float, after: float, until: float
) -> int:
    """The last row that counts; -1 if there is none."""
    for row in range(last - 1, first - 1, -1):
        if passes(rows, row, happened, base, after, until):
            return row
    return -1


def first_row(
    rows: Rows, first: int, last: int, happened: bool, base: float, after: float, until: float
) -> int:
    """The first row that counts; -1 if there is none."""
    for row in range(first, last):
        if passes(rows, row, happened, base, after, until):
            return row
    return -1


def decisive_row(rows: Rows, first: int, last: int, base: float, after: float, until: float) -> int:
    """The last recorded row of the first day; -1 if there is none."""
    found = first_row(rows, first, last, False, base, after, until)
    if found < 0:
        return -1
    end = found + 1
    while end < last and rows.day[end] == rows.day[found]:
        end += 1
    return last_row(rows, found, end, False, base, after, until)


def previous_row(rows: Rows, first: int, last: int, base: float, after: float, until: float) -> int:
    """The last row of the day before the last day; -1 if there is none."""
    found = last_row(rows, first, last, False, base, after, until)
    if found < 0:
        return -1
    end = found
    while end > first and rows.day[end - 1] == rows.day[found]:
        end -= 1
    return last_row(rows, first, end, False, base, after, until)


def reduced(
    op: int, rows: Rows, first: int, last: int, base: float, after: float, until: float
) -> float:
    """Lowest, highest or total of the values, added in order so that every engine rounds alike; NaN if none."""
    result = np.nan
    for row in range(first, last):
        value = rows.value[row]
        if value == value and passes(rows, row, False, base, after, until):
            if result != result:
                result = value
            elif op == o.TOTAL:
                result += value
            elif (value < result) == (op == o.LOWEST):
                result = value
    return result


def counted(
    op: int,
    rows: Rows,
    first: int,
    last: int,
    base: float,
    after: float,
    until: float,
    tables: Calendar,
) -> int:
    """How many different days (or calendar months) it happened on."""
    count, before = 0, -(2**31)
    for row in range(first, last):
        if passes(rows, row, True, base, after, until):
            label = rows.day[row] if op == o.TIMES else month_day(rows.day[row], tables) // 32
            if label != before:
                count += 1
            before = label
    return count


def given(
    rows: Rows, first: int, last: int, least: float, base: float, after: float, until: float
) -> float:
    """The first day with a value of at least `least`."""
    for row in range(first, last):
        if rows.value[row] >= least and passes(rows, row, False, base, after, until):
            return float(rows.day[row])
    return np.nan


def value_at(values: Array, row: int) -> float:
    """The value of a row; NaN where there is no row."""
    return float(values[row]) if row >= 0 else np.nan


def happenings(
    op: int,
    rows: Rows,
    first: int,
    last: int,
    base: float,
    after: float,
    until: float,
    tables: Calendar,
) -> float:
    """One person's answer (with rows in the window) to an operation about when and how often something happened."""
    if op == o.HAS:
        return 1.0 if last_row(rows, first, last, True, base, after, until) >= 0 else 0.0
    if op == o.TIMES or op == o.MONTHS_WITH:
        return float(counted(op, rows, first, last, base, after, until, tables))
    if op == o.LATEST_DAY:
        return value_at(rows.day, last_row(rows, first, last, True, base, after, until))
    if op == o.FIRST_DAY:
        return value_at(rows.day, first_row(rows, first, last, True, base, after, until))
    if op == o.ASKED_DAY:
        return value_at(rows.day, last_row(rows, first, last, False, base, after, until))
    if op == o.LATEST_MINUTE:
        minute = value_at(rows.minute, last_row(rows, first, last, True, base, after, until))
    else:
        minute = value_at(rows.minute, first_row(rows, first, last, True, base, after, until))
    return np.nan if minute < 0 else minute


def measurements(
    op: int,
    rows: Rows,
    first: int,
    last: int,
    least: float,
    base: float,
    after: float,
    until: float,
) -> float:
    """One person's answer (with rows in the window) to an operation about values."""
    if op == o.LATEST:
        return value_at(rows.value, last_row(rows, first, last, False, base, after, until))
    if op == o.FIRST:
        return value_at(rows.value, decisive_row(rows, first, last, base, after, until))
    if op == o.PREVIOUS:
        return value_at(rows.value, previous_row(rows, first, last, base, after, until))
    if op == o.DOSE:
        return given(rows, first, last, least, base, after, until)
    return reduced(op, rows, first, last, base, after, until)


def plainly(  # noqa: C901 - a switch
    op: int,
    day: Array,
    value: Array,
    some: Array,
    count: int,
    first: Array,
    last: Array,
    out: Array,
) -> bool:
    """The commonest operations without a clock, for the `count` people in `some`; False if `op` is none of them.

    They are what `happenings` and `measurements` say, without a call for each person.
    """
    if op == o.LATEST:
        for k in range(count):
            out[some[k]] = value[last[some[k]] - 1]
    elif op == o.ASKED_DAY:
        for k in range(count):
            out[some[k]] = day[last[some[k]] - 1]
    elif op == o.LATEST_DAY or op == o.HAS:
        for k in range(count):
            i = some[k]
            row = last[i] - 1
            while row >= first[i] and value[row] == NO:
                row -= 1
            if row >= first[i]:
                out[i] = 1.0 if op == o.HAS else day[row]
    elif op == o.FIRST_DAY:
        for k in range(count):
            i = some[k]
            row = first[i]
            while row < last[i] and value[row] == NO:
                row += 1
            if row < last[i]:
                out[i] = day[row]
    else:
        return False
    return True
