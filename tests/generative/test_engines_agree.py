"""Whole expressions over whole lives: columns and phone say what the reference engine says, exactly.

Expressions are built from the vocabulary itself, so an operation added there is tried here at once.
"""

from __future__ import annotations

import datetime as dt
import math

from hypothesis import given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.base.period import KINDS, Period, period_holding
from nyelik.rules import vocabulary as v
from nyelik.rules.engines.columns import evaluate_many
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event, Facts, make_facts
from nyelik.rules.node import Duration, Node, constant
from tests.support.phone import phone_values

WORDS = {
    "number": ("weight_kg", "height_cm"),
    "count": ("tablets",),
    "yes_no": ("visited", "vitamin_a"),
    "choice": ("position",),
    "day": ("return_day",),
    "text": ("note",),
    "dose": ("DPT", "MR"),
    "event": ("died", "delivery"),
}
CHOICES = ("lying", "standing", "never_used")
FIRST, LAST = day_number(dt.date(2023, 11, 20)), day_number(dt.date(2024, 4, 10))
DAYS = st.integers(FIRST, LAST)
MINUTES = st.sampled_from([-1, -1, 0, 359, 360, 480, 1439])
VALUES: dict[str, st.SearchStrategy[float | str | bool | None]] = {
    "number": st.sampled_from([0.0, 2.4, 2.5, 6.0, 6.4, -1.3]),
    "count": st.sampled_from([0.0, 1.0, 30.0]),
    "yes_no": st.booleans(),
    "choice": st.sampled_from(CHOICES[:2]),
    "day": DAYS.map(float),
    "text": st.sampled_from(["a", "b"]),
    "dose": st.sampled_from([1.0, 2.0, 3.0]),
    "event": st.sampled_from([None, True]),
}
OPERATIONS_OF = {
    type_: [op for op in v.VOCABULARY.values() if op.result == type_]
    for type_ in (v.NUMBER, v.DAY, v.TRUTH, v.WINDOW)
}
ANYTHING = [v.NUMBER, v.DAY, v.TRUTH, v.CHOICE]
KINDS_OF_TYPE = {
    v.NUMBER: ("number", "count"),
    v.TRUTH: ("yes_no",),
    v.CHOICE: ("choice",),
    v.DAY: ("day",),
}


@st.composite
def nodes(draw: st.DrawFn, type_: str, depth: int) -> Node:
    """An expression of a type; `depth` bounds how far operations nest."""
    if type_ == v.DURATION:
        unit = draw(st.sampled_from(["hours", "days", "weeks", "months", "years"]))
        return constant(Duration(unit, draw(st.integers(0, 14))), v.DURATION)
    if depth == 0 and type_ != v.WINDOW:
        return draw(leaves(type_))
    if draw(st.integers(0, 9)) == 0:
        inner = draw(nodes(type_, depth - 1)) if depth else Node("ever", (), v.WINDOW)
        return Node("named", ("a_name", inner), inner.type)
    if type_ != v.WINDOW and draw(st.integers(0, 2)) == 0:
        return draw(valued(type_, depth))
    operations = OPERATIONS_OF.get(type_, []) + ([] if type_ == v.WINDOW else list(v.ANY.values()))
    if depth == 0:
        operations = [op for op in operations if not op.parameters]
    return draw(operated(draw(st.sampled_from(operations)), type_, depth))


@st.composite
def leaves(draw: st.DrawFn, type_: str) -> Node:
    """A constant, or an operation without arguments."""
    constants = {
        v.NUMBER: st.sampled_from([0.0, 1.0, 2.0, 2.5, 12.0, 48.0]),
        v.DAY: DAYS.map(float),
        v.TRUTH: st.booleans(),
        v.CHOICE: st.sampled_from(CHOICES),
    }
    bare = [op for op in OPERATIONS_OF.get(type_, []) if not op.parameters]
    if bare and draw(st.booleans()):
        return Node(draw(st.sampled_from(bare)).name, (), type_)
    return constant(draw(constants[type_]), type_)


@st.composite
def valued(draw: st.DrawFn, type_: str, depth: int) -> Node:
    """`latest`, `first` or `previous` of a word that has values of the type."""
    op = draw(st.sampled_from(["latest", "first", "previous"]))
    code = draw(st.sampled_from([c for kind in KINDS_OF_TYPE[type_] for c in WORDS[kind]]))
    return Node(op, (code, draw(nodes(v.WINDOW, depth - 1))), type_)


