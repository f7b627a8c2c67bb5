"""N, T, O, B and 2T, as lives: who, then each weighing in kg with its verdict (T2 is 2T, - is none).

Each life is answered by all three engines.
"""

from collections.abc import Callable

import pytest

from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.growth.derive import derive
from tests.support.growth import day, derived_by_columns, growth_tables
from tests.support.phone import derived_by_phone

LIVES = """
    # first weighing ever
    male 2026-01-05 | 2026-02-03 4.0 B
    # 4 to 5 months, 400 g of 500 (case 13)
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-12 6.4 T
    # again too little (case 14)
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-12 6.4 T | 2026-04-12 6.7 T2
    # weighed, absent, weighed (case 15)
    male 2025-10-10 | 2026-01-12 5.5 B | 2026-03-12 6.4 O
    # an absence breaks the chain of T
    male 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.0 T | 2026-03-12 7.0 O | 2026-04-12 7.0 T
    # a gain breaks the chain of T
    male 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.0 T | 2026-02-12 7.4 N | 2026-03-12 7.4 T
    # three times T
    male 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.0 T | 2026-02-12 7.0 T2 | 2026-03-12 7.0 T2
    # exactly the minimum
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-12 6.5 N
    # one gram short
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-12 6.499 T
    # the age is that of the later weighing
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-09 6.5 T
    # 7 months, boys need 400 g
    male 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.3 T
    # 7 months, girls need 300 g
    female 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.3 N
    # 7 months, sex unknown: not judged
    unknown 2025-06-10 | 2025-12-12 7.0 B | 2026-01-12 7.3 - | 2026-03-01 7.5 O
    # December to January
    female 2025-01-10 | 2025-12-30 9.0 B | 2026-01-02 9.2 N
    # flat in the first month
    female 2026-01-03 | 2026-01-31 3.9 B | 2026-02-02 3.9 T
    # the last weighing of a month decides
    male 2025-10-10 | 2026-02-03 5.9 - | 2026-02-20 6.0 B | 2026-03-12 6.5 N
    # the last recorded of a day decides
    male 2025-10-10 | 2026-02-12 6.3 - | 2026-02-12 6.0 B | 2026-03-12 6.5 N
    # before birth does not count
    male 2025-10-10 | 2025-10-09 3.0 - | 2025-11-12 4.2 B
    # at 60 months the last, then no more
    male 2021-01-10 | 2026-01-12 16.0 B | 2026-02-12 16.5 -
    # a weight that cannot be true decides nothing, and the next is O: neither a false N nor a false T
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-12 65.0 - | 2026-04-12 6.9 O
    # a slip of the pen gives way to the other weighing of its month
    male 2025-10-10 | 2026-02-12 6.0 B | 2026-03-10 6.5 N | 2026-03-12 65.0 -
    # birth date unknown: not judged
    male unknown | 2026-02-12 6.0 -
"""

Engine = Callable[[Facts], list[tuple[str, int, object]]]


def by_reference(life: Facts) -> list[tuple[str, int, object]]:
    derived = derive(life, growth_tables()).events
    return [(event.code, event.day, event.value) for event in derived]


def by_columns(life: Facts) -> list[tuple[str, int, object]]:
    return derived_by_columns([life])[0]


def by_phone(life: Facts) -> list[tuple[str, int, object]]:
    return derived_by_phone([life])[0]


def _lives() -> list[object]:
    lines = [line.strip() for line in LIVES.strip().splitlines()]
    return [_case(name, line) for name, line in zip(lines[::2], lines[1::2], strict=True)]


def _case(name: str, line: str) -> object:
    who, *weighings = (cell.split() for cell in line.split("|"))
    sex, born = (None if text == "unknown" else text for text in who)
    events = [
        Event(day(when), -1, seq, "weight_kg", float(kg))
        for seq, (when, kg, _) in enumerate(weighings)
    ]
    expected = {
        day(when): (verdict[0], verdict.endswith("2"))
        for when, _, verdict in weighings
        if verdict != "-"
    }
    life = make_facts(sex, day(born) if born else None, events=events)
    return pytest.param(life, expected, id=name.removeprefix("# "))


@pytest.mark.parametrize("engine", [by_reference, by_columns, by_phone])
@pytest.mark.parametrize(("life", "expected"), _lives())
def test_weighings_are_judged(
    engine: Engine, life: Facts, expected: dict[int, tuple[str, bool]]
) -> None:
    derived = engine(life)
    statuses = {when: value for code, when, value in derived if code == "weight_status"}
    twice = {when: value for code, when, value in derived if code == "weight_2t"}
    assert statuses == {when: status for when, (status, _) in expected.items()}
    assert twice == {when: two for when, (status, two) in expected.items() if status in ("N", "T")}
