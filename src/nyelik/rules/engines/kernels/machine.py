"""The machine: runs a program over tiles of people, each instruction for the people of its scope.

A *scope* is some of a tile's people: at first those present, then, after ENTER, those of the scope around it for whom
a truth holds. Registers hold one value for each person of the scope they were written in. A scope without people is
passed over, which is why a rule about newborns costs little in a tile of thousands.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.kernels import opcodes as o
from nyelik.rules.engines.kernels.calendar import Calendar, dates
from nyelik.rules.engines.kernels.events import (
    Rows,
    edges,
    happenings,
    measurements,
    met_by_search,
    met_by_table,
    plainly,
)
from nyelik.rules.engines.kernels.values import either, numbers, truths

Array: TypeAlias = npt.NDArray[Any]

SPARE = 3
"""Registers at the end for operands that are constants."""


class People(NamedTuple):
    """People of a block, float64 with NaN for unknown; `present` says whom to ask, `leaf` where each lives."""

    sex: Array
    born: Array
    born_minute: Array
    present: Array
    leaf: Array


class Slots(NamedTuple):
    """Where each code's rows stand: in the block's own rows (1), in those of the base (0) or nowhere (low = high)."""

    own: Array
    low: Array
    high: Array


class Program(NamedTuple):
    """Instructions, one a row (see `opcodes`), and the values that are the same for everybody."""

    instructions: Array
    constants: Array
    calendar: Calendar


class Scratch(NamedTuple):
    """What one thread works in: a row for each register, slot or depth. The last registers are for constants."""

    values: Array
    first: Array
    last: Array
    some: Array
    """Of each span, the people who have rows in it; `sizes_of_some` says how many."""
    sizes_of_some: Array
    start: Array
    stop: Array
    owner: Array
    owners: Array
    tile_of: Array
    place: Array
    within: Array
    inside: Array
    """Of each depth, where in the scope a place of the tile is, -1 if it is not in it; made when first asked for."""
    has_inside: Array
    places: Array
    which: Array
    sizes: Array


class Results(NamedTuple):
    """`tally` (size,), `areas` (indicators, 3, leaves): counts, added to. `rows` (answers, people): written."""

    tally: Array
    areas: Array
    rows: Array


def run(
    program: Program,
    people: People,
    base: Rows,
    own: Rows,
    slots: Slots,
    nobody: int,
    low: int,
    high: int,
    scratch: Scratch,
    results: Results,
) -> None:
    """Run the program for the people from place `low` to `high` of a block whose first person is numbered `nobody`."""
    size = scratch.values.shape[1]
    scratch.tile_of[:] = -1
    for tile in range(low, high, size):
        count = 0
        scratch.has_inside[0] = False
        for place in range(tile, min(tile + size, high)):
            if people.present[place]:
                scratch.place[0, count] = place - tile
                count += 1
        scratch.sizes[0] = count
        if count:
            run_tile(
                program,
                people,
                base,
                own,
                slots,
                nobody,
                tile,
                min(size, high - tile),
                scratch,
                results,
            )


def run_tile(
    program: Program,
    people: People,
    base: Rows,
    own: Rows,
    slots: Slots,
    nobody: int,
    tile: int,
    size: int,
    scratch: Scratch,
    results: Results,
) -> None:
    """Run the program once, for `size` people from place `tile` on."""
    at, depth = 0, 0
    while at < len(program.instructions):
        step = program.instructions[at]
        op, n = step[o.OP], scratch.sizes[depth]
        if op < o.FIRST_PERSON:
            valued(op, step, program, scratch, n)
        elif op < o.FIRST_EVENT:
            told(op, people, tile, scratch.place[depth], n, scratch.values[step[o.OUT]])
        elif op < o.FIRST_FLOW:
            rows = own if slots.own[step[o.WHAT]] else base
            happened(op, step, rows, program, scratch, n)
        elif op == o.SPAN:
            rows = own if slots.own[step[o.WHAT]] else base
            spanned(step, rows, slots, program, nobody, tile, size, depth, scratch)
        elif op == o.ENTER:
            at, depth = entered(step, at, depth, program, scratch)
        elif op == o.LEAVE:
            depth -= 1
        elif op == o.BRING or op == o.BRING_SPAN:
            brought(op, step, depth, scratch)
        else:
            given_out(op, step, tile, people, depth, program, scratch, results)
        at += 1


def operand(number: int, spare: int, program: Program, scratch: Scratch, n: int) -> int:
    """The register of an operand; a constant is written out for everybody, into one of the last registers."""
    if number >= 0:
        return number
    register = scratch.values.shape[0] - 1 - spare
    scratch.values[register, :n] = program.constants[-1 - number]
    return int(register)


def valued(op: int, step: Array, program: Program, scratch: Scratch, n: int) -> None:
    """Numbers, truths and days."""
    a = scratch.values[operand(step[o.A], 0, program, scratch, n)]
    b = scratch.values[operand(step[o.B], 1, program, scratch, n)]
    c = scratch.values[operand(step[o.C], 2, program, scratch, n)]
    out = scratch.values[step[o.OUT]]
    if op >= o.FIRST_DATE:
        dates(op, a, b, step[o.WHAT], program.calendar, n, out)
    elif not truths(op, a, b, c, n, out) and not numbers(op, a, b, n, out):
        either(op, a, b, c, step[o.WHAT], n, out)


def told(op: int, people: People, tile: int, place: Array, n: int, out: Array) -> None:
    """Sex and birth."""
    told = people.sex if op == o.SEX else people.born if op == o.BORN else people.born_minute
    for i in range(n):
        out[i] = told[tile + place[i]]


def happened(op: int, step: Array, rows: Rows, program: Program, scratch: Scratch, n: int) -> None:
    """An operation over spans. A stands for the register of the span, B for a dose's least number."""
    first, last = scratch.first[step[o.A]], scratch.last[step[o.A]]
    out = scratch.values[step[o.OUT]]
    clocked = step[o.BASE] != o.NO_CLOCK
    bases = scratch.values[operand(step[o.BASE], 0, program, scratch, n)] if clocked else out
    afters = scratch.values[operand(step[o.AFTER], 1, program, scratch, n)] if clocked else out
    untils = scratch.values[operand(step[o.UNTIL], 2, program, scratch, n)] if clocked else out
    least = program.constants[-1 - step[o.B]] if op == o.DOSE else 0.0
    by_value = op == o.DOSE or op <= o.TOTAL
    nothing = 0.0 if op == o.HAS or op == o.TIMES or op == o.MONTHS_WITH else np.nan
    for i in range(n):
        out[i] = nothing if first[i] >= 0 else np.nan
    some, count = scratch.some[step[o.A]], scratch.sizes_of_some[step[o.A]]
    if not clocked and plainly(op, rows.day, rows.value, some, count, first, last, out):
        return
    base, after, until = np.nan, 0.0, 0.0
    for k in range(count):
        i = some[k]
        if clocked:
            base, after, until = bases[i], afters[i], untils[i]
        if by_value:
            out[i] = measurements(op, rows, first[i], last[i], least, base, after, until)
        else:
            out[i] = happenings(op, rows, first[i], last[i], base, after, until, program.calendar)


