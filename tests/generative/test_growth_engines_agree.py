"""Any child, any life: columns and phone give what the reference gives."""

from hypothesis import given
from hypothesis import strategies as st

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
from tests.support.phone import derived_by_phone, phone_score


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
