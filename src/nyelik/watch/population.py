"""A block of the mart as the columns engine reads it, as known on a day, with growth events derived on demand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.block import (
    FEMALE,
    MALE,
    NO,
    NOTHING,
    UNBORN,
    YES,
    Block,
    Found,
    Texts,
    typed_rows,
)
from nyelik.rules.engines.block import Rows as Events
from nyelik.rules.growth import derive
from nyelik.rules.growth import derive_columns as twins
from nyelik.rules.growth.tables import INDICES, GrowthTables
from nyelik.rules.growth.weight_status import STATUSES
from nyelik.watch import rows
from nyelik.watch.mart import State
from nyelik.watch.rows import NEVER, Rows, spliced
from nyelik.watch.segments import BLOCK

Array: TypeAlias = npt.NDArray[Any]

_POSITIONS = ("lying", "standing")  # the order that `rules.growth` gives them in columns


@dataclass(frozen=True)
class _Last:
    """The last row of each person."""

    day: Array
    minute: Array
    value: Array
    known: Array


@dataclass(frozen=True)
class Scored:
    """The growth events of a block by code, as they were in a state of the mart."""

    state: State
    events: Mapping[str, twins.Events]


@dataclass
class Population:
    """The people of one block of the mart. `known_on` None is all that is known now.

    `earlier`: growth scored in an earlier state, otherwise the same; who has not changed since keeps it.
    """

    state: State
    number: int
    known_on: int | None
    growth: GrowthTables
    earlier: Scored | None = None

    @cached_property
    def first(self) -> int:
        """The number of the block's first person."""
        return self.number * BLOCK

    @cached_property
    def people(self) -> int:
        """How many people the block holds."""
        return min(BLOCK, len(self.state.people) - self.first)

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """The number of each code."""
        return {code: place for place, code in enumerate(self.state.codes)}

    @property
    def texts(self) -> Texts:
        """The texts of the mart, and those that expressions add."""
        return self.state.text_numbers

    @cached_property
    def exists(self) -> Array:
        """Mask of the people on record; merged duplicates and persons entered by mistake are not."""
        return self._last(rows.PERSON).known

    @cached_property
    def block(self) -> Block:
        """The people in columns."""
        sex, born = self._last(rows.SEX), self._last(rows.BORN)
        return Block(
            sex=np.where(sex.known, sex.value, 0).astype(np.int8),
            born=np.where(born.known, born.day, UNBORN).astype(np.int32),
            born_minute=np.where(born.known, born.minute, -1).astype(np.int16),
            find=self._find,
            texts=self.texts,
            nobody=self.first,
            base=_events(self.state.base.block(self.number)),
        )

    def present(self, today: int) -> Array:
        """Mask of the people on record and born by `today`: seen from an earlier day, who came later is not there."""
        born = self.block.born
        return np.asarray(self.exists & ((born <= today) | (born == UNBORN)))

    def mask(self, places: Array) -> Array:
        """Mask of the people at these places; places where nobody is yet are passed over."""
        chosen = np.zeros(self.people, np.bool_)
        chosen[places[places < self.people]] = True
        return chosen

    def residence(self, today: int) -> tuple[Array, list[str]]:
        """For each person the place in a list of area codes, -1 if no residence is known by `today`; the list."""
        lives = self._last(rows.RESIDENCE, today)
        numbers, places = np.unique(lives.value, return_inverse=True)
        codes = [self.texts.text(number) if number < NO else "" for number in numbers.tolist()]
        return np.where(lives.known, places, -1), codes

    def _find(self, code: str) -> Found:
        """Where a code's events stand, derived codes included."""
        if code in twins.DERIVED_CODES:
            return self._derived.get(code, NOTHING)
        number = self.codes.get(code)
        return NOTHING if number is None else self._found(number)

    def _found(self, code: int) -> Found:
        """The base's own rows are read where they are, unless something else is to be seen in their stead."""
        base = self.state.base.segment(self.number, code)
        seen = self._visible(code, base)
        if seen is base:
            return Found(*self.state.base.places_in_block(self.number, code))
        return Found(0, len(seen), _events(seen))

    def _visible(self, code: int, base: Rows) -> Rows:
        overlay = self.state.overlays.get(self.number)
        found = base if overlay is None else overlay.over(base, code)
        if self.known_on is not None:
            return _kept(found, found.visible(self.known_on))
        if found is base and not self.state.base.was_changed(self.number, code):
            return found
        return _kept(found, found.retracted == NEVER)

    def _last(self, code: str, today: int | None = None) -> _Last:
        number = self.codes.get(code)
        seen = (
            None
            if number is None
            else self._visible(number, self.state.base.segment(self.number, number))
        )
        if seen is not None and today is not None:
            seen = _kept(seen, seen.day <= today)
        if seen is None or not len(seen):
            nothing = np.zeros(self.people)
            return _Last(nothing, nothing, nothing, nothing > 0)
        places, known = np.zeros(self.people, np.intp), np.zeros(self.people, np.bool_)
        last = np.flatnonzero(np.append(seen.person[1:] != seen.person[:-1], True))
        places[seen.person[last] - self.first] = last
        known[seen.person[last] - self.first] = True
        return _Last(seen.day[places], seen.minute[places], seen.value[places], known)

    @cached_property
    def _derived(self) -> Mapping[str, Found]:
        return {
            code: self._derived_rows(code, events) for code, events in self.scored.events.items()
        }

    @property
    def has_scored(self) -> bool:
        """Whether growth was ever asked for."""
        return "scored" in self.__dict__

    @cached_property
    def scored(self) -> Scored:
        """Growth events of the block: computed together, once, and only of people who changed."""
        earlier, self.earlier = self.earlier, None
        changed = self.state.changed_since(earlier.state, self.number) if earlier else None
        if earlier is None or changed is None:
            return Scored(self.state, self._score(np.ones(self.people, np.bool_)))
        again = self.mask(changed)
        new = self._score(again)
        old = earlier.events
        return Scored(self.state, {code: _spliced(old[code], new[code], again) for code in new})

    def _score(self, whose: Array) -> dict[str, twins.Events]:
        """Growth events, all codes present, of a mask of the people."""
        block = self.block
        people = twins.People(
            sex=np.select([block.sex == FEMALE, block.sex == MALE], [0, 1], -1).astype(np.int8),
            born=block.born,
            known_born=block.born != UNBORN,
        )
        return twins.derive_columns(
            self.growth, people, {code: self._source(code, whose) for code in twins.SOURCE_CODES}
        )

    def _source(self, code: str, whose: Array) -> twins.Events:
        events = self.block.rows(code)
        owner = events.person - np.int32(self.first)
        value = events.value
        if code == derive.POSITION_CODE:
            value = np.full(len(value), np.nan)
            for place, text in enumerate(_POSITIONS):
                value[events.value == self.texts.number(text)] = place
        found = twins.Events(owner, events.day, value)
        asked = whose[owner]
        return found if asked.all() else found.at(np.flatnonzero(asked))

    def _derived_rows(self, code: str, events: twins.Events) -> Found:
        answers = {
            derive.IMPLAUSIBLE_CODE: [self.texts.number(name) for name in INDICES],
            derive.STATUS_CODE: [self.texts.number(status) for status in STATUSES],
            derive.TWICE_CODE: [NO, YES],
        }
        value = events.value
        if code in answers:
            value = np.array(answers[code])[value.astype(np.intp)]
        minute = np.full(len(value), -1, np.int16)
        found = typed_rows(events.person + self.first, events.day, minute, value)
        return Found(0, len(found.day), found)


