"""Coverage by area: how many of those it is for are met, at every level from kabupaten to RT, and over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.dates import day_from_number
from nyelik.base.period import Period
from nyelik.register.area_tree import LEVELS, AreaTree, tree
from nyelik.rules.model import Indicator
from nyelik.watch.evaluate import Asked, Watch, spread
from nyelik.watch.mart import State
from nyelik.watch.ratio import Ratio

Array: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class CoverageRow:
    """One unit. `of` = met + missed; `unknown` are people of whom it is not known whether they belong to it.

    The unit "" holds people whose place is not known, or known only to a wider unit. Of an indicator that is a
    mean, `met` are those whose number is known, and `total` the sum of their numbers.
    """

    area: str
    name: str
    level: str
    met: int
    missed: int
    unknown: int
    total: float | None = None

    @property
    def mean(self) -> float | None:
        """Of a mean: the sum of the numbers by how many are known; never a mean of means. None (N/A) if none is."""
        return None if self.total is None or not self.met else self.total / self.met

    @property
    def of(self) -> int:
        """The denominator: the people it is counted among."""
        return self.met + self.missed

    @property
    def percent(self) -> float | None:
        """Ratio of the sums in percent; None (N/A) where nobody is counted."""
        return Ratio(self.met, self.of).percent

    @property
    def warning(self) -> str | None:
        """See `ratio.Ratio.warning`."""
        return Ratio(self.met, self.of).warning

    def against(self, target_number: float) -> Ratio:
        """The met against another denominator: a projected, counted or decreed target number."""
        return Ratio(self.met, target_number)

    def gap(self, target: float | None) -> float | None:
        """Percentage points from the target; negative is below. None where either is not known."""
        percent = self.percent
        return None if percent is None or target is None else percent - target


@dataclass(frozen=True)
class Coverage(Sequence[CoverageRow]):
    """Rows by unit, their total, and what the figures stand on."""

    indicator: Indicator
    asked: Asked
    level: str
    area: str | None
    rows: tuple[CoverageRow, ...]
    total: CoverageRow
    rulebook: str
    seq: int

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[CoverageRow]:
        return iter(self.rows)

    def __getitem__(self, place: Any) -> Any:
        return self.rows[place]

    @property
    def target(self) -> float | None:
        """The programme's target in percent for the period's year."""
        return self.indicator.target_for(self.asked.period.end.year)


def coverage(
    watch: Watch,
    indicator_id: str,
    level: str,
    asked: Asked,
    area: str | None = None,
    state: State | None = None,
) -> Coverage:
    """Coverage of an indicator by the units of a level, within an area or everywhere.

    Raises KeyError for an unknown indicator, ValueError for an unknown level or area. Reads the mart as it is: see
    `refresh` for bringing it up to date first.
    """
    state = state or watch.mart.state()
    places = area_tree(watch, asked)
    if level not in LEVELS:
        raise ValueError(f"there is no level “{level}”; levels are {', '.join(LEVELS)}")
    inside = leaves_inside(places, area)
    indicator = watch.indicator(indicator_id)
    if indicator.subject != "person":
        raise ValueError(f"“{indicator_id}” is about a {indicator.subject}, not about people")
    sums = _by_leaf(watch, state, indicator, asked, places)
    rows = rows_by_unit(places, level, inside, sums, indicator)
    total = total_row(places, area, inside, sums, indicator)
    return Coverage(
        indicator, asked, level, area, rows, total, watch.loaded.rules.version, state.seq
    )


def total_row(
    places: AreaTree, area: str | None, inside: Array, sums: Array, indicator: Indicator
) -> CoverageRow:
    """The row of a whole area from sums by leaf."""
    level = (places.level_of(area) or "") if area else ""
    name = places.names.get(area or "", "")
    return _row(indicator, area or "", name, level, sums[:, inside].sum(axis=1).tolist())


def _row(
    indicator: Indicator, code: str, name: str, level: str, sums: Sequence[float]
) -> CoverageRow:
    met, missed, unknown, total = sums
    counts = int(met), int(missed), int(unknown)
    return CoverageRow(code, name, level, *counts, None if indicator.mean_of is None else total)


def trend(
    watch: Watch, indicator_id: str, asked: Asked, periods: int, area: str | None = None
) -> list[tuple[Period, CoverageRow]]:
    """The indicator in one area over the last periods of the same kind, oldest first, ending with the one asked for."""
    wanted = [asked.period]
    while len(wanted) < periods:
        wanted.append(wanted[-1].previous())
    level = LEVELS[0]
    return [
        (period, coverage(watch, indicator_id, level, _within(asked, period), area).total)
        for period in reversed(wanted)
    ]


def _within(asked: Asked, period: Period) -> Asked:
    return Asked(period, asked.as_of, asked.known_on)


def rows_by_unit(
    places: AreaTree, level: str, inside: Array, sums: Array, indicator: Indicator
) -> tuple[CoverageRow, ...]:
    """Rows of the units of a level from sums by leaf: met, missed, unsure, and the numbers of a mean."""
    unit = places.above[level]
    units = len(places.units[level])
    shown = np.bincount(unit[inside] + 1, minlength=units + 1) > 0
    columns = [np.bincount(unit[inside] + 1, one[inside], units + 1).tolist() for one in sums]
    rows = [
        _row(indicator, code, places.names[code], level, [one[place + 1] for one in columns])
        for place, code in enumerate(places.units[level])
        if shown[place + 1]
    ]
    if any(column[0] for column in columns):
        rows.append(_row(indicator, "", "", level, [one[0] for one in columns]))
    return tuple(rows)


def _by_leaf(
    watch: Watch, state: State, indicator: Indicator, asked: Asked, places: AreaTree
) -> Array:
    """Met, missed and unsure people and the sum of their numbers, by leaf of the tree: shape (4, leaves)."""
    leaves = leaves_of_people(watch, state, asked, places)
    size = len(places.leaves)
    sums = np.zeros((4, size))
    counted = watch.counted(state, indicator, asked)
    for one, at in zip(counted, leaves, strict=True):
        met = one.met
        for row, people in enumerate((one.places[met], one.places[~met], one.unsure)):
            sums[row] += np.bincount(at[people], minlength=size)
        if one.numbers is not None:
            sums[3] += np.bincount(at[one.places[met]], one.numbers[met], size)
    return sums


def leaves_of_people(
    watch: Watch,
    state: State,
    asked: Asked,
    places: AreaTree,
    blocks: Sequence[int] | None = None,
) -> list[Array]:
    """For each block (or of some) the leaf of the tree on which each person lives."""

    def of_block(number: int) -> Array:
        key = (
            "leaves",
            number,
            state.block_version(number),
            asked.today,
            asked.known_on,
            id(places),
        )
        return watch.kept(key, lambda: _leaves(watch, state, number, asked, places))

    return spread(of_block, range(state.blocks) if blocks is None else blocks)


def _leaves(watch: Watch, state: State, number: int, asked: Asked, places: AreaTree) -> Array:
    residence, codes = watch.population(state, number, asked).residence(asked.today)
    leaf_of_code = np.array([*(places.leaf_of(code) for code in codes), 0], np.int32)
    return leaf_of_code[residence]  # the last one, reached as -1, is for those without a residence


def leaves_inside(places: AreaTree, area: str | None) -> Array:
    """Mask of the leaves that lie in a unit; all of them for None. Raises ValueError for an unknown unit."""
    if not area:
        return np.ones(len(places.leaves), np.bool_)
    level = places.level_of(area)
    if level is None:
        raise ValueError(f"there is no area or facility “{area}”")
    return np.asarray(places.above[level] == places.units[level].index(area))


def area_tree(watch: Watch, asked: Asked) -> AreaTree:
    """The tree of areas with the network of facilities on the day asked for."""
    day = day_from_number(asked.today)
    network = watch.network if watch.network is not None else network_now()
    return watch.kept(("tree", day, network), lambda: tree(day))


def network_now() -> tuple[int, ...]:
    """Changes when areas, facilities, their types or catchments do: three counts are cheaper than the tree."""
    from nyelik.register.tables import Area, Catchment, FacilityType

    return tuple(table.objects.count() for table in (Area, Catchment, FacilityType))
