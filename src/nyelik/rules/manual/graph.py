"""What each rule is made of: the definitions and settings it names, the words it looks at, and who names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nyelik.rules import model as m
from nyelik.rules.node import Node
from nyelik.rules.package import Package
from nyelik.rules.vocabulary import EVENTS

AnyRule = m.Definition | m.Group | m.Service | m.Finding | m.Indicator | m.Index | Package
"""Whatever has a page of its own."""


def all_rules(rulebook: m.Rulebook) -> Iterator[AnyRule]:
    """Every rule that has a page, definitions last."""
    yield from rulebook.groups.values()
    yield from rulebook.services.values()
    yield from rulebook.findings.values()
    yield from rulebook.indicators.values()
    yield from rulebook.indexes.values()
    yield from rulebook.packages.values()
    yield from rulebook.definitions.values()


def kind_of(rule: AnyRule) -> str:
    """One of texts.KINDS."""
    return "form" if isinstance(rule, Package) else type(rule).__name__.lower()


def nodes_of(rule: AnyRule) -> tuple[Node, ...]:
    """Every expression of a rule."""
    match rule:
        case m.Group():
            found: tuple[Node | None, ...] = (rule.when,)
        case m.Definition():
            found = (rule.node,)
        case m.Service():
            found = (rule.eligible, rule.start, rule.late, rule.overdue, rule.overdue_when)
            found += (rule.closes, *rule.not_before, rule.done)
        case m.Finding():
            classes = rule.classes
            said = [node for one in classes for node in one.placeholders.values()]
            found = (rule.eligible, *(one.when for one in classes), *said)
        case m.Index():
            weights = [part.weight for part in rule.parts]
            found = (rule.scale, rule.rounds, *weights, *(one.at_least for one in rule.classes))
        case Package():
            lines = rule.fields()
            found = (rule.eligible, *(one.when for one in rule.sections))
            found += tuple(line.when for line in lines)
            found += tuple(node for line in lines for node in (line.node, line.default))
        case m.Indicator():
            found = (rule.among, *(part.node for part in rule.parts), rule.mean_of)
    return tuple(node for node in found if node is not None)


def names_in(nodes: Iterable[Node], through: bool = False) -> dict[str, None]:
    """Ids of the definitions and settings that the nodes name, in order; with `through` those of these too."""
    found: dict[str, None] = {}
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if node.op == "named":
            found[str(node.args[0])] = None
            if not through:
                continue
        waiting = [*node.nodes(), *waiting]
    return found


def words_in(nodes: Iterable[Node]) -> dict[str, None]:
    """Codes of all words that the nodes look at, through definitions too, in order."""
    found: dict[str, None] = {}
    waiting = list(nodes)
    while waiting:
        node = waiting.pop(0)
        if node.op in EVENTS:
            found[str(node.args[0])] = None
        waiting = [*node.nodes(), *waiting]
    return found


@dataclass(frozen=True)
class Graph:
    """Who names whom in one rulebook."""

    used_by: dict[str, list[AnyRule]] = field(default_factory=dict)


def make_graph(rulebook: m.Rulebook) -> Graph:
    """Follow the names of every rule once."""
    used_by: dict[str, list[AnyRule]] = {}
    for rule in all_rules(rulebook):
        for name in names_in(nodes_of(rule)):
            used_by.setdefault(name, []).append(rule)
    return Graph(used_by)