def _events(found: Rows) -> Events:
    return typed_rows(found.person, found.day, found.minute, found.value)


def _spliced(old: twins.Events, new: twins.Events, again: Array) -> twins.Events:
    """The new events of those scored again (a mask of people), the old ones of everybody else."""
    kept = old.at(np.flatnonzero(~again[old.person]))
    is_new = np.zeros(len(kept.person) + len(new.person), np.bool_)
    is_new[np.searchsorted(kept.person, new.person) + np.arange(len(new.person))] = True
    return twins.Events(
        *(
            spliced(is_new, getattr(kept, name), getattr(new, name))
            for name in ("person", "day", "value")
        )
    )


def _kept(found: Rows, mask: Array) -> Rows:
    return found if mask.all() else found.at(mask)


class Populations:
    """Blocks that were read lately, with their slices; the least lately used is dropped."""

    # Each holds copies of what was filtered, up to 100 MB with 43 events a person; 24 are 1.5 million people.
    def __init__(self, most: int = 24) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[tuple[Any, ...], Population] = OrderedDict()

    def get(
        self, place: object, state: State, number: int, known_on: int | None, tables: GrowthTables
    ) -> Population:
        """The block as it stands in this state; `place` tells marts apart."""
        what = (place, number, known_on, id(tables))
        key = (*what, state.block_version(number))
        with self._lock:
            population = self._kept.get(key)
            if population is None:
                earlier = self._earlier(what)
                population = Population(state, number, known_on, tables, earlier)
            self._kept[key] = population
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return population

    def _earlier(self, what: tuple[Any, ...]) -> Scored | None:
        """Growth of the same block as scored last, if it still is in memory."""
        versions = (one for key, one in reversed(self._kept.items()) if key[:-1] == what)
        return next((one.scored for one in versions if one.has_scored), None)
