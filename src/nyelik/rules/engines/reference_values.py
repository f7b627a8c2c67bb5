"""The reference engine's numbers and truths: yes, no, and unknown as None."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from nyelik.rules.node import Node

if TYPE_CHECKING:
    from nyelik.rules.engines.reference import Answer, Reference


def _strict(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function of the values; unknown if any is unknown."""

    def operation(engine: Reference, *nodes: Node) -> Any:
        values = [engine.value(node) for node in nodes]
        return None if None in values else function(*values)

    return operation


def _rounded(value: float, places: float = 0) -> float:
    """Halves away from zero, as people round; Python's round would give 2 for 2.5."""
    scale = 10.0 ** int(places)
    size = int(abs(value) * scale + 0.5) / scale
    return -size if value < 0 else size


def _and(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    if False in values:
        return False
    return None if None in values else True


def _or(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    if True in values:
        return True
    return None if None in values else False


def _at_least(engine: Reference, number: Node, *nodes: Node) -> Answer:
    needed, values = engine.value(number), [engine.value(node) for node in nodes]
    if needed is None:
        return None
    if values.count(True) >= float(needed):
        return True
    return False if values.count(True) + values.count(None) < float(needed) else None


def _count_yes(engine: Reference, *nodes: Node) -> Answer:
    values = [engine.value(node) for node in nodes]
    known = [value for value in values if value is not None]
    return known.count(True) if known else None


def _if_unknown(engine: Reference, node: Node, default: Node) -> Answer:
    value = engine.value(node)
    return engine.value(default) if value is None else value


def _choose(engine: Reference, condition: Node, yes: Node, no: Node) -> Answer:
    truth = engine.value(condition)
    if truth is None:
        return None
    return engine.value(yes if truth else no)


def _one_of(engine: Reference, node: Node, *allowed: Node) -> Answer:
    value = engine.value(node)
    return None if value is None else value in [engine.value(item) for item in allowed]


def _sex(sex: str) -> Callable[[Reference], Answer]:
    return lambda engine: None if engine.facts.sex is None else engine.facts.sex == sex


VALUES: dict[str, Callable[..., Answer]] = {
    "constant": lambda e, value: value,
    "named": lambda e, _name, node: e.value(node),
    "plus": _strict(lambda a, b: a + b),
    "minus": _strict(lambda a, b: a - b),
    "multiplied": _strict(lambda a, b: a * b),
    "divided": _strict(lambda a, b: None if b == 0 else a / b),
    "negative": _strict(lambda a: -a),
    "rounded": _strict(_rounded),
    "smallest": _strict(lambda *values: min(values)),
    "greatest": _strict(lambda *values: max(values)),
    "count_yes": _count_yes,
    "is_female": _sex("female"),
    "is_male": _sex("male"),
    "less": _strict(lambda a, b: a < b),
    "less_equal": _strict(lambda a, b: a <= b),
    "greater": _strict(lambda a, b: a > b),
    "greater_equal": _strict(lambda a, b: a >= b),
    "equal": _strict(lambda a, b: a == b),
    "not_equal": _strict(lambda a, b: a != b),
    "one_of": _one_of,
    "and": _and,
    "or": _or,
    "not": _strict(lambda a: not a),
    "known": lambda e, node: e.value(node) is not None,
    "at_least": _at_least,
    "if_unknown": _if_unknown,
    "choose": _choose,
}
