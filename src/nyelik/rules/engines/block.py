"""A block of people as columns: who they are, and a slice of events for each code.

What the columns engine reads. `watch` builds blocks from the mart; `block_of_facts` builds a small one from
facts, for tests and for trying a rule on a few people.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines import kernels
from nyelik.rules.engines.calendar_columns import month_and_day
from nyelik.rules.facts import Facts, Value

Array: TypeAlias = npt.NDArray[Any]

FEMALE, MALE = 1, 2
SEXES: dict[str | None, int] = {None: 0, "female": FEMALE, "male": MALE}
UNBORN = -(2**31)  # a birth day that is not recorded

# Texts and choices stand in value columns as numbers below this one: its place counted downwards, so no
# measurement can be taken for a text (2**52: whole numbers are still exact there).
_TEXT = -(2.0**52)
# A recorded no is not a zero: a zero of tablets is a value, a no says that it did not happen.
YES, NO = 1.0, -(2.0**51)


class Texts:
    """The texts that occur in events, each with its number; texts of expressions get one when first asked."""

    def __init__(self, known: Sequence[str] = ()) -> None:
        self._texts = list(known)
        self._places = {text: place for place, text in enumerate(known)}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def number(self, text: str) -> float:
        """The number that stands for `text` in value columns."""
        place = self._places.get(text)
        if place is None:
            with self._lock:
                place = self._places.setdefault(text, len(self._texts))
                if place == len(self._texts):
                    self._texts.append(text)
        return _TEXT - place

    def text(self, number: float) -> str:
        """The text that a number of `number()` stands for."""
        return self._texts[int(_TEXT - number)]

    def after(self, count: int) -> list[str]:
        """The texts from place `count` on: those that came since there were `count`."""
        return self._texts[count:]

    def encode(self, value: Value) -> float:
        """An event's value as a number: YES, NO, a text its number, nothing NaN."""
        if isinstance(value, str):
            return self.number(value)
        if isinstance(value, bool):
            return YES if value else NO
        return np.nan if value is None else float(value)

    def decode(self, number: float, is_truth: bool = False) -> Value:
        """The value that a number of `encode` stands for; `is_truth` for the words answered with yes or no."""
        if np.isnan(number):
            return None
        if number <= _TEXT:
            return self.text(number)
        return number == YES if is_truth or number == NO else number


@dataclass(frozen=True)
class Rows:
    """The events of one code, flat; see `kernels` for their order."""

    day: Array
    minute: Array
    value: Array

    @cached_property
    def month(self) -> Array:
        """Month number of each row."""
        return month_and_day(self.day)[0]

    @cached_property
    def last_day(self) -> int:
        """The greatest day of all rows; UNBORN if there are none."""
        return int(self.day.max()) if self.day.size else UNBORN


@dataclass(frozen=True)
class Slice:
    """Which of the rows each person of a block owns: `start[p]` to `stop[p]` (exclusive)."""

    start: Array
    stop: Array
    rows: Rows

    def keeping(self, mask: Array) -> Slice:
        """The same people with only the rows of the mask."""
        if mask.all():
            return self
        count = np.zeros(mask.size + 1, np.int32)
        np.cumsum(mask, out=count[1:])
        rows = Rows(self.rows.day[mask], self.rows.minute[mask], self.rows.value[mask])
        return Slice(count[self.start], count[self.stop], rows)

    def of(self, places: Array) -> Slice:
        """The slice of some of the people; rows are shared."""
        return Slice(self.start[places], self.stop[places], self.rows)


@dataclass(frozen=True)
class Filter:
    """Which rows of a code an operation looks at.

    `least`: those of at least this value; `happened`: all but a recorded no; `valued`: those with a value; `daily`: of
    what the others leave, the last recorded of each day.
    """

    least: float | None = None
    happened: bool = False
    valued: bool = False
    daily: bool = False

    def without_daily(self) -> Filter:
        """The same before it is decided which event of a day counts."""
        return Filter(self.least, self.happened, self.valued)

    def mask(self, value: Array) -> Array:
        """The rows that it keeps, from their values."""
        if self.least is not None:
            return np.asarray(value >= self.least)
        return np.asarray(value != NO) if self.happened else ~np.isnan(value)


@dataclass
class Block:
    """People in columns. `sex` holds FEMALE, MALE or 0; `born` day numbers or UNBORN; `born_minute` -1 if unknown.

    `load(code)` gives the code's slice, or None where nobody here has such an event. Slices and filtered
    slices are kept for as long as the block lives.
    """

    sex: Array
    born: Array
    born_minute: Array
    load: Callable[[str], Slice | None]
    texts: Texts
    _slices: dict[tuple[str, Filter], Slice] = field(default_factory=dict)

    @property
    def people(self) -> int:
        """How many people it holds."""
        return len(self.sex)

    def slice(self, code: str, keep: Filter) -> Slice:
        """The rows of `code` that `keep` lets through."""
        key = (code, keep)
        if key not in self._slices:
            self._slices[key] = self._filtered(code, keep)
        return self._slices[key]

    def _filtered(self, code: str, keep: Filter) -> Slice:
        if keep.daily:
            every = self.slice(code, keep.without_daily())
            return every.keeping(kernels.last_of_day(every.start, every.stop, every.rows.day))
        if keep != Filter():
            every = self.slice(code, Filter())
            return every.keeping(keep.mask(every.rows.value))
        return self.load(code) or self._nothing()

    def _nothing(self) -> Slice:
        nobody = np.zeros(self.people, np.int32)
        none = np.zeros(0, np.int32)
        return Slice(nobody, nobody, Rows(none, none.astype(np.int16), none.astype(np.float64)))

    def of(self, places: Array) -> Block:
        """A block of some of the people, at the given places; the events stay where they are."""
        return _Part(
            self.sex[places],
            self.born[places],
            self.born_minute[places],
            self.load,
            self.texts,
            whole=self,
            places=places,
        )


@dataclass
class _Part(Block):
    """Some of a block's people: filters run once, on the whole."""

    whole: Block | None = None
    places: Array = field(default_factory=lambda: np.zeros(0, np.int64))

    def _filtered(self, code: str, keep: Filter) -> Slice:
        assert self.whole is not None
        return self.whole.slice(code, keep).of(self.places)


def block_of_facts(many: Sequence[Facts]) -> Block:
    """A block of these people, in their order."""
    texts = Texts()
    slices: Mapping[str, Slice] = {
        code: _slice_of_facts(code, many, texts)
        for code in {event.code for facts in many for event in facts.events}
    }
    return Block(
        sex=np.array([SEXES[facts.sex] for facts in many], np.int8),
        born=np.array([UNBORN if facts.born is None else facts.born for facts in many], np.int32),
        born_minute=np.array([facts.born_minute for facts in many], np.int16),
        load=slices.get,
        texts=texts,
    )


def _slice_of_facts(code: str, many: Sequence[Facts], texts: Texts) -> Slice:
    events = [sorted(facts.of(code)) for facts in many]
    edge = np.cumsum([0, *(len(own) for own in events)]).astype(np.int32)
    flat = [event for own in events for event in own]
    rows = Rows(
        np.array([event.day for event in flat], np.int32),
        np.array([event.minute for event in flat], np.int16),
        np.array([texts.encode(event.value) for event in flat], np.float64),
    )
    return Slice(edge[:-1], edge[1:], rows)
