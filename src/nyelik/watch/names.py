"""The names behind a number: who is met, who is missed and for want of what, to whom it does not apply."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt

from nyelik.register.area_tree import AreaTree
from nyelik.rules.engines.block import SEXES, UNBORN
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.model import Indicator, Part
from nyelik.rules.outcome import MET, MISSED, NOT_APPLICABLE
from nyelik.watch.coverage import area_tree, leaves_inside, leaves_of_people
from nyelik.watch.evaluate import Asked, Counted, Watch
from nyelik.watch.mart import State
from nyelik.watch.population import Population
from nyelik.watch.segments import BLOCK

Array: TypeAlias = npt.NDArray[Any]

ANSWERS = (MET, MISSED, NOT_APPLICABLE)


@dataclass(frozen=True)
class NameRow:
    """One person: their id (names are the register's to give), status, what is missing, and where they live.

    `value` is their number where the indicator is a mean.
    """

    person: UUID
    status: str
    missing: tuple[Part, ...]
    area: str
    value: float | None = None


def names(
    watch: Watch,
    indicator_id: str,
    asked: Asked,
    area: str | None = None,
    status: str | None = None,
    state: State | None = None,
) -> list[NameRow]:
    """The people of an area by status (met and missed for None), in order of area.

    Counts are those of `coverage`: the lengths of the lists for met and missed are its numbers.
    """
    if status is not None and status not in ANSWERS:
        raise ValueError(f"there is no status “{status}”; it is one of {', '.join(ANSWERS)}")
    state = state or watch.mart.state()
    places = area_tree(watch, asked)
    inside = leaves_inside(places, area)
    indicator = watch.indicator(indicator_id)
    found: list[NameRow] = []
    counted = watch.counted(state, indicator, asked)
    leaves = leaves_of_people(watch, state, asked, places)
    for number, (one, at) in enumerate(zip(counted, leaves, strict=True)):
        if status == NOT_APPLICABLE:
            present = watch.population(state, number, asked).present(asked.today)
            found += _others(state, number, one, at, inside, present, places)
        else:
            found += _counted(state, number, one, at, inside, indicator, status, places)
    return sorted(found, key=lambda row: (row.area, row.person))


def count_by_status(
    watch: Watch, indicator_id: str, asked: Asked, area: str | None = None
) -> dict[str, int]:
    """How many names each list of an area has, without making the lists."""
    state, places = watch.mart.state(), area_tree(watch, asked)
    inside = leaves_inside(places, area)
    counted = watch.counted(state, watch.indicator(indicator_id), asked)
    counts = dict.fromkeys(ANSWERS, 0)
    leaves = leaves_of_people(watch, state, asked, places)
    for number, (one, at) in enumerate(zip(counted, leaves, strict=True)):
        here = inside[at[one.places]]
        exists = watch.population(state, number, asked).exists
        counts[MET] += int((one.met & here).sum())
        counts[MISSED] += int((~one.met & here).sum())
        counts[NOT_APPLICABLE] += int((exists & inside[at]).sum() - exists[one.places][here].sum())
    return counts


def _counted(
    state: State,
    number: int,
    one: Counted,
    at: Array,
    inside: Array,
    indicator: Indicator,
    status: str | None,
    places: AreaTree,
) -> list[NameRow]:
    wanted = inside[at[one.places]]
    if status is not None:
        wanted = wanted & (one.met == (status == MET))
    numbers = np.full(len(one.places), np.nan) if one.numbers is None else one.numbers
    asked = zip(one.places[wanted].tolist(), one.parts[wanted], numbers[wanted], strict=True)
    return [
        NameRow(
            _uuid(state, number, place),
            MET if parts.all() else MISSED,
            tuple(part for part, holds in zip(indicator.parts, parts, strict=True) if not holds),
            places.leaves[at[place]],
            None if np.isnan(value) else float(value),
        )
        for place, parts, value in asked
    ]


def _others(
    state: State,
    number: int,
    one: Counted,
    at: Array,
    inside: Array,
    present: Array,
    places: AreaTree,
) -> list[NameRow]:
    others = present & inside[at]
    others[one.places] = False
    return [
        NameRow(_uuid(state, number, place), NOT_APPLICABLE, (), places.leaves[at[place]])
        for place in np.flatnonzero(others).tolist()
    ]


def _uuid(state: State, number: int, place: int) -> UUID:
    return UUID(bytes=state.people[number * BLOCK + place].tobytes())


def facts_in_mart(
    watch: Watch, state: State, person: UUID, asked: Asked, codes: Collection[str] | None = None
) -> Facts | None:
    """A person's facts as the mart has them, for `because`: the reference engine over them must say the same.

    Only those of some `codes` where no others are looked at.
    None if the mart does not know the person (or no longer: merged into another).
    """
    number = _number_of(state, person)
    if number is None:
        return None
    population = watch.population(state, number // BLOCK, asked)
    place = number % BLOCK
    if not population.exists[place]:
        return None
    sex, born = population.block.sex[place], population.block.born[place]
    events = [
        event
        for code in state.codes
        if not code.startswith("$") and (codes is None or code in codes)
        for event in _events(watch, population, place, code)
    ]
    return make_facts(
        next(name for name, number in SEXES.items() if number == sex),
        int(born) if born != UNBORN else None,
        int(population.block.born_minute[place]),
        events,
    )


def _number_of(state: State, person: UUID) -> int | None:
    first, second = np.frombuffer(person.bytes, np.uint64)
    halves = state.people.view(np.uint64)
    found = np.flatnonzero(halves[:, 0] == first)  # a tenth of comparing all sixteen bytes
    found = found[halves[found, 1] == second]
    return int(found[0]) if len(found) else None


def _events(watch: Watch, population: Population, place: int, code: str) -> list[Event]:
    found = population.block.rows(code)
    word = watch.loaded.rules.words.get(code)
    is_truth = word is not None and word.kind == "yes_no"
    first, last = np.searchsorted(found.person, population.first + place + np.arange(2))
    return [
        Event(
            int(found.day[row]),
            int(found.minute[row]),
            row,
            code,
            population.texts.decode(float(found.value[row]), is_truth),
        )
        for row in range(int(first), int(last))
    ]
