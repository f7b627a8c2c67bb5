"""The numbers of a growth chart: curves and bands by age (or length), and the child's own points.

Pure: facts and tables in, numbers out; `chart_svg` draws them. Ages are decimal months, lengths cm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyelik.base.dates import day_from_number
from nyelik.rules.facts import Facts
from nyelik.rules.growth.derive import IMPLAUSIBLE_CODE, STATUS_CODE, derive, measurements
from nyelik.rules.growth.tables import GrowthTables, Index
from nyelik.rules.growth.zscore import Measured, scored_value, value_on_curve

_STEPS = 48  # pieces of a curve: a tenth of a millimetre from the true one at 360 pixels
_LENGTH_MARGIN = 6.0  # cm drawn on both sides of the child's own lengths


@dataclass(frozen=True)
class Point:
    """One measurement: `x` months (or cm), `y` in the chart's unit, on day number `day`.

    `z` is None where there is no usable score; `status` is B, O, N or T on a deciding weighing.
    `joined` tells whether a line leads here from the point before (on the KMS: only from last month).
    """

    x: float
    y: float
    day: int
    z: float | None
    implausible: bool = False
    status: str | None = None
    joined: bool = True


@dataclass(frozen=True)
class Curve:
    """The values of one score along x."""

    z: float
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Band:
    """A coloured band of the KMS between two curves."""

    colour: str
    lower: Curve
    upper: Curve


@dataclass(frozen=True)
class Chart:
    """Everything to draw. `by` is "month" or "length_cm"; x and y run over the given ranges."""

    index: str
    sex: str
    kms: bool
    by: str
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    curves: tuple[Curve, ...]
    bands: tuple[Band, ...]
    points: tuple[Point, ...]
    red_line: Curve | None = None
    orange_line: Curve | None = None


def growth_chart(
    facts: Facts, tables: GrowthTables, index: str, today: int, *, kms: bool = False
) -> Chart | None:
    """The page of the chart that belongs to the child's age on `today` (a day number).

    `kms` draws weight for age with the bands of the KMS. None where sex or birth date is unknown or the
    index has no table for any age on the page.
    """
    if facts.sex is None or facts.born is None:
        return None
    rule = tables.indices[index]
    page = _page(tables, rule, (today - facts.born) / tables.days_in_a_month)
    if page is None:
        return None
    points = _points(facts, tables, rule, page, today, kms)
    by, x_range = _x_range(tables, rule, page, points)
    drawing = _Drawing(tables, rule, facts.sex, by, x_range, page)
    curves = tuple(drawing.curve(z) for z in tables.charts.curves)
    return Chart(
        index=index,
        sex=facts.sex,
        kms=kms,
        by=by,
        x_range=x_range,
        y_range=_y_range(curves, points),
        curves=curves,
        bands=drawing.bands() if kms else (),
        points=points,
        red_line=drawing.curve(tables.charts.kms_red_line) if kms else None,
        orange_line=drawing.curve(tables.charts.kms_orange_line) if kms else None,
    )


@dataclass(frozen=True)
class _Drawing:
    """Curves of one index and sex along one x axis."""

    tables: GrowthTables
    index: Index
    sex: str
    by: str
    x_range: tuple[float, float]
    page: tuple[int, int]

    def curve(self, z: float) -> Curve:
        """The curve of a score, without the ages for which there is no table."""
        return Curve(z, tuple(self._places(z)))

    def bands(self) -> tuple[Band, ...]:
        """The bands of the KMS."""
        return tuple(
            Band(band.colour, self.curve(band.low), self.curve(band.high))
            for band in self.tables.charts.kms_bands
        )

    def _places(self, z: float) -> Iterator[tuple[float, float]]:
        low, high = self.x_range
        for step in range(_STEPS + 1):
            x = low + (high - low) * step / _STEPS
            y = self._value(x, z)
            if y is not None:
                yield x, y

    def _value(self, x: float, z: float) -> float | None:
        months = x if self.by == "month" else self.page[0]
        day = int(months * self.tables.days_in_a_month)
        if self.page[0] and (self.by == "length_cm" or x == self.x_range[0]):
            day += 1  # the first day of a later page belongs to that page's table
        table = self.index.table_for(day)
        if table is None:
            return None
        key = {"day": float(day), "month": x, "length_cm": x}[table.key]
        lms = table.at(self.sex, key)
        return value_on_curve(lms, z, self.index.extrapolate_beyond) if lms else None


def _page(tables: GrowthTables, index: Index, months: float) -> tuple[int, int] | None:
    """The page for this age, if the index goes as far as the page does."""
    for low, high in tables.charts.pages_months:
        if low <= months < high and index.table_for(int(high * tables.days_in_a_month)):
            return low, high
    return None


def _points(
    facts: Facts, tables: GrowthTables, index: Index, page: tuple[int, int], today: int, kms: bool
) -> tuple[Point, ...]:
    derived = derive(facts, tables)
    scores = {event.day: event.value for event in derived.of(f"z_{index.name}")}
    wrong = {e.day for e in derived.of(IMPLAUSIBLE_CODE) if e.value == index.name}
    statuses = {event.day: event.value for event in derived.of(STATUS_CODE)}
    points = []
    for day, child in measurements(facts).items():
        place = _place(tables, index, child)
        months = (child.age_days or 0) / tables.days_in_a_month
        if place is None or day > today or not page[0] <= months <= page[1]:
            continue
        z, status = scores.get(day), statuses.get(day)
        points.append(
            Point(
                *place,
                day=day,
                z=z if isinstance(z, float) else None,
                implausible=day in wrong,
                status=status if kms and isinstance(status, str) else None,
            )
        )
    return tuple(_joined(points, kms))


def _place(tables: GrowthTables, index: Index, child: Measured) -> tuple[float, float] | None:
    """Where the measurement stands: x and y, or None if this index was not measured."""
    if child.age_days is None or child.age_days < 0:
        return None
    y = scored_value(tables, index, child)
    if y is None:
        return None
    if _by(index) == "length_cm":
        length = scored_value(tables, tables.indices["length_for_age"], child)
        return None if length is None else (length, y)
    return child.age_days / tables.days_in_a_month, y


def _joined(points: list[Point], kms: bool) -> Iterator[Point]:
    """KMS: a point is joined to that of the calendar month before, and stands alone after a gap."""
    before: Point | None = None
    for point in points:
        gap = kms and before is not None and _month(point.day) - _month(before.day) > 1
        yield _alone(point) if gap or before is None else point
        before = point


def _alone(point: Point) -> Point:
    return Point(
        point.x, point.y, point.day, point.z, point.implausible, point.status, joined=False
    )


def _month(day: int) -> int:
    date = day_from_number(day)
    return date.year * 12 + date.month


def _by(index: Index) -> str:
    return "length_cm" if any(table.key == "length_cm" for table in index.tables) else "month"


def _x_range(
    tables: GrowthTables, index: Index, page: tuple[int, int], points: tuple[Point, ...]
) -> tuple[str, tuple[float, float]]:
    """Months of the page; for a table by length the child's lengths with a margin, to whole 5 cm."""
    table = index.table_for(int(page[1] * tables.days_in_a_month))
    if table is None or table.key != "length_cm":
        return "month", (float(page[0]), float(page[1]))
    last = table.first + (len(next(iter(table.rows.values()))) - 1) / table.rows_per_unit
    lengths = [p.x for p in points if not p.implausible] or [table.first, last]
    low = max(table.first, (min(lengths) - _LENGTH_MARGIN) // 5 * 5)
    high = min(last, -(-(max(lengths) + _LENGTH_MARGIN) // 5) * 5)
    return ("length_cm", (low, high)) if low < high else ("length_cm", (table.first, last))


def _y_range(curves: tuple[Curve, ...], points: tuple[Point, ...]) -> tuple[float, float]:
    """So that curves and points fit; what cannot be true does not squeeze the rest."""
    values = [y for curve in curves for _, y in curve.points]
    values += [point.y for point in points if not point.implausible]
    return min(values), max(values)
