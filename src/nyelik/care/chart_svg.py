"""Draws a growth chart as SVG text, as the Buku KIA prints it: readable at 360 pixels, nothing external.

Colours are presentation attributes, so a strict content policy accepts the picture inside a page; every
part has a class, so a page may recolour it. Numbers are written here, never by a page's language.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.sax.saxutils import escape

from nyelik.base.dates import day_from_number
from nyelik.care.chart import Chart, Curve, Point
from nyelik.rules.words import Label

WIDTH, HEIGHT = 360, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 336.0, 12.0, 268.0

TITLES = {
    "weight_for_age": Label("Berat badan menurut umur", "Weight for age"),
    "length_for_age": Label("Panjang atau tinggi badan menurut umur", "Length or height for age"),
    "weight_for_length": Label(
        "Berat badan menurut panjang atau tinggi", "Weight for length or height"
    ),
    "bmi_for_age": Label("Indeks massa tubuh menurut umur", "Body mass index for age"),
    "head_for_age": Label("Lingkar kepala menurut umur", "Head circumference for age"),
    "muac_for_age": Label(
        "Lingkar lengan atas menurut umur", "Mid-upper arm circumference for age"
    ),
}
UNITS = {
    "weight_for_age": "kg",
    "weight_for_length": "kg",
    "bmi_for_age": "kg/m²",
}
BAND_COLOURS = {"yellow": "#ffe680", "light_green": "#c5e8b7", "green": "#8fce7e"}
# As WHO and the Buku KIA print them: green in the middle, black at three.
_CURVE_COLOURS = {0: "#1d8a52", 1: "#c98a00", 2: "#c62a22", 3: "#14262b"}
_INK, _SOFT, _GRID, _POINT, _WRONG = "#14262b", "#465a60", "#d3ddd8", "#12307d", "#c62a22"
_STEPS = (0.5, 1, 2, 5, 10, 20)


def chart_svg(chart: Chart, language: str = "id", prefix: str = "chart") -> str:
    """The chart as one <svg> element. `prefix` makes the ids of title and description unique on a page."""
    scale = _Scale(chart)
    name = f"{prefix}-{chart.index.replace('_', '-')}"
    parts = [
        f'<svg class="growth-chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" font-size="11" '
        'font-family="system-ui, sans-serif">',
        f'<title id="{name}-title">{escape(title(chart, language))}</title>',
        f'<desc id="{name}-desc">{escape(description(chart, language))}</desc>',
        *_bands(chart, scale),
        *_grid(chart, scale, language),
        *_curves(chart, scale),
        *_line(chart.points, scale),
        *(_mark(point, scale) for point in chart.points),
        *_last_value(chart, scale, language),
        *_statuses(chart, scale),
        "</svg>",
    ]
    return "".join(parts)


def title(chart: Chart, language: str) -> str:
    """What the chart shows: "Berat badan menurut umur (KMS), anak perempuan"."""
    sexes = {
        "female": Label("anak perempuan", "girl"),
        "male": Label("anak laki-laki", "boy"),
    }
    kms = " (KMS)" if chart.kms else ""
    return f"{TITLES[chart.index].text(language)}{kms}, {sexes[chart.sex].text(language)}"


def description(chart: Chart, language: str) -> str:
    """The chart in a sentence, for those who cannot see it."""
    if not chart.points:
        return Label("Belum ada hasil ukur.", "Nothing measured yet.").text(language)
    last = chart.points[-1]
    many = Label(
        "Hasil ukur: {n}. Terakhir {day}: {y} {unit}", "Measurements: {n}. Last {day}: {y} {unit}"
    )
    text = many.text(language).format(
        n=len(chart.points),
        day=day_from_number(last.day).isoformat(),
        y=number(last.y, language),
        unit=UNITS.get(chart.index, "cm"),
    )
    if last.implausible:
        return text + Label(
            "; tidak masuk akal, ukur ulang.", "; implausible, measure again."
        ).text(language)
    return text + ("." if last.z is None else f", z {number(last.z, language, 2)}.")


def number(value: float, language: str, decimals: int = 1) -> str:
    """A number in the reader's way: 8,4 in Indonesian; a true minus sign."""
    text = f"{value:.{decimals}f}".replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


