"""What the operations over events mean."""

from tests.spec.conftest import Spec

WEIGHTS = """
person | day        | code      | value
ani    | 2026-01-05 | weight_kg | 6.0
ani    | 2026-03-05 | weight_kg | 6.4
ani    | 2026-03-05 | weight_kg | 6.5
ani    | 2026-04-07 | weight_kg | 6.3
budi   | 2026-02-01 | weight_kg | 7.0
citra  | 2026-02-01 | length_cm | 70
dewi   | 2026-07-01 | weight_kg | 9.0
"""
# dewi was weighed after today (30 June 2026): that is never seen. citra was never weighed.


def test_latest_is_the_value_of_the_last_day(spec: Spec) -> None:
    spec(
        WEIGHTS,
        "latest(weight_kg)",
        {"ani": 6.3, "budi": 7.0, "citra": "unknown", "dewi": "unknown"},
    )


def test_of_several_on_one_day_the_last_recorded_counts(spec: Spec) -> None:
    expected = {"ani": 6.5, "budi": 7.0, "citra": "unknown", "dewi": "unknown"}
    spec(WEIGHTS, "latest(weight_kg)", expected, on="2026-03-31")


def test_first_is_the_value_of_the_first_day(spec: Spec) -> None:
    spec(
        WEIGHTS,
        "first(weight_kg)",
        {"ani": 6.0, "budi": 7.0, "citra": "unknown", "dewi": "unknown"},
    )


def test_first_takes_the_last_recorded_of_that_day(spec: Spec) -> None:
    expected = {"ani": 6.5, "budi": "unknown", "citra": "unknown", "dewi": "unknown"}
    spec(WEIGHTS, "first(weight_kg, between('2026-03-01', today))", expected)


def test_previous_is_the_value_of_the_last_day_before_the_latest(spec: Spec) -> None:
    expected = {"ani": 6.5, "budi": "unknown", "citra": "unknown", "dewi": "unknown"}
    spec(WEIGHTS, "previous(weight_kg)", expected)


def test_previous_does_not_take_another_value_of_the_same_day(spec: Spec) -> None:
    expected = {"ani": 6.0, "budi": "unknown", "citra": "unknown", "dewi": "unknown"}
    spec(WEIGHTS, "previous(weight_kg)", expected, on="2026-03-31")


def test_lowest_highest_and_total_look_at_every_event(spec: Spec) -> None:
    spec(
        WEIGHTS,
        "lowest(weight_kg)",
        {"ani": 6.0, "budi": 7.0, "citra": "unknown", "dewi": "unknown"},
    )
    spec(
        WEIGHTS,
        "highest(weight_kg)",
        {"ani": 6.5, "budi": 7.0, "citra": "unknown", "dewi": "unknown"},
    )
    spec(
        """
        person | day        | code    | value
        ani    | 2026-01-05 | tablets | 30
        ani    | 2026-02-05 | tablets | 30
        ani    | 2026-02-05 | tablets | 10
        budi   | 2026-01-05 | visit   |
        """,
        "total(tablets)",
        {"ani": 70.0, "budi": "unknown"},
    )


def test_times_counts_different_days_and_is_never_unknown(spec: Spec) -> None:
    spec(WEIGHTS, "times(weight_kg)", {"ani": 3.0, "budi": 1.0, "citra": 0.0, "dewi": 0.0})


def test_months_with_counts_different_calendar_months(spec: Spec) -> None:
    spec(
        """
        person | day        | code      | value
        ani    | 2026-01-31 | weight_kg | 6.0
        ani    | 2026-02-01 | weight_kg | 6.0
        ani    | 2026-02-28 | weight_kg | 6.0
        ani    | 2025-02-28 | weight_kg | 4.0
        budi   | 2026-01-01 | length_cm | 60
        """,
        "months_with(weight_kg)",
        {"ani": 3.0, "budi": 0.0},
    )


def test_has_is_yes_or_no(spec: Spec) -> None:
    spec(WEIGHTS, "has(weight_kg)", {"ani": "yes", "budi": "yes", "citra": "no", "dewi": "no"})


def test_latest_day_and_first_day(spec: Spec) -> None:
    unknown = {"citra": "unknown", "dewi": "unknown"}
    spec(WEIGHTS, "latest_day(weight_kg)", {"ani": "2026-04-07", "budi": "2026-02-01", **unknown})
    spec(WEIGHTS, "first_day(weight_kg)", {"ani": "2026-01-05", "budi": "2026-02-01", **unknown})


YES_NO = """
person | day        | code   | value
ani    | 2026-01-05 | oedema | yes
ani    | 2026-03-05 | oedema | no
budi   | 2026-01-05 | oedema | no
citra  | 2026-01-05 | visit  |
"""


def test_a_recorded_no_is_a_value(spec: Spec) -> None:
    spec(YES_NO, "latest(oedema)", {"ani": "no", "budi": "no", "citra": "unknown"})
    spec(YES_NO, "previous(oedema)", {"ani": "yes", "budi": "unknown", "citra": "unknown"})


def test_a_recorded_no_did_not_happen(spec: Spec) -> None:
    spec(YES_NO, "has(oedema)", {"ani": "yes", "budi": "no", "citra": "no"})
    spec(YES_NO, "times(oedema)", {"ani": 1.0, "budi": 0.0, "citra": 0.0})
    spec(YES_NO, "months_with(oedema)", {"ani": 1.0, "budi": 0.0, "citra": 0.0})
    spec(YES_NO, "latest_day(oedema)", {"ani": "2026-01-05", "budi": "unknown", "citra": "unknown"})


def test_asked_day_counts_a_recorded_no(spec: Spec) -> None:
    spec(
        YES_NO, "asked_day(oedema)", {"ani": "2026-03-05", "budi": "2026-01-05", "citra": "unknown"}
    )


def test_choices_and_days_are_values_too(spec: Spec) -> None:
    spec(
        """
        person | day        | code   | value
        ani    | 2026-01-05 | status | B
        ani    | 2026-02-05 | status | N
        budi   | 2026-02-05 | status | T
        """,
        "latest(status) in (N, B)",
        {"ani": "yes", "budi": "no"},
    )
    spec(
        """
        person | day        | code        | value
        ani    | 2026-02-05 | last_period | 2026-01-01
        budi   | 2026-02-05 | visit       |
        """,
        "latest(last_period)",
        {"ani": "2026-01-01", "budi": "unknown"},
    )


DOSES = """
person | day        | code | value
ani    | 2026-01-05 | MR   | 1
ani    | 2026-03-05 | MR   | 2
ani    | 2026-04-05 | MR   | 2
budi   | 2026-02-05 | MR   | 2
citra  | 2026-02-05 | visit |
"""


def test_dose_is_the_first_day_of_that_number_or_a_later_one(spec: Spec) -> None:
    """budi has a second dose and no record of the first: nobody must offer him a first one again."""
    spec(DOSES, "dose(MR, 2)", {"ani": "2026-03-05", "budi": "2026-02-05", "citra": "unknown"})
    spec(DOSES, "dose(MR, 1)", {"ani": "2026-01-05", "budi": "2026-02-05", "citra": "unknown"})


def test_dose_looks_through_a_window(spec: Spec) -> None:
    expected = {"ani": "2026-04-05", "budi": "unknown", "citra": "unknown"}
    spec(DOSES, "dose(MR, 2, between('2026-04-01', today))", expected)


def test_doses_counts_days_whatever_the_number(spec: Spec) -> None:
    spec(DOSES, "doses(MR)", {"ani": 3.0, "budi": 1.0, "citra": 0.0})
