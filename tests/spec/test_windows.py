"""What windows see. Both ends are included; nothing after today is ever seen."""

from tests.spec.conftest import Spec

VISITS = """
person | day        | code  | value
ani    | 2025-12-31 | visit |
ani    | 2026-01-01 | visit |
ani    | 2026-05-31 | visit |
ani    | 2026-06-01 | visit |
ani    | 2026-06-30 | visit |
ani    | 2026-07-01 | visit |
budi   | 2026-03-31 | visit |
"""


def test_ever_ends_today(spec: Spec) -> None:
    spec(VISITS, "times(visit)", {"ani": 5.0, "budi": 1.0})
    spec(VISITS, "times(visit)", {"ani": 6.0, "budi": 1.0}, on="2026-07-01")


def test_calendar_windows(spec: Spec) -> None:
    spec(VISITS, "times(visit, this_month)", {"ani": 2.0, "budi": 0.0})
    spec(VISITS, "times(visit, last_month)", {"ani": 1.0, "budi": 0.0})
    spec(VISITS, "times(visit, this_year)", {"ani": 4.0, "budi": 1.0})


def test_last_month_of_january_is_december(spec: Spec) -> None:
    spec(VISITS, "times(visit, last_month)", {"ani": 1.0, "budi": 0.0}, on="2026-01-15")


def test_period_is_the_reports_and_still_ends_today(spec: Spec) -> None:
    spec(VISITS, "times(visit, period)", {"ani": 4.0, "budi": 1.0}, period="2026")
    spec(
        VISITS, "times(visit, period)", {"ani": 2.0, "budi": 0.0}, period="2026-Q2", on="2026-06-01"
    )
    spec(VISITS, "times(visit, period)", {"ani": 1.0, "budi": 0.0}, period="2025")


def test_last_counts_back_from_today_and_leaves_out_its_first_day(spec: Spec) -> None:
    spec(VISITS, "times(visit, last(days=1))", {"ani": 1.0, "budi": 0.0})
    spec(VISITS, "times(visit, last(days=29))", {"ani": 1.0, "budi": 0.0})
    spec(VISITS, "times(visit, last(days=30))", {"ani": 2.0, "budi": 0.0})
    spec(VISITS, "times(visit, last(months=3))", {"ani": 3.0, "budi": 1.0})
    spec(VISITS, "times(visit, last(weeks=13))", {"ani": 3.0, "budi": 0.0}, on="2026-06-30")


def test_between_includes_both_days(spec: Spec) -> None:
    spec(VISITS, "times(visit, between('2026-01-01', '2026-05-31'))", {"ani": 2.0, "budi": 1.0})


def test_between_turned_round_holds_nothing(spec: Spec) -> None:
    spec(VISITS, "has(visit, between('2026-05-31', '2026-01-01'))", {"ani": "no", "budi": "no"})
    spec(
        VISITS,
        "latest_day(visit, between(today, '2026-01-01'))",
        {"ani": "unknown", "budi": "unknown"},
    )


def test_an_unknown_bound_makes_all_unknown(spec: Spec) -> None:
    for expression in ("times(visit, {})", "months_with(visit, {})", "latest_day(visit, {})"):
        text = expression.format("between(born, today)")
        spec(VISITS, text, {"ani": "unknown", "budi": "unknown"})
    spec(VISITS, "has(visit, between(born, today))", {"ani": "unknown", "budi": "unknown"})


def test_age_runs_from_one_birthday_to_the_day_before_the_other(spec: Spec) -> None:
    spec(
        """
        person | day        | code  | value
        ani    | 2025-08-31 | born  |
        ani    | 2026-02-28 | visit |
        ani    | 2026-03-01 | visit |
        budi   | 2025-08-15 | born  |
        budi   | 2026-02-14 | visit |
        budi   | 2026-02-15 | visit |
        citra  | 2026-02-15 | visit |
        """,
        "times(visit, age(months=6, until_months=12))",
        {"ani": 1.0, "budi": 1.0, "citra": "unknown"},
    )


HOURS = """
person | day              | code     | value
ani    | 2026-03-01 08:00 | born     |
ani    | 2026-03-01 13:00 | visit    |
budi   | 2026-03-01 08:00 | born     |
budi   | 2026-03-01 14:00 | visit    |
citra  | 2026-03-01 08:00 | born     |
citra  | 2026-03-03 08:00 | visit    |
dewi   | 2026-03-01 08:00 | born     |
dewi   | 2026-03-03 08:01 | visit    |
eka    | 2026-03-01 08:00 | born     |
eka    | 2026-03-03       | visit    |
fajar  | 2026-03-01       | born     |
fajar  | 2026-03-03 23:00 | visit    |
gita   | 2026-03-01       | born     |
gita   | 2026-03-04       | visit    |
hadi   | 2026-03-03       | visit    |
"""


def test_hours_are_exact_where_both_clock_times_are_known(spec: Spec) -> None:
    expected = {
        "ani": "no",  # 5 h
        "budi": "yes",  # 6 h
        "citra": "yes",  # 48 h
        "dewi": "no",  # 48 h 1 min
        "eka": "yes",  # no clock at the visit: day 2 still counts
        "fajar": "yes",  # no clock at birth: day 2 still counts
        "gita": "no",  # day 3
        "hadi": "unknown",  # birth unknown
    }
    spec(HOURS, "has(visit, hours_after(born, 6, 48))", expected)


def test_hours_after_an_event(spec: Spec) -> None:
    spec(
        """
        person | day              | code     | value
        ani    | 2026-03-01 20:00 | delivery |
        ani    | 2026-03-02 02:00 | visit    |
        budi   | 2026-03-01 20:00 | delivery |
        budi   | 2026-03-02 01:59 | visit    |
        citra  | 2026-03-02 01:59 | visit    |
        """,
        "times(visit, hours_after(latest_day(delivery), 6, 48))",
        {"ani": 1.0, "budi": 0.0, "citra": "unknown"},
    )