class _Scale:
    """From the chart's numbers to the places of the picture; y runs over whole steps.

    What lies outside is drawn at the edge.
    """

    def __init__(self, chart: Chart) -> None:
        low, high = chart.y_range
        self.step = next((s for s in _STEPS if (high - low) / s <= 9), _STEPS[-1])
        self.low, self.high = math.floor(low / self.step), math.ceil(high / self.step)
        self.x_low, self.x_high = chart.x_range

    def x(self, value: float) -> float:
        """Pixels from the left."""
        part = (value - self.x_low) / (self.x_high - self.x_low)
        return _LEFT + min(max(part, 0.0), 1.0) * (_RIGHT - _LEFT)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        part = (value / self.step - self.low) / (self.high - self.low)
        return _BOTTOM - min(max(part, 0.0), 1.0) * (_BOTTOM - _TOP)

    def y_ticks(self) -> list[float]:
        """The values that get a line and a number."""
        return [place * self.step for place in range(self.low, self.high + 1)]

    def path(self, places: Sequence[tuple[float, float]]) -> str:
        """Places as points of a polyline."""
        return " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in places)


def _bands(chart: Chart, scale: _Scale) -> list[str]:
    return [
        f'<polygon class="band band-{band.colour}" fill="{BAND_COLOURS[band.colour]}" '
        f'points="{scale.path([*band.lower.points, *reversed(band.upper.points)])}"/>'
        for band in chart.bands
    ]


def _grid(chart: Chart, scale: _Scale, language: str) -> list[str]:
    parts = [f'<g class="grid" stroke="{_GRID}" stroke-width="1">']
    parts += [_segment(_LEFT, scale.y(y), _RIGHT, scale.y(y)) for y in scale.y_ticks()]
    ticks = _x_ticks(chart)
    parts += [_segment(scale.x(x), _TOP, scale.x(x), _BOTTOM) for x, _ in ticks]
    parts.append(f'</g><g class="axis" fill="{_SOFT}">')
    parts += [_text(_LEFT - 4, scale.y(y) + 4, _tick(y, language), "end") for y in scale.y_ticks()]
    parts += [_text(scale.x(x), _BOTTOM + 14, label, "middle") for x, label in ticks if label]
    parts.append(_text((_LEFT + _RIGHT) / 2, HEIGHT - 4, _x_name(chart, language), "middle"))
    parts.append(_text(_LEFT + 4, _TOP + 11, UNITS.get(chart.index, "cm"), "start"))
    return [*parts, "</g>"]


def _tick(value: float, language: str) -> str:
    return f"{value:.0f}" if value == int(value) else number(value, language)


def _x_name(chart: Chart, language: str) -> str:
    if chart.by == "length_cm":
        return Label("panjang atau tinggi (cm)", "length or height (cm)").text(language)
    if _in_years(chart):
        return Label("umur (tahun)", "age (years)").text(language)
    return Label("umur (bulan)", "age (months)").text(language)


def _in_years(chart: Chart) -> bool:
    return chart.by == "month" and chart.x_range[1] - chart.x_range[0] > 60


