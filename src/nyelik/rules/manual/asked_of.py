"""What an expression asks of a person: the ages at which it can hold, the terms that must hold, the words it needs."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from nyelik.rules import vocabulary as v
from nyelik.rules.manual.graph import words_in
from nyelik.rules.manual.offsets import DAYS
from nyelik.rules.node import Node

FOREVER = math.inf
_AGE_UNITS = {
    "age_days": "days",
    "age_weeks": "weeks",
    "age_months": "months",
    "age_years": "years",
}
RESIDENCE = ("died", "moved_in", "moved_out")
"""Words that say who is there at all: everybody's rules look at them."""


@dataclass(frozen=True)
class Span:
    """Ages in days: from `low`, to before `high`."""

    low: float = 0.0
    high: float = FOREVER

    def meet(self, other: Span) -> Span:
        """The ages in both."""
        return Span(max(self.low, other.low), min(self.high, other.high))

    def cover(self, other: Span) -> Span:
        """The shortest span around both."""
        return Span(min(self.low, other.low), max(self.high, other.high))

    @property
    def is_empty(self) -> bool:
        """Whether no age is in it."""
        return self.low >= self.high


def ages(node: Node) -> Span:
    """The ages at which a truth can hold, as far as its comparisons of age tell."""
    inner = node.nodes()
    if node.op == "named":
        return ages(inner[0]) if inner else Span()
    if node.op == "and":
        return _fold(inner, Span.meet)
    if node.op == "or":
        return _fold(inner, Span.cover)
    if node.op in ("less", "less_equal", "greater", "greater_equal"):
        return _compared(node.op, *inner)
    if node.op == "not" and inner[0].op == "named":
        return _outside(ages(inner[0])) if only_age(inner[0]) else Span()
    return Span()


def _fold(nodes: Iterable[Node], join: object) -> Span:
    spans = [ages(node) for node in nodes]
    whole = spans[0]
    for span in spans[1:]:
        whole = join(whole, span)  # type: ignore[operator]
    return whole


def _outside(span: Span) -> Span:
    """What lies beside a span that begins at birth or never ends."""
    return Span(span.high, FOREVER) if span.low == 0 else Span(0, span.low)


def only_age(node: Node) -> bool:
    return not set(words_in([node])) - set(RESIDENCE)


def asserted(nodes: Iterable[Node]) -> dict[str, None]:
    """The words that the nodes look at, but for what they deny."""
    found: dict[str, None] = {}
    for node in nodes:
        if node.op in v.EVENTS:
            found[str(node.args[0])] = None
        if node.op != "not":
            found |= asserted(node.nodes())
    return found


_MIRROR = {
    "less": "greater",
    "less_equal": "greater_equal",
    "greater": "less",
    "greater_equal": "less_equal",
}


def _compared(op: str, left: Node, right: Node) -> Span:
    if right.op in _AGE_UNITS:
        left, right, op = right, left, _MIRROR[op]
    limit = _number(right)
    if left.op not in _AGE_UNITS or limit is None or words_in([left]):
        return Span()  # the age at which something happened says nothing of the age now
    day = DAYS[_AGE_UNITS[left.op]]
    return {
        "less": Span(0, limit * day),
        "less_equal": Span(0, (limit + 1) * day),
        "greater": Span((limit + 1) * day),
        "greater_equal": Span(limit * day),
    }[op]


def _number(node: Node) -> float | None:
    inner = node.nodes()[0] if node.op == "named" and node.nodes() else node
    value = inner.args[0] if inner.op == "constant" else None
    return float(value) if isinstance(value, int | float) else None


def required(node: Node) -> frozenset[str]:
    """The definitions that must hold wherever the truth holds."""
    if node.op == "named":
        below = required(node.nodes()[0]) if node.nodes() else frozenset()
        return below | {str(node.args[0])}
    parts = [required(part) for part in node.nodes() if part.type == v.TRUTH]
    if node.op == "and":
        return frozenset().union(*parts)
    if node.op == "or" and parts:
        return parts[0].intersection(*parts[1:])
    return frozenset()
