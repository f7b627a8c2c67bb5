"""Pemantauan Wilayah Setempat: where an area stands against the target of the month, and where it is going.

The annual target is spread evenly over the year's months; the status joins level and direction. Source: PWS-KIA
(baik, kurang, cukup, jelek). For an indicator where lower is better, level and direction are reversed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal["baik", "kurang", "cukup", "jelek"]
Better = Literal["higher", "lower"]
_MONTHS_OF_YEAR = 12


def target_by_month(annual: float, month: int) -> float:
    """The cumulative target in percent that should be reached by the end of a month (1 to 12)."""
    return annual * month / _MONTHS_OF_YEAR  # in this order December is the whole target, exactly


@dataclass(frozen=True)
class Course:
    """An area's course: cumulative percent so far, the percent of this month and of last month."""

    cumulative: float | None
    this_month: float | None
    last_month: float | None

    def rises(self) -> bool | None:
        """Whether this month is above the last; None if they are equal or either is not known."""
        if self.this_month is None or self.last_month is None or self.this_month == self.last_month:
            return None
        return self.this_month > self.last_month


def status(course: Course, target: float | None, better: str = "higher") -> Status | None:
    """The PWS status; None where there is no target or no number.

    On target: baik if rising or equal, kurang if falling. Below: cukup if rising, jelek if falling or equal.
    """
    if course.cumulative is None or target is None:
        return None
    lower = better == "lower"
    reached = course.cumulative <= target if lower else course.cumulative >= target
    rises = course.rises()
    improves = None if rises is None else rises != lower
    if reached:
        return "kurang" if improves is False else "baik"
    return "cukup" if improves else "jelek"


def ranked(
    courses: Sequence[tuple[str, Course]], better: str = "higher"
) -> list[tuple[str, Course]]:
    """Areas by cumulative percent, best first; areas without a number come last."""
    known = [pair for pair in courses if pair[1].cumulative is not None]
    unknown = [pair for pair in courses if pair[1].cumulative is None]
    known.sort(key=lambda pair: pair[1].cumulative or 0.0, reverse=better != "lower")
    return known + unknown
