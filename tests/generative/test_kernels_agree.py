"""The machine means the same compiled and as plain Python, in one tile and in many, and keeps the date law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyelik.base import dates
from nyelik.base.period import Period, period_holding
from nyelik.rules.engines import columns, questions
from nyelik.rules.engines.block import block_of_facts
from nyelik.rules.engines.columns import Asked, answer, evaluate_many
from nyelik.rules.engines.kernels import calendar, compiled
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.plan import LIST, make_plan
from nyelik.rules.engines.reference import Reference
from nyelik.rules.engines.rulebook_columns import plan_of_rulebook
from nyelik.rules.engines.steps import Steps
from nyelik.rules.facts import Facts
from nyelik.rules.load import load
from nyelik.rules.node import Node
from tests.generative.test_engines_agree import DAYS, nodes, periods, same
from tests.generative.test_engines_agree import lives as crowded_lives
from tests.generative.test_outcomes_agree import examples

ON = dt.date(2026, 6, 30)
TABLES = calendar.calendar()


def some_lives() -> list[Facts]:
    """Lives of every kind, few enough for plain Python: of the rulebook's examples an even part."""
    every = examples()
    return [load().derive(facts) for facts in every[:: max(1, len(every) // 120)]]


@contextmanager
def form(compile_from: int, tile: int = 4_096) -> Iterator[None]:
    """The machine in one form (compiled from so many elements on) and with tiles of a size."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM", compile_from)
        patch.setattr(compiled, "_loaded", [])
        patch.setattr(columns, "TILE", tile)
        yield


def test_the_whole_rulebook_comes_out_alike_in_both_forms_and_any_tiles() -> None:
    rules, many = load().rules, some_lives()
    block, period = block_of_facts(many), period_holding(ON, "year")
    plan = plan_of_rulebook(rules, ON).plan
    leaf = np.arange(len(many), dtype=np.int32) % 7
    present = np.arange(len(many)) % 11 != 0
    found = []
    for compile_from, tile in ((10**12, 4_096), (10**12, 37), (0, 4_096), (0, 37)):
        with form(compile_from, tile):
            asked = Asked(dates.day_number(ON), period)
            found.append(answer(plan, block, asked, present, leaf, 7))
    assert found[0].tally.sum() > len(many)
    assert found[0].areas.sum() > 0
    for other in found[1:]:
        np.testing.assert_array_equal(other.tally, found[0].tally)
        np.testing.assert_array_equal(other.areas, found[0].areas)


def test_counts_are_those_of_the_lists() -> None:
    rules, many = load().rules, some_lives()
    block, asked = block_of_facts(many), Asked(dates.day_number(ON), period_holding(ON, "year"))
    whole = plan_of_rulebook(rules, ON)
    counts = whole.counts(answer(whole.plan, block, asked))
    shares = [one for one in rules.indicators.values() if one.of_people]
    assert len(shares) > 40
    for indicator in shares[::5]:
        steps = Steps()
        listed = make_plan(steps, [questions.of_indicator(Lowering(steps), indicator)], LIST)
        whom, *parts = answer(listed, block, asked).rows
        met = int((np.all(parts, axis=0) & (whom == 1)).sum())
        assert counts["indicators"][indicator.id] == {
            "met": met,
            "missed": int((whom == 1).sum()) - met,
        }


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(["number", "day", "truth", "choice"]).flatmap(lambda type_: nodes(type_, 3)),
    st.lists(crowded_lives(), min_size=1, max_size=4),
    DAYS,
    periods(),
)
def test_compiled_it_says_what_the_reference_says(
    node: Node, many: list[Facts], today: int, period: Period
) -> None:
    expected = [Reference(facts, today, period).value(node) for facts in many]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "COMPILE_FROM", 0)
        answers = evaluate_many([node], many, today, period)[0]
    assert all(map(same, answers, expected)), f"columns {answers}, reference {expected}"


@given(st.dates(dt.date(1600, 1, 1), dt.date(2400, 1, 1)), st.integers(-900, 900))
def test_the_date_law_inside_and_outside_the_tables(day: dt.date, months: int) -> None:
    tables, number = TABLES, dates.day_number(day)
    moment = calendar.month_day(number, tables)
    assert moment == ((day.year - 1970) * 12 + day.month - 1) * 32 + day.day
    expected = dates.day_number(dates.add_months(day, months))
    assert calendar.added(moment, months, tables) == expected
    assert calendar.first_of(moment // 32, tables) == dates.day_number(dates.month_start(day))


@given(*[st.dates(dt.date(1840, 1, 1), dt.date(2160, 1, 1))] * 2)
def test_completed_months(start: dt.date, end: dt.date) -> None:
    tables = TABLES
    first, last = (calendar.month_day(dates.day_number(day), tables) for day in (start, end))
    assert calendar.completed(first, last) == dates.completed_months(start, end)