def spanned(
    step: Array,
    rows: Rows,
    slots: Slots,
    program: Program,
    nobody: int,
    tile: int,
    size: int,
    depth: int,
    scratch: Scratch,
) -> None:
    """The rows of a code inside a window (days from A to B); whose they are is found once for each tile."""
    slot, n = step[o.WHAT], scratch.sizes[depth]
    start, stop, owner = scratch.start[slot], scratch.stop[slot], scratch.owner[slot]
    if scratch.tile_of[slot] != tile:
        scratch.tile_of[slot] = tile
        bounds = slots.low[slot], slots.high[slot]
        scratch.owners[slot] = edges(
            rows.person, bounds[0], bounds[1], nobody + tile, size, start, stop, owner
        )
    low = scratch.values[operand(step[o.A], 0, program, scratch, n)]
    high = scratch.values[operand(step[o.B], 1, program, scratch, n)]
    first, last = scratch.first[step[o.OUT]], scratch.last[step[o.OUT]]
    for i in range(n):
        known = (low[i] == low[i]) & (high[i] == high[i])
        first[i] = 0 if known else -1
        last[i] = 0 if known else -1
    some, owners, count = scratch.some[step[o.OUT]], scratch.owners[slot], 0
    people, which = scratch.places, scratch.which
    if n * o.SEARCH_COST < owners:
        candidates = met_by_search(scratch.place[depth], n, owner, owners, people, which)
    else:
        look_inside(depth, scratch)
        candidates = met_by_table(scratch.inside[depth], owner, owners, people, which)
    day = rows.day
    for candidate in range(candidates):
        i, k = people[candidate], which[candidate]
        if first[i] < 0:
            continue
        begin, end = start[k], stop[k]
        while begin < end and day[begin] < low[i]:
            begin += 1
        while begin < end and day[end - 1] > high[i]:
            end -= 1
        first[i] = begin
        last[i] = end
        some[count] = i
        count += 1 if begin < end else 0
    scratch.sizes_of_some[step[o.OUT]] = count


