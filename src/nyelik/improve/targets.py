"""Targets (sasaran) with three values side by side: projected, real and decreed.

Projected comes from the statistics office or the ministry, real is counted from the register (elsewhere), decreed is
set by the head of the district with a decree (SK). Coverage is shown against the decreed one, and against the real one
as a second column. A target belongs to one year, one area or facility, and one subject: a target group
("pregnant") or an indicator ("spm-04").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import models

from nyelik.base.problem import Problem
from nyelik.watch.pws import target_by_month

PROJECTED, DECREED = "projected", "decreed"
KINDS = {PROJECTED: "Proyeksi", DECREED: "Ditetapkan"}


class Target(models.Model):
    """How many people are to be reached in a year, by one source.

    Of several rows of one kind the one recorded last counts.

    Nothing is overwritten, so last month's report can be asked again.
    """

    subject = models.CharField(max_length=60)
    area = models.CharField(max_length=24)
    year = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=tuple(KINDS.items()))
    people = models.IntegerField()
    source = models.CharField(max_length=200)
    decree = models.CharField(max_length=120, blank=True)
    decreed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("subject", "year", "area"), name="target_subject_year"),)

    def __str__(self) -> str:
        return f"{self.subject} {self.area} {self.year} {self.kind} {self.people}"


@dataclass(frozen=True)
class TargetValues:
    """The values of one subject, area and year. None: nobody has given it."""

    projected: int | None = None
    real: int | None = None
    decreed: int | None = None
    source: str = ""
    decree: str = ""

    @property
    def denominator(self) -> int | None:
        """What coverage is shown against: the decreed one, else the projected, else the real one."""
        given = (self.decreed, self.projected, self.real)
        return next((value for value in given if value is not None), None)


def record(rows: Iterable[Target]) -> int:
    """Keep targets; how many. Problems: `target-negative`, `target-without-decree` (a decreed one needs its SK)."""
    kept = list(rows)
    for row in kept:
        if row.people < 0:
            raise Problem("target-negative", subject=row.subject, area=row.area, people=row.people)
        if row.kind == DECREED and not row.decree:
            raise Problem("target-without-decree", subject=row.subject, area=row.area)
    Target.objects.bulk_create(kept, batch_size=500)
    return len(kept)


def targets_for(
    subject: str, year: int, areas: Sequence[str], real: dict[str, int] | None = None
) -> dict[str, TargetValues]:
    """Values for each area (or facility); `real` are counts from the register, given by who counts. One query."""
    latest: dict[tuple[str, str], Target] = {}
    rows = Target.objects.filter(subject=subject, year=year, area__in=list(areas))
    for row in rows.order_by("recorded_at", "id"):
        latest[row.area, row.kind] = row
    return {area: _values(area, latest, (real or {}).get(area)) for area in areas}


def _values(area: str, latest: dict[tuple[str, str], Target], real: int | None) -> TargetValues:
    projected, decreed = latest.get((area, PROJECTED)), latest.get((area, DECREED))
    shown = decreed or projected
    return TargetValues(
        projected.people if projected else None,
        real,
        decreed.people if decreed else None,
        shown.source if shown else "",
        decreed.decree if decreed else "",
    )


def pro_rata(people: int, month: int) -> float:
    """The part of a year's target to be reached by the end of a month (1 to 12): annual / 12 x month."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {month}")
    return target_by_month(people, month)


def people_by_subject(year: int, facilities: Sequence[str], areas: Sequence[str]) -> dict[str, int]:
    """What coverage is shown against, by subject: set for the facilities together, else for all of the areas.

    A subject that is set for some of them only is left out: a part of a target is none. One query.
    """
    latest: dict[str, dict[tuple[str, str], Target]] = {}
    rows = Target.objects.filter(year=year, area__in=[*facilities, *areas])
    for row in rows.order_by("recorded_at", "id"):
        latest.setdefault(row.subject, {})[row.area, row.kind] = row
    found: dict[str, int] = {}
    for subject, rows_of in sorted(latest.items()):
        people = _together(facilities, rows_of)
        people = _together(areas, rows_of) if people is None else people
        if people is not None:
            found[subject] = people
    return found


def _together(units: Sequence[str], latest: dict[tuple[str, str], Target]) -> int | None:
    values = [_values(unit, latest, None).denominator for unit in units]
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None
