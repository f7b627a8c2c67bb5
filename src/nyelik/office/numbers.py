"""How pages ask for numbers: the mart of this instance, and what a chosen period means for an indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nyelik.base.period import Period, parse_period, period_holding
from nyelik.office.rulebook import loaded
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import CoverageRow, coverage, network_now
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.pws import Course, Status, status, target_by_month
from nyelik.watch.refresh import home_mart, refresh

EARLIEST = 1950
"""The first year that can be asked for: a year before the first has no previous month."""


@cache
def _watch() -> Watch:
    return Watch(home_mart(), loaded())


def fresh_watch() -> Watch:
    """The mart and rulebook of this instance, with everything accepted so far merged in."""
    refresh(home_mart(), loaded().rules.words)
    watch = _watch()
    watch.network = network_now()
    return watch


@dataclass(frozen=True)
class Question:
    """What a page asks: the period chosen, the day of asking, and what was known by then (None: now)."""

    period: Period
    today: dt.date
    known_on: dt.date | None = None

    @property
    def until(self) -> dt.date:
        """The last day that is looked at."""
        return min(self.period.end, self.today)

    def asked(self, indicator: Indicator, until: dt.date | None = None) -> Asked:
        """The question for one indicator: its own period, seen from the end of the chosen one.

        So a month chosen for a yearly indicator means “sampai bulan ini”; months are never added up.
        """
        day = until or self.until
        return Asked(period_holding(day, indicator.period), day, self.known_on)

    def by_months(self) -> Question:
        """The same question of no less than a month, and as known now."""
        fine = self.period.kind in ("day", "week")
        period = period_holding(self.until, "month") if fine else self.period
        return Question(period, self.today)

    def month_ends(self) -> list[dt.date]:
        """The day looked at, and the ends of the two months before it."""
        first = self.until.replace(day=1)
        before = first - dt.timedelta(days=1)
        return [self.until, before, before.replace(day=1) - dt.timedelta(days=1)]


def read_question(period: str | None, known_on: str | None, today: dt.date) -> Question:
    """From what stands in an address; what cannot be read falls back to this month, known now."""
    try:
        chosen = parse_period(period) if period else period_holding(today, "month")
    except ValueError:
        chosen = period_holding(today, "month")
    if chosen.start > today or chosen.start.year < EARLIEST:
        chosen = period_holding(today, chosen.kind)
    try:
        known = dt.date.fromisoformat(known_on) if known_on else None
    except ValueError:
        known = None
    return Question(chosen, today, known if known and known < today else None)


@dataclass(frozen=True)
class Cell:
    """One indicator in one unit: the row of coverage, its course, status and the target it is held against."""

    row: CoverageRow
    course: Course
    target: float | None
    status: Status | None

    @property
    def gap(self) -> float | None:
        """Percentage points from the target."""
        return self.row.gap(self.target)

    @property
    def rising(self) -> bool | None:
        """Whether this month is above the last."""
        return self.course.rises()


def cells_by_unit(
    watch: Watch, indicator: Indicator, level: str, question: Question, area: str | None
) -> tuple[dict[str, Cell], Cell]:
    """The indicator for each unit of a level in an area, and for the area as a whole."""
    ends = question.month_ends()
    reports = [
        coverage(watch, indicator.id, level, question.asked(indicator, end), area) for end in ends
    ]
    target = target_until(indicator, question.until)
    by_unit = [{row.area: row for row in report.rows} for report in reports]

    def cell(row: CoverageRow, find: Callable[[int], CoverageRow | None]) -> Cell:
        earlier = [row, find(1), find(2)]
        course = course_of(indicator, earlier, ends)
        return Cell(row, course, target, status(course, target, indicator.better))

    units = {
        code: cell(row, lambda back, code=code: by_unit[back].get(code))  # type: ignore[misc]
        for code, row in by_unit[0].items()
    }
    return units, cell(reports[0].total, lambda back: reports[back].total)


def target_until(indicator: Indicator, day: dt.date) -> float | None:
    """The target in percent that should be reached by a day.

    Where a service fills up over the year (eight weighings), annual / 12 x month. Where each person is judged when
    their own time is over (a birth, a first birthday), the whole target from the first of them on.
    """
    target = indicator.target_for(day.year)
    if target is None or not indicator.target_by_month:
        return target
    return target_by_month(target, day.month)


def course_of(indicator: Indicator, rows: list[CoverageRow | None], ends: list[dt.date]) -> Course:
    """Percent so far, and the share of this month and of the last; `rows` and `ends` newest first, three each."""
    now, before, earlier = rows
    if indicator.period != "year":
        return Course(_percent(now), _percent(now), _percent(before))
    share = _gained if indicator.target_by_month else _share_of_new
    before = before if ends[1].year == ends[0].year else None
    earlier = earlier if ends[2].year == ends[0].year else None
    return Course(_percent(now), share(now, before), share(before, earlier))


def _percent(row: CoverageRow | None) -> float | None:
    return row.percent if row else None


def _gained(row: CoverageRow | None, earlier: CoverageRow | None) -> float | None:
    """Percentage points gained since: the people are the same, the service fills up."""
    percent = _percent(row)
    return None if percent is None else percent - (_percent(earlier) or 0.0)


def _share_of_new(row: CoverageRow | None, earlier: CoverageRow | None) -> float | None:
    """The percent among those only whose time was over since; None where there was nobody."""
    if row is None:
        return None
    people = row.of - (earlier.of if earlier else 0)
    met = row.met - (earlier.met if earlier else 0)
    return 100.0 * met / people if people > 0 else None
