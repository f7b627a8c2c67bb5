"""After any refreshes, growth kept and counts brought up to date equal those worked out anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_from_number
from nyelik.base.period import period_holding
from nyelik.register.area_tree import AreaTree
from nyelik.rules.load import Loaded, load
from nyelik.watch import delta, mart, population, rows, segments
from nyelik.watch.delta import Delta
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.mart import Mart, State
from nyelik.watch.population import Population
from nyelik.watch.rows import BORN, NEVER, PERSON, RESIDENCE, SEX, merged, rows_of
from nyelik.watch.standing import Standing
from nyelik.watch.totals import Totals, evaluate_all

TODAY = 20_500
SMALL = 8  # people in a block
ASKED = Asked(period_holding(day_from_number(TODAY), "year"), day_from_number(TODAY))
MEASURED = {
    "weight_kg": [3.1, 8.0, 12.5, 60.0],
    "length_cm": [50.0, 75.0, 110.0],
    "systolic_mmhg": [110.0, 150.0],
    "MR": [1.0, 2.0],
}
CODES = (PERSON, SEX, BORN, RESIDENCE, *MEASURED)
TEXTS = ("19.06.01.2004", "19.06.02.2001", "female", "male")
VILLAGES = AreaTree(
    day_from_number(TODAY),
    ("", *TEXTS[:2]),
    {},
    {},
    {},
    {code: 1 + n for n, code in enumerate(TEXTS[:2])},
)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load()


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (segments, delta, mart):
        monkeypatch.setattr(module, "settle", lambda file: None)
    for module in (segments, delta, mart, population):
        monkeypatch.setattr(module, "BLOCK", SMALL)
    monkeypatch.setattr(segments, "blocks_of", lambda people: -(-people // SMALL))
    monkeypatch.setattr(mart, "blocks_of", segments.blocks_of)


@st.composite
def refreshes(draw: st.DrawFn) -> list[Delta]:
    """Deltas: newcomers, their events, late ones, and people retold."""
    deltas: list[Delta] = []
    people = 0
    for turn in range(draw(st.integers(2, 4))):
        new = draw(st.integers(3, 12) if turn == 0 else st.integers(0, 4))
        retold = draw(st.sets(st.integers(0, max(people - 1, 0)), max_size=2)) if people else set()
        records = [
            record
            for person in (*range(people, people + new), *sorted(retold))
            for record in draw(_particulars(person, turn))
        ]
        people += new
        records += draw(st.lists(_event(people, turn), max_size=12))
        deltas.append(
            Delta(
                seq=turn + 1,
                rows=rows_of(records),
                retold=np.array(sorted(retold), np.int64),
                people=np.arange(new * 16, dtype=np.uint8).reshape(new, 16),
                subjects=np.zeros(0, np.uint64),
                codes=CODES if turn == 0 else (),
                texts=TEXTS if turn == 0 else (f"text {turn}",),
            )
        )
    return deltas


@st.composite
def _particulars(draw: st.DrawFn, person: int, turn: int) -> list[tuple[object, ...]]:
    born = draw(st.sampled_from([TODAY - 100, TODAY - 700, TODAY - 3_000, TODAY - 12_000]))
    sex, home = draw(st.sampled_from([1.0, 2.0])), draw(st.sampled_from(TEXTS[:2]))
    told = [(PERSON, 0, 1.0), (SEX, 0, sex), (BORN, born, np.nan), (RESIDENCE, 19_000, _text(home))]
    return [
        (person, CODES.index(code), day, -1, value, 1_000 * turn, TODAY - 50 + turn, NEVER)
        for code, day, value in told
    ]


@st.composite
def _event(draw: st.DrawFn, people: int, turn: int) -> tuple[object, ...]:
    code = draw(st.sampled_from(sorted(MEASURED)))
    person, value = draw(st.integers(0, people - 1)), draw(st.sampled_from(MEASURED[code]))
    back, seq = draw(st.sampled_from([0, 1, 31, 60, 400])), draw(st.integers(1, 3_000))
    withdrawn = draw(st.sampled_from([NEVER, NEVER, NEVER, TODAY - 40 + turn]))
    return (person, CODES.index(code), TODAY - back, -1, value, seq, TODAY - 50 + turn, withdrawn)


def _text(text: str) -> float:
    return population.Texts(TEXTS).number(text)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(refreshes(), st.booleans(), st.integers(0, 5))
def test_totals_brought_up_to_date_equal_those_of_asking_everybody(
    loaded: Loaded, deltas: list[Delta], folded: bool, skipped: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        watch = Watch(Mart(Path(folder)), loaded)
        standing = Standing(watch, ASKED, VILLAGES)
        for turn, one in enumerate(deltas):
            state = _added(watch.mart, one, folded and turn == 1)
            if turn == skipped:
                continue
            found = standing.totals(state)
            anew = evaluate_all(Watch(Mart(Path(folder)), loaded), state, ASKED, VILLAGES)
            assert _counts(found) == _counts(anew)
            assert anew.people > 0
            assert np.array_equal(found.by_leaf, anew.by_leaf)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(refreshes(), st.sampled_from([None, TODAY - 49]))
def test_growth_kept_of_who_did_not_change_equals_growth_scored_anew(
    loaded: Loaded, deltas: list[Delta], known_on: int | None
) -> None:
    kept = population.Populations()
    with tempfile.TemporaryDirectory() as folder:
        for one in deltas:
            state = _added(Mart(Path(folder)), one)
            for number in range(state.blocks):
                found = kept.get("here", state, number, known_on, loaded.growth).scored
                anew = Population(state, number, known_on, loaded.growth).scored
                _same(found.events, anew.events)


def _counts(found: Totals) -> tuple[object, ...]:
    return found.people, found.groups, found.services, found.findings, found.indicators


def _same(found: object, anew: object) -> None:
    assert isinstance(found, dict)
    assert isinstance(anew, dict)
    assert found.keys() == anew.keys()
    for code, events in anew.items():
        for name in ("person", "day", "value"):
            assert np.array_equal(getattr(found[code], name), getattr(events, name)), code


def _added(to: Mart, one: Delta, fold: bool = False) -> State:
    with to.writing():
        to.state()
        state = to.add(one)
        return to.fold() if fold else state


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_merging_rows_is_sorting_them(data: st.DataObject) -> None:
    few = st.tuples(*(st.integers(0, 2) for _ in range(4)), st.just(0.0), st.integers(0, 3))
    first, second = (
        rows_of([(*row, mark, NEVER) for row in data.draw(st.lists(few, max_size=9))]).in_order()
        for mark in (1, 2)
    )
    both = rows.joined([first, second]).in_order()
    found = merged(first, second)
    for name in rows.DTYPES:
        assert np.array_equal(getattr(found, name), getattr(both, name)), name