def look_inside(depth: int, scratch: Scratch) -> None:
    """Note where in the scope each place of the tile is, unless that is known."""
    if scratch.has_inside[depth]:
        return
    scratch.has_inside[depth] = True
    inside, place = scratch.inside[depth], scratch.place[depth]
    for i in range(len(inside)):
        inside[i] = -1
    for i in range(scratch.sizes[depth]):
        inside[place[i]] = i


def entered(
    step: Array, at: int, depth: int, program: Program, scratch: Scratch
) -> tuple[int, int]:
    """Go into the scope of those for whom A is yes (with C: or unknown); past its end, B, if there is nobody."""
    n, count = scratch.sizes[depth], 0
    truth = scratch.values[operand(step[o.A], 0, program, scratch, n)]
    around, place, within = (
        scratch.place[depth],
        scratch.place[depth + 1],
        scratch.within[depth + 1],
    )
    possible = step[o.C] != 0
    for i in range(n):  # without a branch: whom it holds for is hard to foresee
        place[count] = around[i]
        within[count] = i
        count += 1 if (truth[i] == 1.0) | (possible & (truth[i] != truth[i])) else 0
    scratch.has_inside[depth + 1] = False
    scratch.sizes[depth + 1] = count
    return (at, depth + 1) if count else (step[o.B], depth)


def brought(op: int, step: Array, depth: int, scratch: Scratch) -> None:
    """What was written so many scopes further out, for the people of this one."""
    n, places = scratch.sizes[depth], scratch.places
    for i in range(n):
        places[i] = scratch.within[depth, i]
    for level in range(1, step[o.WHAT]):
        for i in range(n):
            places[i] = scratch.within[depth - level, places[i]]
    if op == o.BRING:
        source, out = scratch.values[step[o.A]], scratch.values[step[o.OUT]]
        for i in range(n):
            out[i] = source[places[i]]
        return
    count = 0
    for i in range(n):
        first, last = scratch.first[step[o.A], places[i]], scratch.last[step[o.A], places[i]]
        scratch.first[step[o.OUT], i] = first
        scratch.last[step[o.OUT], i] = last
        if first < last:
            scratch.some[step[o.OUT], count] = i
            count += 1
    scratch.sizes_of_some[step[o.OUT]] = count


def given_out(
    op: int,
    step: Array,
    tile: int,
    people: People,
    depth: int,
    program: Program,
    scratch: Scratch,
    results: Results,
) -> None:
    """Counts, and answers for each person."""
    n, place = scratch.sizes[depth], scratch.place[depth]
    value = scratch.values[operand(step[o.A], 0, program, scratch, n)]
    what = step[o.WHAT]
    if op == o.TALLY:
        for i in range(n):
            results.tally[what + int(value[i])] += 1
    elif op == o.EMIT:
        for i in range(n):
            results.rows[what, tile + place[i]] = value[i]
    elif op == o.AREA:
        for i in range(n):
            met = o.MET if value[i] == 1.0 else o.MISSED
            results.areas[what, met, people.leaf[tile + place[i]]] += 1
    else:
        for i in range(n):
            if value[i] != value[i]:
                results.areas[what, o.UNKNOWN, people.leaf[tile + place[i]]] += 1
