"""A plan evaluates each distinct step once where it is asked, and gives registers back."""

from __future__ import annotations

from collections import Counter

import numpy as np

from nyelik.rules import vocabulary as v
from nyelik.rules.engines.block import block_of_facts
from nyelik.rules.engines.columns import Asked, answer
from nyelik.rules.engines.kernels import opcodes as o
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.plan import LIST, Plan, make_plan
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.steps import Steps
from nyelik.rules.facts import Event, make_facts
from nyelik.rules.node import Node, constant

EVER = Node("ever", (), v.WINDOW)
FEMALE = Node("is_female", (), v.TRUTH)
VISITED = Node("has", ("visited", EVER), v.TRUTH)
WEIGHT = Node("latest", ("weight_kg", EVER), v.NUMBER)
HEAVY = Node("less", (constant(4.0, v.NUMBER), WEIGHT), v.TRUTH)
TODAY = 20_000


def plan_for(*asked: tuple[list[Node], list[Node]], unsure: bool = False) -> Plan:
    """A plan for questions given as (of whom, what)."""
    steps = Steps()
    lower = Lowering(steps)
    return make_plan(
        steps,
        [
            Question(str(number), tuple(map(lower, among)), tuple(map(lower, what)), unsure)
            for number, (among, what) in enumerate(asked)
        ],
        LIST,
    )


def operations(plan: Plan) -> Counter[int]:
    """How often each operation stands in the program."""
    return Counter(plan.instructions[:, o.OP].tolist())


def test_equal_expressions_of_different_rules_are_one_step() -> None:
    again = Node("latest", ("weight_kg", Node("ever", (), v.WINDOW)), v.NUMBER)
    found = operations(plan_for(([], [WEIGHT]), ([], [again]), ([], [HEAVY])))
    assert found[o.LATEST] == found[o.SPAN] == 1


def test_questions_of_the_same_people_share_a_scope() -> None:
    found = operations(plan_for(([FEMALE, VISITED], [WEIGHT]), ([FEMALE], [HEAVY])))
    assert found[o.ENTER] == found[o.LEAVE] == 2  # female, and inside it visited
    assert found[o.LATEST] == 1, "what the outer scope has is brought inside"
    assert found[o.BRING] == 1


def test_what_is_the_same_for_everybody_is_no_instruction() -> None:
    month_ago = Node("earlier", (Node("today", (), v.DAY), _months(1)), v.DAY)
    plan = plan_for(([], [month_ago]))
    assert set(operations(plan)) == {o.EMIT}
    assert plan.folded is not None


def test_registers_are_given_back_after_their_last_use() -> None:
    words = [f"word_{number}" for number in range(50)]
    one_by_one = [Node("has", (word, EVER), v.TRUTH) for word in words]
    plan = plan_for(([], one_by_one))
    assert plan.registers <= 2
    assert plan.spans <= 2
    assert operations(plan)[o.HAS] == len(plan.codes) == 50


def test_who_is_asked_and_of_whom_it_is_unknown() -> None:
    visit = Event(TODAY - 3, -1, 0, "visited", None)
    people = [
        make_facts(sex, None, events=events)
        for sex, events in (("female", [visit]), ("female", []), ("male", [visit]), (None, [visit]))
    ]
    block = block_of_facts(people)
    for unsure, of_the_unknown in ((False, 0.0), (True, np.nan)):
        plan = plan_for(([FEMALE, VISITED], [constant(7.0, v.NUMBER)]), unsure=unsure)
        whom, sevens = answer(plan, block, Asked(TODAY)).rows
        np.testing.assert_array_equal(whom, [1, 0, 0, of_the_unknown])
        np.testing.assert_array_equal(sevens, [7, 0, 0, 0])


def test_only_those_present_are_asked() -> None:
    block = block_of_facts([make_facts("female"), make_facts("female")])
    plan = plan_for(([FEMALE], []))
    rows = answer(plan, block, Asked(TODAY), present=np.array([False, True])).rows
    np.testing.assert_array_equal(rows, [[0, 1]])


def _months(count: int) -> Node:
    from nyelik.rules.node import Duration

    return constant(Duration("months", count), v.DURATION)
