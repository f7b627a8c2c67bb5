"""National examples under a district's layer: what they say may have been changed, on purpose and in sight.

A district that moves a setting moves every rule that uses it; the examples of those rules were written for the
national value. They are told apart from failures, never hidden. The examples of a rule that the layer itself replaced
must hold: whoever changes a rule writes its examples anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from nyelik.rules import model as m
from nyelik.rules.check.branches import asked_by
from nyelik.rules.check.cases import Failure, rules_with_examples
from nyelik.rules.node import Node


def apart_from_layer(
    rulebook: m.Rulebook, failures: Sequence[Failure]
) -> tuple[list[Failure], list[Failure]]:
    """The failures, and those that the layer explains: national examples of rules that use what it changed."""
    moved = moved_rules(rulebook)
    explained = [
        one
        for one in failures
        if one.rule in moved and one.engine == "reference" and one.rule not in rulebook.origins
    ]
    return [one for one in failures if one not in explained], explained


def moved_rules(rulebook: m.Rulebook) -> frozenset[str]:
    """The rules that use, themselves or by way of a definition, a name that the layer replaced."""
    replaced = {name for name, origin in rulebook.origins.items() if origin.replaces}
    if not replaced:
        return frozenset()
    return frozenset(
        rule.id
        for rule in rules_with_examples(rulebook)
        if any(_names(asked.node) & replaced for asked in asked_by(rule))
    )


def _names(node: Node) -> set[str]:
    """Every name in an expression, and in what those names mean."""
    own = {str(node.args[0])} if node.op == "named" else set()
    return own.union(*(_names(part) for part in node.nodes()))
