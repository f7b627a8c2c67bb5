"""Which words an expression reads, through the definitions that it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nyelik.rules import vocabulary as v
from nyelik.rules.growth.derive import MEASURE_CODES, OEDEMA_CODE, POSITION_CODE
from nyelik.rules.model import Finding, Service
from nyelik.rules.node import Node
from nyelik.rules.words import Word


def words_read(*nodes: Node | None) -> frozenset[str]:
    """The codes of all words and vaccines whose events the expressions look at."""
    return frozenset(code for node in nodes if node is not None for code in _codes(node))


def _codes(node: Node) -> Iterator[str]:
    if node.op in v.EVENTS:
        yield str(node.args[0])
    for below in node.nodes():
        yield from _codes(below)


def measured_for(word: Word) -> frozenset[str]:
    """What must be measured so that the word has a value: itself, or what it is derived from."""
    if word.derived is None:
        return frozenset((word.code,))
    return frozenset((*MEASURE_CODES, POSITION_CODE, OEDEMA_CODE))


def sensitive_kinds(rule: Service | Finding, words: Mapping[str, Word]) -> frozenset[str]:
    """The kinds of sensitive matter that a rule looks at; worked out once for each rule of a loaded rulebook."""
    known = _KINDS.get(id(rule))
    if known is None or known[0] is not rule:
        marks = {words[code].sensitive for code in words_read(*_nodes(rule)) if code in words}
        known = _KINDS[id(rule)] = rule, frozenset(mark for mark in marks if mark)
    return known[1]


_KINDS: dict[int, tuple[Service | Finding, frozenset[str]]] = {}
"""By identity; holding the rule keeps its identity its own."""


def _nodes(rule: Service | Finding) -> Iterator[Node | None]:
    yield rule.eligible
    if isinstance(rule, Finding):
        yield from (found.when for found in rule.classes)
        return
    yield from (rule.start, rule.done, rule.late, rule.overdue, rule.overdue_when, rule.closes)
    yield from rule.not_before
