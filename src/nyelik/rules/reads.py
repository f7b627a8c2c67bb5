"""Which words an expression reads, through the definitions that it names."""

from __future__ import annotations

from collections.abc import Iterator

from nyelik.rules import vocabulary as v
from nyelik.rules.growth.derive import MEASURE_CODES, OEDEMA_CODE, POSITION_CODE
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
