"""The rulebook widened to a size it may grow to: its own rules again, asked of one age group more narrowly.

Each copy has conditions of its own, so nothing of it is answered by the rule it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import TypeVar

from nyelik.rules import vocabulary as v
from nyelik.rules.load import Loaded
from nyelik.rules.model import Finding, Indicator, Service
from nyelik.rules.node import Node, constant

SERVICES, FINDINGS, INDICATORS = 250, 250, 180
Asked = TypeVar("Asked", Service, Finding, Indicator)


def widened(loaded: Loaded) -> Loaded:
    """The rulebook with at least so many services, findings and indicators about people."""
    rules = loaded.rules
    return replace(
        loaded,
        rules=replace(
            rules,
            version=f"{rules.version}-wider",
            services=_grown(rules.services, SERVICES),
            findings=_grown(rules.findings, FINDINGS),
            indicators=_grown(rules.indicators, INDICATORS),
        ),
    )


def _grown(rules: Mapping[str, Asked], least: int) -> dict[str, Asked]:
    grown, copies = dict(rules), _copies(rules)
    while sum(one.subject == "person" for one in grown.values()) < least:
        copy = next(copies)
        grown[copy.id] = copy
    return grown


def _copies(rules: Mapping[str, Asked]) -> Iterator[Asked]:
    for turn in count(1):
        for rule in rules.values():
            if rule.subject == "person":
                yield _older_than(rule, 100 * turn)


def _older_than(rule: Asked, days: int) -> Asked:
    age = Node("age_days", (), v.NUMBER, "days")
    older = Node("less", (constant(float(days), v.NUMBER), age), v.TRUTH)
    name = f"{rule.id}-older-than-{days}-days"
    if isinstance(rule, Indicator):
        return replace(rule, id=name, among=_both(rule.among, older))
    return replace(rule, id=name, eligible=_both(rule.eligible, older))


def _both(first: Node, second: Node) -> Node:
    return Node("and", (first, second), v.TRUTH)
