"""Indexes: exact values, classes at their bounds, what is not yet known, and both readings of each setting."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from nyelik.rules.errors import RulebookErrors
from nyelik.rules.index import NotFixed, exact, index_state
from nyelik.rules.load import load
from nyelik.rules.model import Index
from nyelik.rules.node import Node, constant, truth
from nyelik.rules.read import read_rulebook

SOURCES = "sources:\n  - {id: test, title: Test, kind: memory, confidence: low, to_check: all}\n"
COMMON = "source: {document: test, section: '1'}, in_force: {from: 2020-01-01}"
INDICATORS = f"""
indicators:
  - {{id: a, label: {{id: A, en: A}}, period: year, among: yes, counts_when: yes, {COMMON},
     examples: [{{name: any, facts: {{}}, expect: met}}]}}
  - {{id: b, label: {{id: B, en: B}}, period: year, among: yes, counts_when: yes, {COMMON},
     examples: [{{name: any, facts: {{}}, expect: met}}]}}
"""


def ikm() -> Index:
    return load().rules.indexes["ikm"]


def of_all(index: Index, value: str) -> dict[str, Fraction | None]:
    return {member: Fraction(value) for member in index.members}


def with_setting(index: Index, ninth: bool) -> Index:
    """The index as a district that chose otherwise would read it."""

    def chosen(node: Node) -> Node:
        condition, yes, no = node.nodes()
        named = Node("named", (str(condition.args[0]), truth(ninth)), condition.type)
        return replace(node, args=(named, yes, no))

    return replace(index, parts=tuple(replace(p, weight=chosen(p.weight)) for p in index.parts))


def test_case_33_nine_threes_are_75_or_7425() -> None:
    exactly = index_state(with_setting(ikm(), True), of_all(ikm(), "3"))
    assert (exactly.value, exactly.found and exactly.found.id) == (75, "C")
    on_the_form = index_state(with_setting(ikm(), False), of_all(ikm(), "3"))
    assert on_the_form.value == Fraction("74.25")


@pytest.mark.parametrize(
    ("rounds", "value", "found"),
    [(True, "76.605", "B"), (True, "76.604", "C"), (False, "76.605", "C"), (False, "76.61", "B")],
)
def test_between_two_printed_bounds_the_setting_decides(
    rounds: bool, value: str, found: str
) -> None:
    index = replace(ikm(), rounds=truth(rounds))
    state = index_state(index, of_all(index, str(Fraction(value) / 25)))
    assert state.found is not None
    assert state.found.id == found


def test_a_part_without_any_figure_leaves_the_index_open_but_shows_the_others() -> None:
    values = of_all(ikm(), "3") | {"ikm-time": None}
    state = index_state(ikm(), values)
    assert state.value is None
    assert state.found is None
    assert [part.part.id for part in state.parts if part.value is None] == ["u3"]


def test_a_number_that_depends_on_somebody_is_no_weight() -> None:
    with pytest.raises(NotFixed):
        exact(Node("age_years", (), "number"))
    assert exact(Node("divided", (constant(1.0, "number"), constant(9.0, "number")), "number")) == (
        Fraction(1, 9)
    )


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ("[{id: p, label: {id: P, en: P}, weight: 1, of: [a, c]}]", "“c”"),
        ("[{id: p, label: {id: P, en: P}, weight: 1, of: [a, a]}]", "twice"),
        ("[{id: p, label: {id: P, en: P}, weight: age_years(), of: a}]", "depends"),
        ("[{id: p, label: {id: P, en: P}, weight: 1, of: a, areas: village}]", "reaches"),
    ],
)
def test_a_badly_written_index_is_refused(tmp_path: Path, parts: str, said: str) -> None:
    index = f"""
indexes:
  - {{id: i, label: {{id: I, en: I}}, period: year, {COMMON}, parts: {parts},
     examples: [{{name: any, facts: {{a: 1/2}}, expect: {{value: 50}}}}]}}
"""
    (tmp_path / "rules.yaml").write_text(SOURCES + INDICATORS + index, encoding="utf-8")
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(tmp_path)
    assert said in str(refused.value)
