"""Three values: yes, no, unknown; and numbers that are unknown when any of their parts is."""

import pytest

from tests.spec.conftest import Spec

# ani said yes, budi said no, citra was never asked.
THREE = """
person | day        | code   | value
ani    | 2026-01-05 | oedema | yes
budi   | 2026-01-05 | oedema | no
citra  | 2026-01-05 | visit  |
"""


@pytest.mark.parametrize(
    ("expression", "yes", "no", "unknown"),
    [
        ("latest(oedema)", "yes", "no", "unknown"),
        ("not latest(oedema)", "no", "yes", "unknown"),
        ("latest(oedema) and yes", "yes", "no", "unknown"),
        ("latest(oedema) and no", "no", "no", "no"),
        ("latest(oedema) or yes", "yes", "yes", "yes"),
        ("latest(oedema) or no", "yes", "no", "unknown"),
        ("known(latest(oedema))", "yes", "yes", "no"),
        ("if_unknown(latest(oedema), no)", "yes", "no", "no"),
        ("if_unknown(latest(oedema), yes)", "yes", "no", "yes"),
        ("choose(latest(oedema), 1, 2) == 1", "yes", "no", "unknown"),
        ("at_least(1, latest(oedema), no)", "yes", "no", "unknown"),
        ("at_least(1, latest(oedema), yes)", "yes", "yes", "yes"),
        ("at_least(2, latest(oedema), no)", "no", "no", "no"),
        ("count_yes(latest(oedema), yes) == 2", "yes", "no", "no"),
        ("known(count_yes(latest(oedema)))", "yes", "yes", "no"),
        ("latest(oedema) == yes", "yes", "no", "unknown"),
        ("latest(oedema) != yes", "no", "yes", "unknown"),
    ],
)
def test_truths(spec: Spec, expression: str, yes: str, no: str, unknown: str) -> None:
    spec(THREE, expression, {"ani": yes, "budi": no, "citra": unknown})


WEIGHTS = """
person | day        | code      | value
ani    | 2026-01-05 | weight_kg | 23.4
budi   | 2026-01-05 | weight_kg | 23.5
citra  | 2026-01-05 | visit     |
"""


@pytest.mark.parametrize(
    ("expression", "ani", "budi"),
    [
        ("latest(weight_kg) < 23.5", "yes", "no"),
        ("latest(weight_kg) <= 23.5", "yes", "yes"),
        ("latest(weight_kg) > 23.4", "no", "yes"),
        ("latest(weight_kg) >= 23.4", "yes", "yes"),
        ("latest(weight_kg) == 23.4", "yes", "no"),
        ("23.4 <= latest(weight_kg) < 23.5", "yes", "no"),
        ("latest(weight_kg) in (23.5, 24)", "no", "yes"),
        ("latest(weight_kg) not in (23.5, 24)", "yes", "no"),
        ("latest(weight_kg) + 0.1 > 23.5", "no", "yes"),
        ("latest(weight_kg) * 2 == 47", "no", "yes"),
        ("-latest(weight_kg) < -23.4", "no", "yes"),
        ("round(latest(weight_kg)) == 24", "no", "yes"),
        ("min_of(latest(weight_kg), 23.45) == 23.45", "no", "yes"),
        ("max_of(latest(weight_kg), 23.45) == 23.45", "yes", "no"),
    ],
)
def test_numbers(spec: Spec, expression: str, ani: str, budi: str) -> None:
    spec(WEIGHTS, expression, {"ani": ani, "budi": budi, "citra": "unknown"})


def test_dividing_by_nothing_is_unknown(spec: Spec) -> None:
    spec(
        WEIGHTS, "latest(weight_kg) / 0", {"ani": "unknown", "budi": "unknown", "citra": "unknown"}
    )


@pytest.mark.parametrize(
    ("number", "answer"), [("2.5", 3.0), ("-2.5", -3.0), ("2.4", 2.0), ("0.5", 1.0), ("-0.4", 0.0)]
)
def test_halves_round_away_from_zero(spec: Spec, number: str, answer: float) -> None:
    spec(WEIGHTS, f"round({number})", dict.fromkeys(("ani", "budi", "citra"), answer))


def test_sex(spec: Spec) -> None:
    text = """
    person | day | code | value
    ani | | sex | female
    budi | | sex | male
    citra | 2026-01-05 | visit |
    """
    spec(text, "sex == female", {"ani": "yes", "budi": "no", "citra": "unknown"})
    spec(text, "sex != female", {"ani": "no", "budi": "yes", "citra": "unknown"})
