"""The course of one indicator in one area over the last twelve months, as numbers and as a drawing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nyelik.office.numbers import Question, target_until
from nyelik.office.templatetags.office import percent
from nyelik.rules.model import Indicator
from nyelik.watch.coverage import coverage
from nyelik.watch.evaluate import Watch

MONTHS = 12

# The drawing, in its own units: it scales to the width of the page.
WIDTH, HEIGHT = 420, 180
LEFT, RIGHT, TOP, BOTTOM = 42, 16, 18, 30


@dataclass(frozen=True)
class Point:
    """A month: its last day looked at, the percent (None: nobody to count), and the target by then."""

    until: dt.date
    percent: float | None
    target: float | None


def trend_points(watch: Watch, indicator: Indicator, question: Question, area: str) -> list[Point]:
    """Twelve months ending with the one asked for, oldest first; each counted anew, never added up."""
    ends = [question.until]
    while len(ends) < MONTHS:
        ends.append(ends[-1].replace(day=1) - dt.timedelta(days=1))
    return [_point(watch, indicator, question, area, end) for end in reversed(ends)]


def _point(
    watch: Watch, indicator: Indicator, question: Question, area: str, end: dt.date
) -> Point:
    found = coverage(watch, indicator.id, "regency", question.asked(indicator, end), area)
    return Point(end, found.total.percent, target_until(indicator, end))


def trend_svg(points: list[Point], label: str) -> SafeString:
    """The line of the indicator with its target, drawn for people who compare months."""
    top = max([100.0, *(p.percent for p in points if p.percent is not None)])
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        description(points, label),
        label,
        _grid(top),
        _months(points),
        _line([p.target for p in points], top, "trend-target"),
        _line([p.percent for p in points], top, "trend-line"),
        _last(points, top),
    )


def description(points: list[Point], label: str) -> str:
    """The drawing in words: each month with its percent."""
    months = (f"{formats.date_format(p.until, 'M Y')} {percent(p.percent)}" for p in points)
    return f"{label}: {', '.join(months)}"


def _x(number: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * number / (MONTHS - 1)


def _y(value: float, top: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)


def _grid(top: float) -> SafeString:
    lines = [(value, round(_y(value, top), 1)) for value in (0, 25, 50, 75, 100)]
    return format_html_join(
        "",
        '<line class="trend-grid" x1="{}" x2="{}" y1="{}" y2="{}"/><text x="{}" y="{}" text-anchor="end">{}</text>',
        ((LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, f"{value}%") for value, y in lines),
    )


def _months(points: list[Point]) -> SafeString:
    names = [
        (round(_x(number), 1), HEIGHT - 8, formats.date_format(point.until, "M"))
        for number, point in enumerate(points)
    ]
    return format_html_join("", '<text x="{}" y="{}" text-anchor="middle">{}</text>', names)


def _line(values: list[float | None], top: float, kind: str) -> SafeString:
    """A line that breaks where there is no number."""
    runs: list[list[str]] = [[]]
    for number, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{_x(number):.1f},{_y(value, top):.1f}")
    return format_html_join(
        "", '<polyline class="{}" points="{}"/>', ((kind, " ".join(run)) for run in runs if run)
    )


def _last(points: list[Point], top: float) -> SafeString:
    last = points[-1]
    if last.percent is None:
        return format_html(
            "<text x='{}' y='{}'>{}</text>", LEFT, TOP + 12, gettext("belum ada sasaran")
        )
    x, y = _x(MONTHS - 1), _y(last.percent, top)
    return format_html(
        '<circle class="trend-dot" cx="{}" cy="{}" r="5"/>'
        '<text class="trend-value" x="{}" y="{}" text-anchor="end">{}</text>',
        round(x, 1),
        round(y, 1),
        round(x - 8, 1),
        round(max(y - 8, 12), 1),
        percent(last.percent),
    )