def _x_ticks(chart: Chart) -> list[tuple[float, str]]:
    """Where upright lines stand, and the numbers below some of them."""
    low, high = chart.x_range
    if chart.by == "length_cm":
        return [(float(x), str(x)) for x in range(math.ceil(low / 5) * 5, int(high) + 1, 5)]
    step = 12 if _in_years(chart) else 1 if high - low <= 24 else 2
    named = step * 3 if step == 2 else 24 if step == 12 else 2
    unit = 12 if _in_years(chart) else 1
    ticks = range(int(low), int(high) + 1, step)
    return [(float(x), str(x // unit) if (x - int(low)) % named == 0 else "") for x in ticks]


def _curves(chart: Chart, scale: _Scale) -> list[str]:
    if chart.kms:
        drawn = [_polyline(curve, scale, "#ffffff", 1) for curve in chart.curves]
        for line, colour in ((chart.orange_line, "#e36a12"), (chart.red_line, "#c62a22")):
            if line:
                drawn.append(_polyline(line, scale, colour, 2))
        labels = [line for line in (chart.orange_line, chart.red_line) if line]
        return drawn + [_curve_label(line, scale, _INK) for line in labels]
    drawn = []
    for curve in chart.curves:
        colour = _CURVE_COLOURS[min(int(abs(curve.z)), 3)]
        drawn.append(_polyline(curve, scale, colour, 2 if curve.z == 0 else 1.25))
        drawn.append(_curve_label(curve, scale, colour))
    return drawn


def _polyline(curve: Curve, scale: _Scale, colour: str, width: float) -> str:
    return (
        f'<polyline class="curve z{curve.z:g}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'points="{scale.path(curve.points)}"/>'
    )


def _curve_label(curve: Curve, scale: _Scale, colour: str) -> str:
    if not curve.points:
        return ""
    x, y = curve.points[-1]
    sign = "+" if curve.z > 0 else "−" if curve.z < 0 else ""
    return _text(scale.x(x) + 4, scale.y(y) + 4, f"{sign}{abs(curve.z):g}", "start", colour)


def _line(points: Sequence[Point], scale: _Scale) -> list[str]:
    """The child's line; it never passes through a measurement that cannot be true."""
    parts = [f'<g class="child-line" stroke="{_POINT}" stroke-width="2">']
    before: Point | None = None
    for point in (p for p in points if not p.implausible):
        if before is not None and point.joined:
            places = scale.x(before.x), scale.y(before.y), scale.x(point.x), scale.y(point.y)
            parts.append(_segment(*places))
        before = point
    return [*parts, "</g>"]


def _mark(point: Point, scale: _Scale) -> str:
    x, y = scale.x(point.x), scale.y(point.y)
    if point.implausible:
        y = max(y, _TOP + 6)
        cross = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
        return f'<path class="wrong" d="{cross}" stroke="{_WRONG}" stroke-width="2" fill="none"/>'
    return (
        f'<circle class="point" cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{_POINT}" '
        'stroke="#ffffff" stroke-width="1"/>'
    )


def _last_value(chart: Chart, scale: _Scale, language: str) -> list[str]:
    """The latest value beside its point, on a ground of its own so that it reads over any band."""
    if not chart.points:
        return []
    last = chart.points[-1]
    text = f"{number(last.y, language)} {UNITS.get(chart.index, 'cm')}"
    wide = 6.2 * len(text) + 8
    left = min(max(scale.x(last.x) - wide / 2, _LEFT + 1), _RIGHT - wide - 1)
    above = scale.y(last.y) - 28
    top = above if above > _TOP else scale.y(last.y) + 10
    ground = (
        f'<rect class="label" x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="18" rx="4" '
        f'fill="#ffffff" stroke="{_POINT}"/>'
    )
    return [ground, _text(left + wide / 2, top + 13, text, "middle", _POINT, bold=True)]


def _statuses(chart: Chart, scale: _Scale) -> list[str]:
    """N, T, O, B below the month, as on the KMS."""
    drawn, free = [f'<g class="statuses" fill="{_INK}">'], -math.inf
    for point in chart.points:
        if point.status and scale.x(point.x) > free:
            drawn.append(
                _text(
                    scale.x(point.x), _BOTTOM + 30, point.status, "middle", bold=point.status == "T"
                )
            )
            free = scale.x(point.x) + 7
    return [*drawn, "</g>"]


def _segment(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(
    x: float, y: float, text: str, anchor: str, colour: str | None = None, bold: bool = False
) -> str:
    fill = f' fill="{colour}"' if colour else ""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{fill}{weight}>{escape(text)}</text>'
    )
