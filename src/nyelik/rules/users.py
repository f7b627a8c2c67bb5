"""Who uses a word, a setting, a definition or a rule: what a change of it touches."""

from __future__ import annotations

from collections.abc import Iterator

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.check.branches import asked_by
from nyelik.rules.check.cases import rules_with_examples
from nyelik.rules.node import Node
from nyelik.rules.package import Package


def users_of(rulebook: m.Rulebook, used: str) -> tuple[str, ...]:
    """The ids of the rules and forms that name it themselves, in the order of the rulebook."""
    rules = (rule.id for rule in rules_with_examples(rulebook) if used in _named_by(rule))
    forms = (form.id for form in rulebook.packages.values() if used in _in_form(form))
    return tuple(dict.fromkeys((*rules, *forms)))


def _named_by(rule: m.Definition | m.Group | m.Service | m.Finding | m.Indicator) -> set[str]:
    return {name for asked in asked_by(rule) for name in _names(asked.node)}


def _in_form(form: Package) -> set[str]:
    nodes = [form.eligible, *(section.when for section in form.sections)]
    lines = form.fields()
    nodes += [node for line in lines for node in (line.when, line.default, line.node)]
    named = {name for node in nodes if node is not None for name in _names(node)}
    return named.union(*({line.of, *line.due} for line in lines))


def _names(node: Node) -> Iterator[str]:
    """The names and words of an expression, without those that its names stand for."""
    if node.op == "named":
        yield str(node.args[0])
        return
    if node.op in v.EVENTS:
        yield str(node.args[0])
    for part in node.nodes():
        yield from _names(part)
