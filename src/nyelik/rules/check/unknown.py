"""Whether an expression can come out unknown at all, as far as can be told without knowing anybody.

A rule that is asked only of people whose age is known cannot meet an unknown age; nobody shall be told to write an
example of it. `needs` says what must be known for a truth to come out yes (or no), `can_be_unknown` uses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from typing import TypeAlias

from nyelik.rules import vocabulary as v
from nyelik.rules.node import Node

Leaf: TypeAlias = "Node | str"
Sure = frozenset[Leaf]
"""Events, the day of birth and the sex that are known for sure."""

NOTHING: Sure = frozenset()
BORN, SEX = "born", "sex"
_FROM_BIRTH = ("born", "age_step", "age_days", "age_weeks", "age_months", "age_years")
_COUNTS = ("has", "times", "months_with", "doses")
_NEVER = ("constant", "known", *("today", "period_start", "period_end", "slot_start"))
_NEVER_WINDOWS = ("ever", "period", "this_month", "last_month", "this_year", "last")
_UNKNOWN_ONLY_IF_ALL_ARE = ("latest_of", "earliest_of", "count_yes")
_BRANCHING = ("and", "or", "if_unknown", "choose", "at_least", "count_yes", "known")


def can_be_unknown(node: Node, sure: Sure = NOTHING) -> bool:
    """Whether there may be somebody for whom the node is unknown though everything in `sure` is known."""
    if node.op in _NEVER or node.op in _NEVER_WINDOWS:
        return False
    if node.op in ("is_female", "is_male"):
        return SEX not in sure
    if node.op in _FROM_BIRTH or node.op == "aged":
        return BORN not in sure or _any(node.nodes(), sure)
    if node.op in _COUNTS:
        return _any(node.nodes(), sure)
    if node.op in v.EVENTS:
        return node not in sure
    if node.op == "if_unknown":
        return can_be_unknown(node.nodes()[1], sure)
    if node.op in _UNKNOWN_ONLY_IF_ALL_ARE:
        return all(can_be_unknown(part, sure) for part in node.nodes())
    return node.op in ("divided", "hours_after") or _any(node.nodes(), sure)


def _any(nodes: Iterable[Node], sure: Sure) -> bool:
    return any(can_be_unknown(node, sure) for node in nodes)


def needs(node: Node, answer: bool) -> Sure:
    """What must be known for a truth to come out so."""
    if node.op == "named":
        return needs(node.nodes()[0], answer)
    if node.op == "not":
        return needs(node.nodes()[0], not answer)
    if node.op in ("and", "or"):
        parts = [needs(part, answer) for part in node.nodes()]
        every = (node.op == "and") == answer
        return _united(parts) if every else reduce(frozenset.intersection, parts)
    if node.op == "known" and answer:
        return _leaves(node.nodes()[0])
    if node.op == "if_unknown":
        return _of_if_unknown(node, answer)
    if node.op == "has" and answer:
        return frozenset(Node(op, node.args, v.DAY) for op in ("latest_day", "first_day"))
    return NOTHING if node.op in _BRANCHING else _leaves(node)


def _of_if_unknown(node: Node, answer: bool) -> Sure:
    first, otherwise = node.nodes()
    other_answer = otherwise.op == "constant" and otherwise.args[0] is not answer
    return needs(first, answer) if other_answer else NOTHING


def _leaves(node: Node) -> Sure:
    """What a node reads that must be known for it to be known; nothing below what does without."""
    if node.op in ("is_female", "is_male"):
        return frozenset([SEX])
    if node.op in _BRANCHING or node.op in _UNKNOWN_ONLY_IF_ALL_ARE:
        return NOTHING
    below = _united(_leaves(part) for part in node.nodes())
    if node.op in _FROM_BIRTH or node.op == "aged":
        return below | {BORN}
    if node.op in v.EVENTS and node.op not in _COUNTS:
        return below | {node}
    return below


_united: Callable[[Iterable[Sure]], Sure] = lambda parts: reduce(  # noqa: E731  a name for one fold
    frozenset.union, parts, NOTHING
)
