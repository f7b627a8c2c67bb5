"""Periods of reports: a day, an ISO week, a month, a quarter or a year; first and last day inclusive."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from nyelik.base.dates import add_months

KINDS = ("day", "week", "month", "quarter", "year")

_FORMS = {
    "year": re.compile(r"^(\d{4})$"),
    "quarter": re.compile(r"^(\d{4})-Q([1-4])$"),
    "month": re.compile(r"^(\d{4})-(\d{2})$"),
    "week": re.compile(r"^(\d{4})-W(\d{2})$"),
    "day": re.compile(r"^(\d{4})-(\d{2})-(\d{2})$"),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, order=True)
class Period:
    """A reporting period: `start` and `end` are its first and last day."""

    start: dt.date
    end: dt.date
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS or self.end < self.start:
            raise ValueError(f"not a period: {self.kind} {self.start} to {self.end}")

    @property
    def text(self) -> str:
        """Its written form: 2026, 2026-Q1, 2026-03, 2026-W12, 2026-03-05."""
        if self.kind == "week":
            year, week, _ = self.start.isocalendar()
            return f"{year}-W{week:02d}"
        if self.kind == "quarter":
            return f"{self.start.year}-Q{(self.start.month + 2) // 3}"
        return self.start.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.kind]]

    def previous(self) -> Period:
        """The period of the same kind just before."""
        return period_holding(self.start - dt.timedelta(days=1), self.kind)

    def following(self) -> Period:
        """The period of the same kind just after."""
        return period_holding(self.end + dt.timedelta(days=1), self.kind)


def period_holding(day: dt.date, kind: str) -> Period:
    """The period of `kind` that holds `day`."""
    if kind == "day":
        return Period(day, day, "day")
    if kind == "week":
        monday = day - dt.timedelta(days=day.weekday())
        return Period(monday, monday + dt.timedelta(days=6), "week")
    months = _MONTHS[kind]
    start = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(start, add_months(start, months) - dt.timedelta(days=1), kind)


def parse_period(text: str) -> Period:
    """Read 2026, 2026-Q1, 2026-03, 2026-W12 or 2026-03-05. Raises ValueError with what was typed."""
    for kind, form in _FORMS.items():
        match = form.match(text.strip())
        if match:
            try:
                return period_holding(
                    _first_day(kind, [int(part) for part in match.groups()]), kind
                )
            except ValueError:
                break
    raise ValueError(
        f"“{text}” is not a period: write 2026, 2026-Q1, 2026-03, 2026-W12 or 2026-03-05"
    )


def _first_day(kind: str, parts: list[int]) -> dt.date:
    if kind == "week":
        return dt.date.fromisocalendar(parts[0], parts[1], 1)
    if kind == "quarter":
        return dt.date(parts[0], parts[1] * 3 - 2, 1)
    return dt.date(parts[0], *([*parts[1:], 1, 1])[:2])
