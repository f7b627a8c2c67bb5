"""Growth charts: the right page, the right curves, the child's points, and a picture that can be read aloud."""

from xml.etree import ElementTree as ET

import pytest

from nyelik.care.chart import Chart, growth_chart
from nyelik.care.chart_svg import chart_svg
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.growth.tables import INDICES
from tests.support.growth import day, growth_tables

SVG = "{http://www.w3.org/2000/svg}"
BORN = "2025-01-10"


def child(*weights: tuple[str, float], code: str = "weight_kg", born: str = BORN) -> Facts:
    events = [Event(day(on), -1, seq, code, value) for seq, (on, value) in enumerate(weights)]
    return make_facts("female", day(born), events=events)


def kms(facts: Facts, today: str = "2026-01-10") -> Chart:
    chart = growth_chart(facts, growth_tables(), "weight_for_age", day(today), kms=True)
    assert chart is not None
    return chart


def test_the_middle_curve_is_the_median() -> None:
    chart = kms(child())
    middle = next(curve for curve in chart.curves if curve.z == 0)
    assert middle.points[0] == pytest.approx((0.0, 3.2322))
    assert middle.points[-1] == pytest.approx((24.0, 11.473), abs=0.01)


@pytest.mark.parametrize(
    ("today", "page"),
    [("2027-01-10", (0, 24)), ("2027-01-11", (24, 60)), ("2030-01-11", (60, 228))],
)
def test_the_page_is_that_of_the_age(today: str, page: tuple[int, int]) -> None:
    chart = growth_chart(child(), growth_tables(), "length_for_age", day(today))
    assert chart is not None
    assert chart.x_range == page


def test_from_five_years_there_is_length_and_bmi_only() -> None:
    charts = {i: growth_chart(child(), growth_tables(), i, day("2031-01-10")) for i in INDICES}
    assert {i for i, chart in charts.items() if chart} == {"length_for_age", "bmi_for_age"}


def test_without_sex_or_birth_date_there_is_no_chart() -> None:
    nobody = make_facts(None, day(BORN))
    assert growth_chart(nobody, growth_tables(), "weight_for_age", day("2026-01-10")) is None
    unborn = make_facts("male", None)
    assert growth_chart(unborn, growth_tables(), "weight_for_age", day("2026-01-10")) is None


def test_a_point_carries_value_score_and_status() -> None:
    (point,) = kms(child(("2025-07-10", 6.8))).points
    assert point.x == pytest.approx(5.95, abs=0.01)
    assert (point.y, point.z, point.status) == (6.8, -0.56, "B")


def test_the_kms_line_stops_where_a_month_was_missed() -> None:
    life = child(("2025-03-10", 5.0), ("2025-04-10", 5.7), ("2025-06-10", 6.5))
    assert [point.joined for point in kms(life).points] == [False, True, False]


def test_nothing_after_the_day_asked_for_is_drawn() -> None:
    assert kms(child(("2025-07-10", 6.8)), today="2025-07-09").points == ()


def test_what_cannot_be_true_is_marked_and_does_not_stretch_the_chart() -> None:
    chart = kms(child(("2025-07-10", 68.0)))
    assert chart.points[0].implausible
    assert chart.y_range[1] < 20
    assert 'class="wrong"' in chart_svg(chart)


def test_weight_for_length_runs_over_the_lengths_of_the_child() -> None:
    events = [Event(day("2025-07-10"), -1, 0, "weight_kg", 6.8)]
    events.append(Event(day("2025-07-10"), -1, 1, "length_cm", 64.0))
    life = make_facts("female", day(BORN), events=events)
    chart = growth_chart(life, growth_tables(), "weight_for_length", day("2026-01-10"))
    assert chart is not None
    assert (chart.by, chart.x_range) == ("length_cm", (55.0, 70.0))
    assert (chart.points[0].x, chart.points[0].y) == (64.0, 6.8)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("index", INDICES)
def test_the_picture_is_well_formed_and_needs_nothing_from_outside(
    index: str, language: str
) -> None:
    chart = growth_chart(child(("2025-07-10", 6.8)), growth_tables(), index, day("2026-01-10"))
    assert chart is not None
    text = chart_svg(chart, language)
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    named = {element.get("id") for element in root if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert named == set((root.get("aria-labelledby") or "").split())
    assert "href" not in text
    assert "style=" not in text


def test_the_picture_can_be_read_aloud() -> None:
    root = ET.fromstring(chart_svg(kms(child(("2025-07-10", 6.8)))))
    assert root.findtext(f"{SVG}title") == "Berat badan menurut umur (KMS), anak perempuan"
    assert root.findtext(f"{SVG}desc") == "Hasil ukur: 1. Terakhir 2025-07-10: 6,8 kg, z −0,56."


def test_an_empty_chart_says_so() -> None:
    root = ET.fromstring(chart_svg(kms(child())))
    assert root.findtext(f"{SVG}desc") == "Belum ada hasil ukur."
