"""Monthly figures that others report as "up to this month": cumulative, so never summed over months.

The month's report is the rows of exactly that month; a quarter's (or a year's) is, for each area, the latest month of
the same year up to its end, with how fresh that is. Revisions are kept: of two for one month the later received counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from nyelik.base.period import Period
from nyelik.watch.ratio import Ratio, ratio_of_sums

FRESH, STALE, MISSING = "FRESH", "STALE", "MISSING"


@dataclass(frozen=True)
class Reported:
    """What an area reported for a month: `month` is its first day, `received_at` unix milliseconds."""

    area: str
    month: dt.date
    ratio: Ratio
    received_at: int


@dataclass(frozen=True)
class Latest:
    """What counts for one area: None if it never reported, and how fresh it is: FRESH, CF_1, CF_2, STALE, MISSING."""

    area: str
    reported: Reported | None
    freshness: str


def month_report(rows: Iterable[Reported], month: dt.date) -> dict[str, Reported]:
    """For each area what it reported for exactly that month; an area that did not report has no entry."""
    return {row.area: row for row in _by_receipt(rows) if row.month == month}


def latest_report(rows: Iterable[Reported], period: Period, areas: Sequence[str]) -> list[Latest]:
    """For each area the latest month of the period's year up to the period's end."""
    year = period.end.year
    counted: dict[str, Reported] = {}
    for row in sorted(_by_receipt(rows), key=lambda row: row.month):
        if row.month.year == year and row.month <= period.end:
            counted[row.area] = row
    return [
        Latest(area, counted.get(area), _freshness(counted.get(area), period)) for area in areas
    ]


def whole(latest: Iterable[Latest]) -> Ratio:
    """The ratio over all areas that reported: a ratio of sums."""
    return ratio_of_sums(one.reported.ratio for one in latest if one.reported)


def fallen(rows: Iterable[Reported]) -> list[tuple[Reported, Reported]]:
    """Pairs of following months of one area and year in which the cumulative figure fell: flagged, not refused."""
    ordered = sorted(
        {(r.area, r.month): r for r in _by_receipt(rows)}.values(), key=lambda r: (r.area, r.month)
    )
    return [
        (before, after)
        for before, after in pairwise(ordered)
        if (before.area, before.month.year) == (after.area, after.month.year)
        and after.ratio.numerator < before.ratio.numerator
    ]


def _by_receipt(rows: Iterable[Reported]) -> list[Reported]:
    return sorted(rows, key=lambda row: row.received_at)


def _freshness(row: Reported | None, period: Period) -> str:
    if row is None:
        return MISSING
    behind = (period.end.year - row.month.year) * 12 + period.end.month - row.month.month
    if behind == 0:
        return FRESH
    # Carried forward one or two months; what is older than the quarter is stale.
    return f"CF_{behind}" if behind <= 2 else STALE
