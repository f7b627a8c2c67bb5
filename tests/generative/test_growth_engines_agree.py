"""Any child, any life: columns and phone give what the reference gives."""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nyelik.care.chart import Chart, Curve, growth_chart
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.growth.derive import derive
from nyelik.rules.growth.derive_columns import DERIVED_CODES
from nyelik.rules.growth.tables import INDICES
from nyelik.rules.growth.zscore import Measured
from tests.support.growth import (
    columns_score,
    day,
    derived_by_columns,
    growth_tables,
    reference_score,
)
from tests.support.phone import chart_by_phone, derived_by_phone, phone_score


def _tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(low * 100, high * 100).map(lambda hundredths: hundredths / 100)


SEX = st.sampled_from(["female", "male", None])
POSITION = st.sampled_from(["lying", "standing", None])
AGES = st.integers(-3, 7000) | st.sampled_from([90, 91, 730, 731, 1826, 1856, 1857, 6939, 6940])
CHILDREN = st.builds(
    Measured,
    sex=SEX,
    age_days=st.none() | AGES,
    weight_kg=st.none() | _tenths(0, 120),
    length_cm=st.none() | _tenths(20, 220),
    head_cm=st.none() | _tenths(15, 80),
    muac_cm=st.none() | _tenths(5, 40),
    position=POSITION,
    oedema=st.booleans(),
)

BORN = day("2022-03-31")
CODES = {
    "weight_kg": _tenths(2, 20),
    "length_cm": _tenths(44, 121),
    "head_cm": _tenths(30, 55),
    "muac_cm": _tenths(8, 20),
    "measured_position": st.sampled_from(["lying", "standing"]),
    "oedema": st.booleans(),
}


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """A child with up to thirty measurements on few days, so that days and months meet."""
    events = []
    for seq in range(draw(st.integers(0, 30))):
        code = draw(st.sampled_from(["weight_kg", *CODES]))
        when = BORN + draw(st.integers(-2, 150) | st.integers(1790, 1900))
        events.append(Event(when, -1, seq, code, draw(CODES[code])))
    return make_facts(draw(SEX), draw(st.sampled_from([BORN, BORN, BORN, None])), events=events)


@given(CHILDREN, st.sampled_from(INDICES))
def test_a_child_gets_the_same_score_from_all(child: Measured, index: str) -> None:
    expected = reference_score(index, child)
    assert columns_score(index, child) == expected
    assert phone_score(index, child) == expected


@given(st.lists(lives(), min_size=1, max_size=4))
def test_lives_get_the_same_derived_events_from_all(block: list[Facts]) -> None:
    expected = [
        sorted(
            (
                (event.code, event.day, event.value)
                for event in derive(life, growth_tables()).events
                if event.code in DERIVED_CODES
            ),
            key=str,
        )
        for life in block
    ]
    assert derived_by_columns(block) == expected
    assert derived_by_phone(block) == expected


@given(lives(), st.sampled_from(INDICES), st.integers(0, 1900), st.booleans())
def test_a_chart_is_drawn_alike(life: Facts, index: str, age: int, kms: bool) -> None:
    today = BORN + age
    desk = growth_chart(life, growth_tables(), index, today, kms=kms)
    phone = chart_by_phone(index, life, today, kms=kms)
    assert (phone is None) == (desk is None)
    if desk is None or phone is None:
        return
    for written, drawn in zip(_drawn(desk), _drawn_by_phone(phone), strict=True):
        assert drawn == written


def _drawn(chart: Chart) -> list[object]:
    """Every number of a chart, rounded where a pixel would not see it."""
    lines = [*chart.curves, *(c for band in chart.bands for c in (band.lower, band.upper))]
    points = [
        (near((p.x, p.y)), p.day, p.z, p.implausible, p.status, p.joined) for p in chart.points
    ]
    more = [line for line in (chart.red_line, chart.orange_line) if line]
    return [
        chart.by,
        near(chart.x_range),
        near(chart.y_range),
        points,
        [_line(c) for c in lines + more],
    ]


def _line(curve: Curve) -> tuple[float, list[object]]:
    return curve.z, [near(place) for place in curve.points]


def _drawn_by_phone(chart: dict[str, Any]) -> list[object]:
    bands = [c for band in chart["bands"] for c in (band["lower"], band["upper"])]
    more = [line for line in (chart["redLine"], chart["orangeLine"]) if line]
    points = [
        ((p["x"], p["y"]), p["day"], p["z"], p["implausible"], p["status"], p["joined"])
        for p in chart["points"]
    ]
    lines = [
        (c["z"], [tuple(place) for place in c["points"]]) for c in [*chart["curves"], *bands, *more]
    ]
    return [chart["by"], tuple(chart["xRange"]), tuple(chart["yRange"]), points, lines]


def near(numbers: Iterable[float]) -> object:
    """Equal to numbers that differ in the last bits only: the powers of two languages do."""
    return pytest.approx(tuple(numbers), rel=1e-9)
