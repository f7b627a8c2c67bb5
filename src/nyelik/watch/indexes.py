"""Indexes of an area: gathers the figures of the indicators that one is made of; `rules.index` does the sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from nyelik.rules.index import IndexState, exact, index_state
from nyelik.rules.model import Index, IndexPart
from nyelik.watch.coverage import Coverage, CoverageRow, coverage
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.subjects import coverage_of_subjects


@dataclass(frozen=True)
class IndexFigure:
    """An index in one unit, with the figures of its indicators: each opens to its names."""

    area: str
    name: str
    state: IndexState
    members: Mapping[str, CoverageRow]


def any_coverage(
    watch: Watch, indicator_id: str, level: str, asked: Asked, area: str | None = None
) -> Coverage:
    """Coverage of an indicator, whatever it is about. Raises KeyError or ValueError like `coverage`."""
    indicator = watch.indicator(indicator_id)
    if indicator.subject == "person":
        return coverage(watch, indicator_id, level, asked, area)
    return coverage_of_subjects(watch, indicator, level, asked, area)


def index_of(watch: Watch, index: Index, asked: Asked, area: str | None = None) -> IndexFigure:
    """The index of one area, or of everywhere."""
    return index_by_unit(watch, index, "regency", asked, area)[0]


def index_by_unit(
    watch: Watch, index: Index, level: str, asked: Asked, area: str | None = None
) -> tuple[IndexFigure, list[IndexFigure]]:
    """The index of an area, and of each unit of a level in it. Raises ValueError like `coverage`."""
    found = {member: any_coverage(watch, member, level, asked, area) for member in index.members}
    whole = {member: one.total for member, one in found.items()}
    units: dict[str, dict[str, CoverageRow]] = {}
    for member, one in found.items():
        for row in one.rows:
            if row.area:
                units.setdefault(row.area, {})[member] = row
    return _figure(watch, index, asked, area, whole), [
        _figure(watch, index, asked, unit, rows) for unit, rows in sorted(units.items())
    ]


def _figure(
    watch: Watch, index: Index, asked: Asked, area: str | None, rows: Mapping[str, CoverageRow]
) -> IndexFigure:
    values = {
        member: _share(watch, part, member, asked, area)
        if part.areas
        else _value(watch, member, rows.get(member))
        for part in index.parts
        for member in part.of
    }
    name = next((row.name for row in rows.values()), "")
    return IndexFigure(area or "", name, index_state(index, values), rows)


def _value(watch: Watch, member: str, row: CoverageRow | None) -> Fraction | None:
    """A percent from counts, a mean from its sum: exact, since at a bound a class begins."""
    if row is None:
        return None
    if watch.indicator(member).mean_of is None:
        return Fraction(100 * row.met, row.of) if row.of else None
    return Fraction(str(round(row.total or 0.0, 6))) / row.met if row.met else None


def _share(
    watch: Watch, part: IndexPart, member: str, asked: Asked, area: str | None
) -> Fraction | None:
    """Percent of the areas inside that reach the bound; areas with nobody to count are left out."""
    assert part.areas is not None
    assert part.reaches is not None
    rows = any_coverage(watch, member, part.areas, asked, area).rows
    values = [
        value for row in rows if row.area and (value := _value(watch, member, row)) is not None
    ]
    reached = sum(value >= exact(part.reaches) for value in values)
    return Fraction(100 * reached, len(values)) if values else None
