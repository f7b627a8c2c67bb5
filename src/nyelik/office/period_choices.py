"""The periods a page offers to choose from: this and the last ones of each kind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext, gettext_noop

from nyelik.base.period import Period, period_holding

# How many of each kind are offered; any other can be written in the address.
KINDS = (
    ("month", 13, gettext_noop("Sampai akhir bulan")),
    ("quarter", 5, gettext_noop("Triwulan")),
    ("year", 2, gettext_noop("Tahun")),
    ("week", 6, gettext_noop("Minggu")),
    ("day", 7, gettext_noop("Hari")),
)


@dataclass(frozen=True)
class Choice:
    """One period to choose: its written form and its name."""

    text: str
    name: str
    here: bool


def period_choices(chosen: Period, today: dt.date) -> list[tuple[str, list[Choice]]]:
    """Groups of periods, newest first; the chosen one is among them even if it is old."""
    groups = []
    for kind, count, label in KINDS:
        periods = [period_holding(today, kind)]
        while len(periods) < count:
            periods.append(periods[-1].previous())
        if chosen.kind == kind and chosen not in periods:
            periods.append(chosen)
        choices = [Choice(one.text, period_name(one), one == chosen) for one in periods]
        groups.append((gettext(label), choices))
    return groups


def period_name(period: Period) -> str:
    """Oktober 2026, Triwulan 4 2026, 2026, Minggu 43 2026, 5 Okt 2026."""
    if period.kind == "month":
        return formats.date_format(period.start, "F Y")
    if period.kind == "quarter":
        number = (period.start.month + 2) // 3
        return gettext("Triwulan %(number)s %(year)s") % {
            "number": number,
            "year": period.start.year,
        }
    if period.kind == "week":
        year, week, _ = period.start.isocalendar()
        return gettext("Minggu %(number)s %(year)s") % {"number": week, "year": year}
    return (
        str(period.start.year)
        if period.kind == "year"
        else formats.date_format(period.start, "j M Y")
    )
