"""A block of people as columns: who they are, and where the events of each code stand.

What the columns engine reads. `watch` builds blocks from the mart; `block_of_facts` builds a small one from
facts, for tests and for trying a rule on a few people.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules.engines.kernels.events import NO as NO
from nyelik.rules.engines.kernels.events import YES as YES
from nyelik.rules.engines.kernels.events import Rows as Rows
from nyelik.rules.engines.kernels.machine import People, Slots
from nyelik.rules.facts import Facts, Value

Array: TypeAlias = npt.NDArray[Any]

FEMALE, MALE = 1, 2
SEXES: dict[str | None, int] = {None: 0, "female": FEMALE, "male": MALE}
UNBORN = -(2**31)  # a birth day that is not recorded

# Texts and choices stand in value columns as numbers below this one: its place counted downwards, so no
# measurement can be taken for a text (2**52: whole numbers are still exact there).
_TEXT = -(2.0**52)


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
class Found:
    """Where the events of a code stand: `start` to `stop` (exclusive) of `rows`; no rows: of those of the base."""

    start: int
    stop: int
    rows: Rows | None = None


NOTHING = Found(0, 0)


@dataclass
class Block:
    """People in columns. `sex` holds FEMALE, MALE or 0; `born` day numbers or UNBORN; `born_minute` -1 if unknown.

    `find(code)` says where a code's events stand, those of the base being read where they are. The first person is
    numbered `nobody`. What was found is kept for as long as the block lives.
    """

    sex: Array
    born: Array
    born_minute: Array
    find: Callable[[str], Found]
    texts: Texts
    nobody: int = 0
    base: Rows = field(default_factory=lambda: no_rows())
    _found: dict[str, Found] = field(default_factory=dict)
    _own: tuple[Rows, dict[str, int]] = field(default_factory=lambda: (no_rows(), {}))
    _lock: Any = field(default_factory=threading.Lock)

    @property
    def people(self) -> int:
        """How many people it holds."""
        return len(self.sex)

    def rows(self, code: str) -> Rows:
        """The events of a code."""
        found = self._where(code)
        whole = self.base if found.rows is None else found.rows
        return Rows(*(column[found.start : found.stop] for column in whole))

    def slots(self, codes: Sequence[str]) -> tuple[Slots, Rows]:
        """Where the events of each code stand, and the rows that are the block's own."""
        with self._lock:
            found = {code: self._where(code) for code in codes}
            missing = [
                code for code in codes if found[code].rows is not None and code not in self._own[1]
            ]
            if missing:
                self._own = self._with_own(missing)
            own, starts = self._own
        low = [starts.get(code, found[code].start) for code in codes]
        size = [found[code].stop - found[code].start for code in codes]
        is_own = np.array([code in starts for code in codes], np.bool_)
        bounds = np.array([low, np.add(low, size)], np.int64).reshape(2, len(codes))
        return Slots(is_own, bounds[0], bounds[1]), own

    def told(self, present: Array | None, leaf: Array | None) -> People:
        """The people as the machine reads them; all are `present` and live on one leaf if that is not told."""
        return People(
            *self._columns,
            np.ones(self.people, np.bool_) if present is None else present,
            np.zeros(self.people, np.int32) if leaf is None else leaf.astype(np.int32, copy=False),
        )

    @cached_property
    def _columns(self) -> tuple[Array, Array, Array]:
        return (
            np.where(self.sex == 0, np.nan, self.sex),
            np.where(self.born == UNBORN, np.nan, self.born),
            np.where(self.born_minute < 0, np.nan, self.born_minute),
        )

    def _where(self, code: str) -> Found:
        if code not in self._found:
            self._found[code] = self.find(code)
        return self._found[code]

    def _with_own(self, codes: Sequence[str]) -> tuple[Rows, dict[str, int]]:
        whole, starts = self._own
        parts, starts, size = [whole], dict(starts), len(whole.day)
        for code in codes:
            parts.append(self.rows(code))
            starts[code] = size
            size += len(parts[-1].day)
        return Rows(*(np.concatenate(columns) for columns in zip(*parts, strict=True))), starts


def no_rows() -> Rows:
    """Rows of length 0."""
    return typed_rows([], [], [], [])


def typed_rows(person: Any, day: Any, minute: Any, value: Any) -> Rows:
    """Rows in the one form that kernels are compiled for."""
    return Rows(
        np.ascontiguousarray(person, np.int32),
        np.ascontiguousarray(day, np.int32),
        np.ascontiguousarray(minute, np.int16),
        np.ascontiguousarray(value, np.float64),
    )


def block_of_facts(many: Sequence[Facts]) -> Block:
    """A block of these people, in their order."""
    texts = Texts()
    found = {
        code: Found(0, len(own), typed_rows(*zip(*own, strict=True)))
        for code, own in _rows_by_code(many, texts)
    }
    return Block(
        sex=np.array([SEXES[facts.sex] for facts in many], np.int8),
        born=np.array([UNBORN if facts.born is None else facts.born for facts in many], np.int32),
        born_minute=np.array([facts.born_minute for facts in many], np.int16),
        find=lambda code: found.get(code, NOTHING),
        texts=texts,
    )


def _rows_by_code(
    many: Sequence[Facts], texts: Texts
) -> Iterable[tuple[str, list[tuple[int, int, int, float]]]]:
    """By code, in order: (person, day, minute, value) of each event; every event is looked at once."""
    rows: dict[str, list[tuple[int, int, int, float]]] = {}
    for number, facts in enumerate(many):
        for event in sorted(facts.events):
            row = (number, event.day, event.minute, texts.encode(event.value))
            rows.setdefault(event.code, []).append(row)
    return sorted(rows.items())