@st.composite
def operated(draw: st.DrawFn, operation: v.Operation, type_: str, depth: int) -> Node:
    """The operation with arguments of the types it asks for."""
    args: list[Node | str | float] = []
    same = type_ if operation.result == "same" else draw(st.sampled_from(ANYTHING))
    if operation.name in ("less", "less_equal", "greater", "greater_equal"):
        same = draw(st.sampled_from([v.NUMBER, v.DAY]))
    for parameter in operation.parameters:
        kind = parameter.rstrip("?*")
        if parameter.endswith("?") and kind != "window" and draw(st.booleans()):
            continue
        times = draw(st.integers(1, 3)) if parameter.endswith("*") else 1
        args.extend(draw(argument(operation, kind, same, depth - 1)) for _ in range(times))
    return Node(operation.name, tuple(args), type_)


@st.composite
def argument(
    draw: st.DrawFn, operation: v.Operation, kind: str, same: str, depth: int
) -> Node | str | float:
    """One argument; places to round to and months of a slot are written out, as the reader demands or rules do."""
    if kind == "word":
        kinds = v.KINDS_OF_EVENTS.get(operation.name, tuple(WORDS))
        return draw(st.sampled_from([code for k in kinds if k in WORDS for code in WORDS[k]]))
    if kind == "vaccine":
        return draw(st.sampled_from(WORDS["dose"]))
    if kind == "number" and operation.name == "dose":
        return float(draw(st.integers(1, 3)))
    if kind == "number" and operation.name in ("slot_start", "age_step"):
        return constant(float(draw(st.integers(1, 12))), v.NUMBER)
    if kind == "number" and operation.name == "rounded" and depth >= 0:
        return constant(float(draw(st.integers(0, 2))), v.NUMBER)
    if kind == "moment":
        return draw(moments(depth))
    types = {"same": same, "any": draw(st.sampled_from(ANYTHING))}
    return draw(nodes(types.get(kind, kind), max(depth, 0)))


@st.composite
def moments(draw: st.DrawFn, depth: int) -> Node:
    """A day that has a clock time."""
    op = draw(st.sampled_from(["born", "latest_day", "first_day"]))
    if op == "born":
        return Node("born", (), v.DAY)
    code = draw(st.sampled_from(["delivery", "visited"]))
    return Node(op, (code, draw(nodes(v.WINDOW, max(depth, 0)))), v.DAY)


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """A person's facts: events crowd on few days, so that order and clock times matter."""
    kinds = [(kind, code) for kind, codes in WORDS.items() for code in codes]
    days = draw(st.lists(DAYS, min_size=1, max_size=4))
    events = [
        Event(draw(st.sampled_from(days)), draw(MINUTES), seq, code, draw(VALUES[kind]))
        for seq, (kind, code) in enumerate(draw(st.lists(st.sampled_from(kinds), max_size=14)))
    ]
    born = draw(st.none() | DAYS)
    return make_facts(
        draw(st.sampled_from(["female", "male", None])), born, draw(MINUTES), tuple(events)
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period of any kind, near the events."""
    day = dt.date(1970, 1, 1) + dt.timedelta(days=draw(DAYS))
    return period_holding(day, draw(st.sampled_from(KINDS)))


def same(first: object, second: object) -> bool:
    """Equal, where not-a-number equals itself and a yes is not a 1."""
    if isinstance(first, float) and math.isnan(first):
        return isinstance(second, float) and math.isnan(second)
    return first == second and isinstance(first, bool) == isinstance(second, bool)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([v.NUMBER, v.DAY, v.TRUTH, v.CHOICE]).flatmap(lambda type_: nodes(type_, 3)),
    st.lists(lives(), min_size=1, max_size=4),
    DAYS,
    periods(),
)
def test_it_says_what_the_reference_says(
    node: Node, many: list[Facts], today: int, period: Period
) -> None:
    expected = [Reference(facts, today, period).value(node) for facts in many]
    answers = evaluate_many([node], many, today, period)[0]
    assert all(map(same, answers, expected)), f"columns {answers}, reference {expected}"
    answers = phone_values([node], many, today, period)[0]
    assert all(map(same, answers, expected)), f"phone {answers}, reference {expected}"


def test_every_operation_of_the_vocabulary_can_be_built_here() -> None:
    built = {op.name for of_type in OPERATIONS_OF.values() for op in of_type} | set(v.ANY)
    assert built | {"latest", "first", "previous"} == set(v.VOCABULARY)
