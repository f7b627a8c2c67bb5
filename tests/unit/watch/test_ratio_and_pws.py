"""The rules that break reports: ratios, months that are cumulative, the status of a PWS (cases 29 to 32)."""

from __future__ import annotations

import datetime as dt

import pytest

from nyelik.base.period import parse_period
from nyelik.watch.pws import Course, ranked, status, target_by_month
from nyelik.watch.ratio import NO_DENOMINATOR, OVER_HUNDRED, Ratio, ratio_of_sums
from nyelik.watch.reported import Reported, fallen, latest_report, month_report, whole

JANUARY, FEBRUARY, MARCH = (dt.date(2026, month, 1) for month in (1, 2, 3))


def reported(
    month: dt.date, numerator: float, received_at: int = 1, area: str = "Kelubi"
) -> Reported:
    return Reported(area, month, Ratio(numerator, 100), received_at)


class TestCase29CumulativeMonths:
    ROWS = (reported(JANUARY, 35), reported(FEBRUARY, 40))

    def test_the_quarter_is_the_latest_month_and_not_the_sum(self) -> None:
        (latest,) = latest_report(self.ROWS, parse_period("2026-Q1"), ["Kelubi"])
        assert latest.reported is not None
        assert latest.reported.ratio.numerator == 40
        assert latest.freshness == "CF_1"

    def test_a_month_nobody_reported_has_no_data(self) -> None:
        assert month_report(self.ROWS, MARCH) == {}
        assert month_report(self.ROWS, FEBRUARY)["Kelubi"].ratio.numerator == 40

    @pytest.mark.parametrize(
        ("months", "period", "freshness"),
        [
            ([MARCH], "2026-Q1", "FRESH"),
            ([FEBRUARY], "2026-Q1", "CF_1"),
            ([JANUARY], "2026-Q1", "CF_2"),
            ([MARCH], "2026-Q2", "STALE"),
            ([MARCH], "2027-Q1", "MISSING"),
            ([], "2026-Q1", "MISSING"),
        ],
    )
    def test_it_says_how_fresh_it_is(
        self, months: list[dt.date], period: str, freshness: str
    ) -> None:
        rows = [reported(month, 1) for month in months]
        (latest,) = latest_report(rows, parse_period(period), ["Kelubi"])
        assert latest.freshness == freshness

    def test_of_two_reports_of_a_month_the_later_received_counts(self) -> None:
        rows = [reported(JANUARY, 36, received_at=9), reported(JANUARY, 35, received_at=3)]
        assert month_report(rows, JANUARY)["Kelubi"].ratio.numerator == 36

    def test_a_cumulative_figure_that_falls_is_flagged(self) -> None:
        rows = [reported(JANUARY, 35), reported(FEBRUARY, 30), reported(MARCH, 31)]
        assert [(a.month, b.month) for a, b in fallen(rows)] == [(JANUARY, FEBRUARY)]

    def test_areas_are_summed_each_with_its_latest(self) -> None:
        rows = [reported(JANUARY, 9, area="A"), reported(MARCH, 10, area="B")]
        latest = latest_report(rows, parse_period("2026-Q1"), ["A", "B", "C"])
        assert whole(latest) == Ratio(19, 200)
        assert [one.freshness for one in latest] == ["CF_2", "FRESH", "MISSING"]


def test_case_30_a_whole_is_a_ratio_of_sums() -> None:
    kabupaten = ratio_of_sums([Ratio(9, 10), Ratio(10, 100)])
    assert kabupaten == Ratio(19, 110)
    assert kabupaten.percent == pytest.approx(17.27, abs=0.01)


def test_case_31_nothing_over_nothing_is_not_a_number() -> None:
    assert (Ratio(0, 0).percent, Ratio(0, 0).warning) == (None, None)
    assert (Ratio(3, 0).percent, Ratio(3, 0).warning) == (None, NO_DENOMINATOR)


def test_over_a_hundred_percent_is_shown_with_a_warning() -> None:
    assert (Ratio(12, 10).percent, Ratio(12, 10).warning) == (120, OVER_HUNDRED)
    assert Ratio(10, 10).warning is None


class TestCase32Pws:
    def test_the_annual_target_is_spread_over_the_months(self) -> None:
        assert target_by_month(83, 2) == pytest.approx(13.83, abs=0.01)

    def test_above_target_and_falling_is_kurang(self) -> None:
        assert status(Course(15, 6, 9), target_by_month(83, 2)) == "kurang"

    @pytest.mark.parametrize(
        ("course", "better", "expected"),
        [
            (Course(15, 9, 6), "higher", "baik"),
            (Course(15, 9, 9), "higher", "baik"),
            (Course(12, 9, 6), "higher", "cukup"),
            (Course(12, 6, 9), "higher", "jelek"),
            (Course(12, 9, 9), "higher", "jelek"),
            (Course(14, 9, 6), "higher", "baik"),
            (Course(12, 6, 9), "lower", "baik"),
            (Course(12, 9, 6), "lower", "kurang"),
            (Course(15, 6, 9), "lower", "cukup"),
            (Course(15, 9, 6), "lower", "jelek"),
            (Course(15, None, 9), "higher", "baik"),
            (Course(None, None, None), "higher", None),
        ],
    )
    def test_status_joins_level_and_direction(
        self, course: Course, better: str, expected: str | None
    ) -> None:
        assert status(course, 14, better) == expected

    def test_without_a_target_there_is_no_status(self) -> None:
        assert status(Course(15, 9, 6), None) is None

    def test_areas_are_ranked_best_first_and_those_without_a_number_last(self) -> None:
        courses = [
            ("A", Course(None, None, None)),
            ("B", Course(10, 1, 1)),
            ("C", Course(90, 1, 1)),
        ]
        assert [area for area, _ in ranked(courses)] == ["C", "B", "A"]
        assert [area for area, _ in ranked(courses, "lower")] == ["B", "C", "A"]
