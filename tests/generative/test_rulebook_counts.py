"""Who is counted, and whether doing everything that falls due is enough to be counted as complete.

An obedient life does each service on the first session after it falls due. If such a mother or child is missed by
an indicator, the worklist and the report disagree, and somebody who did all that was asked stands on a list.
"""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.base.dates import add_months, day_from_number, day_number
from nyelik.base.period import period_holding
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.load import load
from nyelik.rules.outcome import MET, NOT_APPLICABLE, indicator_state
from tests.support.lives import LIVES, NOW, TODAY, born_baby, event
from tests.support.obedience import obey

LOADED = load()
RULES = LOADED.rules
FEW = settings(max_examples=8)


def missed(facts: Facts, on: dt.date, *names: str) -> dict[str, list[str]]:
    """The parts that the named indicators miss on that day; nobody may fall out of them."""
    found = {}
    for name in names:
        indicator = RULES.indicators[name]
        engine = Reference(
            LOADED.derive(facts), day_number(on), period_holding(on, indicator.period)
        )
        state = indicator_state(engine, indicator)
        assert state.status != NOT_APPLICABLE, name
        found[name] = [part.id for part in state.missing]
    return {name: parts for name, parts in found.items() if parts}


@settings(max_examples=2)
@given(st.integers(0, 70), st.sampled_from([7, 14]))
def test_a_mother_who_comes_when_she_is_due_is_complete(first: int, every: int) -> None:
    start = day_number(dt.date(2025, 9, 1))
    born, birth = start - 9000, start + 280
    events = [event(start, "pregnancy_start", None), event(start + 60, "height_cm", 155.0)]
    events = obey("female", born, events, range(start + first, birth, every))
    events = obey("female", born, [*events, *born_baby(start, 40)], range(birth, birth + 43, 2))
    facts = make_facts("female", born, events=events)
    end = dt.date(2026, 12, 31)
    assert missed(facts, end, "k6", "anc-12t", "spm-01", "kf-complete", "usg-t3") == {}


@settings(max_examples=2)
@given(st.integers(0, 364), st.sampled_from([28, 30]))
def test_a_child_who_comes_when_it_is_due_is_complete(after: int, every: int) -> None:
    birth = dt.date(2023, 1, 1) + dt.timedelta(days=after)
    born = day_number(birth)
    at_birth = [event(born, code) for code in ("imd", "cord_care", "mtbs", "counselling")]
    events = obey("male", born, at_birth, range(born, born + 15))
    events = obey("male", born, events, range(born + 15, day_number(dt.date(2026, 1, 1)), every))
    facts = make_facts("male", born, events=events)
    cohorts = {
        birth + dt.timedelta(days=28): ("kn-complete", "spm-03"),
        add_months(birth, 12): ("idl",),
        add_months(birth, 24): ("ibl",),
        dt.date(2025, 12, 31): ("spm-04", "growth-monitored"),
    }
    for day, names in cohorts.items():
        end = period_holding(day, "year").end
        assert missed(facts, end, *names) == {}


@FEW
@given(LIVES)
def test_an_indicator_counts_nobody_who_was_not_there(life: Facts) -> None:
    assert life.born is not None
    day = day_from_number(life.born) - dt.timedelta(days=400)
    for indicator in (one for one in RULES.indicators.values() if one.subject == "person"):
        period = period_holding(day, indicator.period)
        engine = Reference(LOADED.derive(life), day_number(period.end), period)
        assert indicator_state(engine, indicator).status == NOT_APPLICABLE, indicator.id


@FEW
@given(LIVES)
def test_met_means_among_with_every_part(life: Facts) -> None:
    for indicator in RULES.indicators.values():
        period = period_holding(TODAY, indicator.period)
        engine = Reference(LOADED.derive(life), NOW, period)
        state = indicator_state(engine, indicator)
        among = engine.value(indicator.among)
        parts = [engine.value(part.node) for part in indicator.parts]
        assert (state.status == MET) == (among is True and all(p is True for p in parts))
