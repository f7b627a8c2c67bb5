"""The branches of a rule: everything it can come to, each of which an example should reach.

- of a service: waiting, due, overdue, closed, done, and late but on time (the yellow column);
- of a finding: each of its classes, the last of which comes to no where none holds; of an indicator: that all parts
  are met;
- of each truth that a rule asks (`for`, `when`, a class, a part) and of each operand of `and`, `or`, `at_least`,
  `count_yes`, of the condition of `choose` and the first choice of `if_unknown`: yes, no, and unknown where that can
  be at all (see `unknown`).

A truth is asked only of those who get as far: a class of those for whom no earlier class held, a window of those the
service is for. A definition's branches are reached by the examples of every rule that uses it; those of any other
rule by its own examples only, since other rules' people come by without meaning it. What can be neither yes nor no
(a setting, a constant) has no branches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.check.cases import AnyRule
from nyelik.rules.check.unknown import NOTHING, Sure, can_be_unknown, needs
from nyelik.rules.node import Node
from nyelik.rules.write import written

_OPERANDS_DECIDE = ("and", "or", "at_least", "count_yes")
_DAYS = ("from", "late", "overdue", "closes", "not_before", "done")


@dataclass(frozen=True, order=True)
class Branch:
    """One thing that a rule can come to. `part` is a key of the rule, "" for the rule as a whole."""

    rule: str
    part: str
    written: str
    outcome: str

    def __str__(self) -> str:
        asked = f"{self.part}: {self.written}" if self.written else self.part or "the rule"
        return f"{asked} → {self.outcome}"


@dataclass(frozen=True)
class Asked:
    """An expression of a rule under a key; `after`: truths that came out so before it is asked."""

    part: str
    node: Node
    after: tuple[tuple[Node, bool], ...] = ()

    @property
    def sure(self) -> Sure:
        """What is known of everybody of whom it is asked."""
        return NOTHING.union(*(needs(node, answer) for node, answer in self.after))


def asked_by(rule: AnyRule) -> list[Asked]:
    """Every expression of a rule, in the order in which they are asked."""
    if isinstance(rule, m.Definition):
        return [Asked("as", rule.node)]
    if isinstance(rule, m.Group):
        return [Asked("when", rule.when)]
    if isinstance(rule, m.Service):
        return list(_of_service(rule))
    if isinstance(rule, m.Finding):
        return list(_of_finding(rule))
    among = ((rule.among, True),)
    parts = [Asked(f"counts_when {part.id}", part.node, among) for part in rule.parts]
    mean = [Asked("mean_of", rule.mean_of, among)] if rule.mean_of else []
    return [Asked("among", rule.among), *parts, *mean]


def _of_service(rule: m.Service) -> Iterator[Asked]:
    yield Asked("for", rule.eligible)
    after = ((rule.eligible, True),)
    days = [rule.start, rule.late, rule.overdue, rule.closes, *rule.not_before, rule.done]
    keys = [*_DAYS[:4], *["not_before"] * len(rule.not_before), "done"]
    for key, node in zip(keys, days, strict=True):
        if node is not None:
            yield Asked(key, node, after)
    if rule.overdue_when is not None:
        yield Asked("overdue_when", rule.overdue_when, after)


def _of_finding(rule: m.Finding) -> Iterator[Asked]:
    yield Asked("for", rule.eligible)
    after: tuple[tuple[Node, bool], ...] = ((rule.eligible, True),)
    for one in rule.classes:
        yield Asked("when" if rule.single else f"class {one.id}", one.when, after)
        after = (*after, (one.when, False))


def decisions(asked: Asked) -> list[tuple[Node, tuple[str, ...]]]:
    """The nodes of an expression that decide, each with what it can come to."""
    sure, found = asked.sure, dict.fromkeys(_deciding(asked))
    every = [(node, _outcomes(node, sure)) for node in found]
    return [(node, outcomes) for node, outcomes in every if outcomes]


def _outcomes(node: Node, sure: Sure) -> tuple[str, ...]:
    if is_fixed(node):
        return ()
    unknown = ("unknown",) if can_be_unknown(node, sure) else ()
    return ("yes", "no", *unknown) if node.type == v.TRUTH else unknown


def _deciding(asked: Asked) -> Iterator[Node]:
    root = asked.node
    if root.type == v.TRUTH or (asked.part in ("from", "mean_of", "as") and root.type != v.WINDOW):
        yield root
    for node in _inside(root):
        if node.op in _OPERANDS_DECIDE:
            yield from (_affirmed(part) for part in node.nodes() if part.type == v.TRUTH)
        elif node.op in ("choose", "if_unknown"):
            yield _affirmed(node.nodes()[0])


def _affirmed(node: Node) -> Node:
    """A truth without the `not` before it."""
    while node.op == "not":
        node = node.nodes()[0]
    return node


def _inside(node: Node) -> Iterator[Node]:
    """The node and all below it; what has a name is looked at under its name."""
    yield node
    if node.op != "named":
        for part in node.nodes():
            yield from _inside(part)


def names_inside(node: Node) -> Iterator[str]:
    """The names that an expression uses itself."""
    yield from (str(part.args[0]) for part in _inside(node) if part.op == "named")


def is_fixed(node: Node) -> bool:
    """Whether a node is the same for everybody: a constant, a setting, or reckoned from these."""
    if node.op == "constant":
        return True
    parts = node.nodes()
    return bool(parts) and node.op not in v.EVENTS and all(is_fixed(part) for part in parts)


def branches_of(rule: AnyRule) -> list[Branch]:
    """Every branch of a rule."""
    states = [Branch(rule.id, "", "", state) for state in states_of(rule)]
    truths = [
        Branch(rule.id, asked.part, written(node), outcome)
        for asked in asked_by(rule)
        for node, outcomes in decisions(asked)
        for outcome in outcomes
    ]
    return list(dict.fromkeys([*states, *truths]))


def states_of(rule: AnyRule) -> list[str]:
    """What the rule as a whole can come to, beyond what its truths say."""
    if isinstance(rule, m.Service):
        return _states_of_service(rule)
    if isinstance(rule, m.Finding):
        return [one.id for one in rule.classes if is_fixed(one.when)]
    return ["met"] if isinstance(rule, m.Indicator) and rule.parts else []


def _states_of_service(rule: m.Service) -> list[str]:
    states = ["waiting", "due", "done"]
    states += ["late"] if rule.late else []
    states += ["overdue"] if rule.overdue or rule.overdue_when else []
    return [*states, *(["closed"] if rule.closes else [])]
