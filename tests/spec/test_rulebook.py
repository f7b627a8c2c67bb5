"""Every example of the rulebook holds, on all three engines."""

import pytest

from nyelik.base.dates import day_number
from nyelik.rules import model as m
from nyelik.rules.check import (
    Case,
    answer_of,
    check_examples,
    make_case,
    rules_with_examples,
)
from nyelik.rules.engines import columns
from nyelik.rules.engines.phone import Question
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import facts_of_example
from nyelik.rules.load import Loaded, load
from nyelik.rules.node import Node
from tests.support.phone import phone_of_rulebook


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load()


def test_every_example_holds(loaded: Loaded) -> None:
    count, failures = check_examples(loaded.rules, loaded.derive)
    assert not failures, "\n".join(map(str, failures))
    assert count > 300


def test_the_columns_engine_agrees_on_every_expression_of_every_example(loaded: Loaded) -> None:
    """Not only the verdict: each expression of each rule gives the same answer on both engines."""
    differing = []
    for rule in rules_with_examples(loaded.rules):
        nodes = [node for node in nodes_of(rule) if node.type != "window"]
        for example in rule.examples:
            case = make_case(loaded.rules, rule, example, loaded.derive)
            differing.extend(_differences(case, nodes))
    assert not differing, "\n".join(differing[:20])


def test_the_phone_gives_the_same_answer_to_every_example(loaded: Loaded) -> None:
    """The whole answer, days and colours too, from facts as recorded: the phone derives growth itself."""
    rules = loaded.rules
    asked = [(rule, example) for rule in rules_with_examples(rules) for example in rule.examples]
    cases = [make_case(rules, rule, example, loaded.derive) for rule, example in asked]
    questions = [
        Question(
            rule.id,
            facts_of_example(example.facts, example.on, rules.words),
            day_number(example.on),
            case.period,
        )
        for (rule, example), case in zip(asked, cases, strict=True)
    ]
    answers = phone_of_rulebook().answers(questions)
    differing = [
        f"{case.rule.id}, “{case.example.name}”: reference {expected} phone {answer}"
        for case, answer in zip(cases, answers, strict=True)
        if (expected := answer_of(case)) != answer
    ]
    assert not differing, "\n".join(differing[:20])


def _differences(case: Case, nodes: list[Node]) -> list[str]:
    today = day_number(case.example.on)
    engine = Reference(case.facts, today, case.period)
    answers = columns.evaluate_many(nodes, [case.facts], today, case.period)
    return [
        f"{case.rule.id}, “{case.example.name}”: {node} reference {expected} columns {answer}"
        for node, (answer,) in zip(nodes, answers, strict=True)
        if (expected := engine.value(node)) != answer
        and not (isinstance(expected, float | int) and answer == pytest.approx(expected, abs=1e-9))
    ]


def nodes_of(rule: object) -> list[Node]:
    """All expressions of a rule."""
    if isinstance(rule, m.Definition):
        return [rule.node]
    if isinstance(rule, m.Group):
        return [rule.when]
    if isinstance(rule, m.Service):
        days = (rule.start, rule.done, rule.late, rule.overdue, rule.overdue_when, rule.closes)
        return [rule.eligible, *(node for node in days if node), *rule.not_before]
    if isinstance(rule, m.Finding):
        return [rule.eligible, *(found.when for found in rule.classes)]
    assert isinstance(rule, m.Indicator)
    mean = [rule.mean_of] if rule.mean_of else []
    return [rule.among, *(part.node for part in rule.parts), *mean]
