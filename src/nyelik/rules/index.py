"""Indexes: one figure from the figures of several indicators, exact to the last digit, and its class.

The arithmetic is here, beside the other meanings of the rulebook, so that examples and explanations need nothing
else; `watch.indexes` gathers the figures of an area. Everything is a fraction: at 76.61 a class begins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nyelik.rules.errors import Phrase
from nyelik.rules.model import Index, IndexClass, IndexPart
from nyelik.rules.node import Node


class NotFixed(Exception):  # noqa: N818  a verdict on an expression
    """An expression that is not the same for everybody where a fixed number is needed."""

    def __init__(self, why: Phrase) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class PartState:
    """A part's value (times the scale) and class; None where none of its indicators has a figure.

    `known` are those of its indicators that have one, in order; the mean is theirs.
    """

    part: IndexPart
    value: Fraction | None
    known: tuple[str, ...]
    found: IndexClass | None


@dataclass(frozen=True)
class IndexState:
    """An index of one area: None while a part of it has no figure at all."""

    index: Index
    value: Fraction | None
    found: IndexClass | None
    parts: tuple[PartState, ...]


def index_state(index: Index, values: Mapping[str, Fraction | None]) -> IndexState:
    """The index from the values of its indicators: percents of coverages, means of means."""
    parts = tuple(_part(index, part, values) for part in index.parts)
    value = Fraction(0)
    for state in parts:
        if state.value is None:
            return IndexState(index, None, None, parts)
        value += exact(state.part.weight) * state.value
    return IndexState(index, value, class_of(index, value), parts)


def _part(index: Index, part: IndexPart, values: Mapping[str, Fraction | None]) -> PartState:
    figures = {member: values.get(member) for member in part.of}
    known = {member: value for member, value in figures.items() if value is not None}
    if not known:
        return PartState(part, None, (), None)
    mean = exact(index.scale) * sum(known.values(), Fraction(0)) / len(known)
    return PartState(part, mean, tuple(known), class_of(index, mean))


def class_of(index: Index, value: Fraction) -> IndexClass | None:
    """The class that a value lies in; None below the lowest."""
    shown = _rounded(value, index.decimals) if exact_truth(index.rounds) else value
    return next((one for one in index.classes if shown >= exact(one.at_least)), None)


def _rounded(value: Fraction, decimals: int) -> Fraction:
    """Halves upwards, as on paper; values of an index are never negative."""
    scale = 10**decimals
    return Fraction(int(value * scale + Fraction(1, 2)), scale)


def exact_truth(node: Node) -> bool:
    """The yes or no of a fixed expression. Raises NotFixed."""
    value = _fixed(node)
    if not isinstance(value, bool):
        raise NotFixed(Phrase("no-fixed-truth"))
    return value


def exact(node: Node) -> Fraction:
    """The number of a fixed expression, 1/9 as a ninth and 76.61 as written. Raises NotFixed."""
    value = _fixed(node)
    if isinstance(value, bool) or not isinstance(value, Fraction):
        raise NotFixed(Phrase("no-fixed-number"))
    return value


_RECKON: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = {
    "plus": lambda a, b: a + b,
    "minus": lambda a, b: a - b,
    "multiplied": lambda a, b: a * b,
    "divided": lambda a, b: a / b,
}


def _fixed(node: Node) -> Fraction | bool:
    if node.op == "constant":
        value = node.args[0]
        if isinstance(value, bool):
            return value
        if isinstance(value, int | float):
            return Fraction(str(value))  # as written: 0.11 is eleven hundredths
    if node.op == "named":
        return _fixed(node.nodes()[0])
    if node.op in _RECKON:
        first, second = (exact(part) for part in node.nodes())
        return _RECKON[node.op](first, second)
    if node.op == "choose":
        condition, yes, no = node.nodes()
        return _fixed(yes if exact_truth(condition) else no)
    raise NotFixed(Phrase("depends-on-person"))
