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
from nyelik.watch.rows import NEVER, Rows
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


@dataclass
class Population:
    """The people of one block of the mart. `known_on` None is all that is known now."""

    state: State
    number: int
    known_on: int | None
    growth: GrowthTables

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
        if overlay is None and not self.state.base.was_changed(self.number, code):
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
        """Growth events of the block: computed together, once."""
        block = self.block
        people = twins.People(
            sex=np.select([block.sex == FEMALE, block.sex == MALE], [0, 1], -1).astype(np.int8),
            born=block.born,
            known_born=block.born != UNBORN,
        )
        sources = {code: self._source(code) for code in twins.SOURCE_CODES}
        present = {code: events for code, events in sources.items() if events is not None}
        derived = twins.derive_columns(self.growth, people, present) if present else {}
        return {code: self._derived_rows(code, events) for code, events in derived.items()}

    def _source(self, code: str) -> twins.Events | None:
        events = self.block.rows(code)
        if not len(events.day):
            return None
        owner = events.person - np.int32(self.first)
        value = events.value
        if code == derive.POSITION_CODE:
            value = np.full(len(value), np.nan)
            for place, text in enumerate(_POSITIONS):
                value[events.value == self.texts.number(text)] = place
        return twins.Events(owner, events.day, value)

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
        key = (place, number, state.block_version(number), known_on, id(tables))
        with self._lock:
            population = self._kept.get(key) or Population(state, number, known_on, tables)
            self._kept[key] = population
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return population
