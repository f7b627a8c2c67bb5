"""Which derived events a day of measuring gives."""

from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.growth.derive import derive
from tests.support.growth import day, derived_by_columns, growth_tables
from tests.support.phone import derived_by_phone

BORN = day("2025-01-01")
VISIT = day("2026-01-01")


def visit(*values: tuple[str, float | str | bool]) -> Facts:
    events = [Event(VISIT, 480, seq, code, value) for seq, (code, value) in enumerate(values)]
    return make_facts("male", BORN, events=events)


def derived(life: Facts) -> dict[str, object]:
    """By the reference; columns and phone must say the same."""
    found = [
        e
        for e in derive(life, growth_tables()).events
        if e.code.startswith(("z_", "weight_s", "weight_2"))
    ]
    as_columns = sorted(((e.code, e.day, e.value) for e in found), key=str)
    assert as_columns == derived_by_columns([life])[0]
    assert as_columns == derived_by_phone([life])[0]
    return {event.code: event.value for event in found}


def test_weight_alone_gives_its_score_and_the_status() -> None:
    assert derived(visit(("weight_kg", 9.6))) == {"z_weight_for_age": -0.04, "weight_status": "B"}


def test_weight_and_length_of_one_day_give_four_scores() -> None:
    assert derived(visit(("weight_kg", 9.6), ("length_cm", 75.0))) == {
        "z_weight_for_age": -0.04,
        "z_length_for_age": -0.31,
        "z_weight_for_length": 0.12,
        "z_bmi_for_age": 0.2,
        "weight_status": "B",
    }


def test_head_and_muac_have_scores_of_their_own() -> None:
    assert derived(visit(("head_cm", 44.0), ("muac_cm", 12.5))) == {
        "z_head_for_age": -1.61,
        "z_muac_for_age": -2.04,
    }


def test_a_child_standing_is_corrected() -> None:
    standing = derived(visit(("length_cm", 74.3), ("measured_position", "standing")))
    assert standing == derived(visit(("length_cm", 75.0)))


def test_the_last_recorded_of_a_day_counts() -> None:
    assert derived(visit(("head_cm", 54.0), ("head_cm", 44.0))) == {"z_head_for_age": -1.61}


def test_oedema_leaves_length_only() -> None:
    swollen = derived(visit(("weight_kg", 9.6), ("length_cm", 75.0), ("oedema", True)))
    assert swollen == {"z_length_for_age": -0.31, "weight_status": "B"}


def test_an_implausible_score_is_told_by_its_index_and_never_given() -> None:
    """Case 18: a weight-for-age score of -6.2 is to be measured again."""
    assert derived(visit(("weight_kg", 4.3))) == {"z_implausible": "weight_for_age"}


def test_two_implausible_scores_are_two_events() -> None:
    life = visit(("weight_kg", 4.3), ("head_cm", 30.0))
    events = derive(life, growth_tables()).events
    wrong = {event.value for event in events if event.code == "z_implausible"}
    assert wrong == {"weight_for_age", "head_for_age"}


def test_without_a_birth_date_nothing_follows() -> None:
    life = make_facts("male", None, events=[Event(VISIT, -1, 0, "weight_kg", 9.6)])
    assert derive(life, growth_tables()) is life


def test_an_adult_gets_no_child_score() -> None:
    life = make_facts("female", day("1996-01-01"), events=[Event(VISIT, -1, 0, "muac_cm", 24.0)])
    assert derive(life, growth_tables()) is life


def test_a_derived_event_stands_where_the_last_measure_of_its_day_stands() -> None:
    event = derive(visit(("weight_kg", 9.6), ("length_cm", 75.0)), growth_tables()).of(
        "z_bmi_for_age"
    )[0]
    assert (event.day, event.minute, event.seq) == (VISIT, 480, 1)
