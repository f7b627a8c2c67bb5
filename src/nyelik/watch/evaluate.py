"""Evaluation of single rules over the mart, block by block on a few threads.

Results are kept by what they depend on: the block's version, the indicator, the day, the period and what was known
when. So after a refresh only changed blocks are evaluated again, and there is no incremental logic to go wrong.
"""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

from nyelik.base.dates import day_number
from nyelik.base.period import Period
from nyelik.rules import vocabulary as v
from nyelik.rules.engines.outcome_columns import Outcomes, Plans
from nyelik.rules.load import Loaded
from nyelik.rules.model import Indicator, Rulebook
from nyelik.rules.node import Node
from nyelik.watch.mart import Mart, State
from nyelik.watch.population import Population, Populations

Array: TypeAlias = npt.NDArray[Any]
Result = TypeVar("Result")
Item = TypeVar("Item")

_KEPT_RESULTS = 4_000


@dataclass(frozen=True)
class Asked:
    """What a report is about: the period, the day it is seen from, and what had been received by then.

    `known_on` None: everything received up to now. A period that has ended is judged as of its end.
    """

    period: Period
    as_of: dt.date
    known_on: dt.date | None = None

    @property
    def today(self) -> int:
        """The day number on which rules are asked."""
        return day_number(min(self.as_of, self.period.end))

    @property
    def known_day(self) -> int | None:
        """`known_on` as a day number."""
        return None if self.known_on is None else day_number(self.known_on)


@dataclass(frozen=True)
class Counted:
    """An indicator in one block: `places` of the people counted among, and which of its parts hold for each.

    `unsure` are places of people of whom it is not known whether they belong to it. `numbers`, of a mean only: the
    number of each, NaN where it is not known.
    """

    places: Array
    parts: Array
    unsure: Array
    numbers: Array | None = None

    @property
    def met(self) -> Array:
        """Who has every part."""
        return np.asarray(self.parts.all(axis=1))


BAND = "+"
"""Joins an indicator's id to the definitions by which it is split."""


def split(rules: Rulebook, indicator: Indicator, bands: Sequence[str]) -> Indicator:
    """The indicator among those only for whom definitions hold: the rows of a report by sex and age band.

    Raises KeyError for an unknown definition, ValueError for one that is no yes or no.
    """
    nodes = [rules.definitions[band].node for band in bands]
    if any(node.type != v.TRUTH for node in nodes):
        raise ValueError(f"{', '.join(bands)}: a band must be a yes or no")
    if not nodes:
        return indicator
    among = Node("and", (indicator.among, *nodes), v.TRUTH)
    return replace(indicator, id=BAND.join((indicator.id, *bands)), among=among)


class Watch:
    """A mart and a rulebook together: what coverage, names and trends are asked of."""

    def __init__(self, mart: Mart, loaded: Loaded) -> None:
        self.mart, self.loaded = mart, loaded
        # What `coverage.network_now` said last, where many questions follow each other; None: ask each time.
        self.network: tuple[int, ...] | None = None
        self.plans = Plans()
        self._populations = Populations()
        self._results: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def indicator(self, indicator_id: str) -> Indicator:
        """An indicator by its id, split if asked: `skdn-d+skdn_boys` is of boys only (see `split`).

        Raises KeyError for an indicator or definition that the rulebook does not have.
        """
        name, *bands = indicator_id.split(BAND)
        return split(self.loaded.rules, self.loaded.rules.indicators[name], bands)

    def population(self, state: State, number: int, asked: Asked) -> Population:
        """One block of the mart as known on the day asked for."""
        return self._populations.get(
            self.mart.folder, state, number, asked.known_day, self.loaded.growth
        )

    def counted(self, state: State, indicator: Indicator, asked: Asked) -> list[Counted]:
        """The indicator in every block; only blocks that changed since the same was asked are evaluated."""

        def count(number: int) -> Counted:
            key = ("counted", indicator.id, number, state.block_version(number), asked)
            return self.kept(key, lambda: self._count(state, number, indicator, asked))

        return over_blocks(count, state.blocks)

    def _count(self, state: State, number: int, indicator: Indicator, asked: Asked) -> Counted:
        outcomes = self.outcomes(state, number, asked)
        chosen, parts = outcomes.indicator(indicator)
        numbers = outcomes.numbers(indicator)
        return Counted(
            chosen.places.astype(np.int32), parts, chosen.unsure.astype(np.int32), numbers
        )

    def outcomes(self, state: State, number: int, asked: Asked) -> Outcomes:
        """Whole rules over one block."""
        population = self.population(state, number, asked)
        present = population.present(asked.today)
        return Outcomes(population.block, asked.today, asked.period, self.plans, present)

    def kept(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """A result made once for its key; the least lately used are dropped."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                found: Result = self._results[key]
                return found
        made = make()
        with self._lock:
            self._results[key] = made
            while len(self._results) > _KEPT_RESULTS:
                self._results.popitem(last=False)
        return made


def over_blocks(work: Callable[[int], Result], blocks: int) -> list[Result]:
    """The results of `work` for every block, in order; kernels and NumPy let several blocks run at once."""
    return spread(work, range(blocks))


def spread(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results of `work` for every item, in order, on as many threads as the machine has processors."""
    if len(items) < 2:
        return [work(item) for item in items]
    return list(_pool().map(work, items))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 2, thread_name_prefix="evaluate")
