"""Which growth charts a person has, and the drawing of the one that is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop

from nyelik.base.dates import day_number
from nyelik.care.card import Card
from nyelik.care.chart import growth_chart
from nyelik.care.chart_svg import chart_svg
from nyelik.office.problems import page_language
from nyelik.office.rulebook import loaded

# Address of a chart: the index it draws, whether as KMS, and its name as in the Buku KIA.
CHARTS = {
    "kms": ("weight_for_age", True, gettext_noop("KMS (BB/U)")),
    "tb-u": ("length_for_age", False, gettext_noop("PB/U atau TB/U")),
    "bb-tb": ("weight_for_length", False, gettext_noop("BB/PB atau BB/TB")),
    "imt-u": ("bmi_for_age", False, gettext_noop("IMT/U")),
    "lk-u": ("head_for_age", False, gettext_noop("LK/U")),
}


@dataclass(frozen=True)
class ChartChoice:
    """One tab: its address, name, whether it is open, and the drawing if it is."""

    slug: str
    name: str
    here: bool
    svg: SafeString | None


def chart_choices(card: Card, wanted: str | None) -> list[ChartChoice]:
    """The charts that can be drawn for this person's age; the wanted or the first is drawn."""
    today = day_number(card.today)
    here = wanted if wanted in CHARTS else next(iter(CHARTS))
    svg = chart_svg_for(card, here, today)
    if svg is None:  # no page of the charts is for this age
        return []
    return [
        ChartChoice(slug, gettext(name), slug == here, svg if slug == here else None)
        for slug, (_, _, name) in CHARTS.items()
    ]


def chart_svg_for(card: Card, slug: str, today: int) -> SafeString | None:
    """The chart as SVG; None where there is nothing to draw."""
    if slug not in CHARTS:
        return None
    index, kms, _ = CHARTS[slug]
    chart = growth_chart(card.facts, loaded().growth, index, today, kms=kms)
    if chart is None:
        return None
    return mark_safe(chart_svg(chart, page_language(), slug))  # noqa: S308  our own drawing: numbers and labels, no typed text
