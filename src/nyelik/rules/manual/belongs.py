"""Which rules concern which group: read off their expressions, never written down twice.

A rule concerns a group when somebody in the group could be asked about it: their ages overlap, and the rule
asks for the state of the group (pregnant, after birth, under treatment) or for no state at all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.manual.graph import words_in
from nyelik.rules.manual.offsets import DAYS, offset_of
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
        return _outside(ages(inner[0])) if _only_age(inner[0]) else Span()
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


def _only_age(node: Node) -> bool:
    return not set(words_in([node])) - set(RESIDENCE)


def _asserted(nodes: Iterable[Node]) -> dict[str, None]:
    """The words that the nodes look at, but for what they deny."""
    found: dict[str, None] = {}
    for node in nodes:
        if node.op in v.EVENTS:
            found[str(node.args[0])] = None
        if node.op != "not":
            found |= _asserted(node.nodes())
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
    if left.op not in _AGE_UNITS or limit is None:
        return Span()
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


def service_ages(service: m.Service) -> Span:
    """The ages at which a service is due: those of its people, within its windows if they count from birth."""
    span = ages(service.eligible)
    start, closes = offset_of(service.start), offset_of(service.closes)
    if start is not None and start.anchor == "born":
        span = span.meet(Span(start.days, FOREVER))
    if closes is not None and closes.anchor == "born":
        span = span.meet(Span(0, closes.days))
    return span


@dataclass(frozen=True)
class Belonging:
    """The groups of one rulebook with their ages and states."""

    rulebook: m.Rulebook

    @cached_property
    def states(self) -> dict[str, frozenset[str]]:
        """By group, the definitions that make its state: none for a group of ages."""
        return {g.id: self._state(g) for g in self.rulebook.groups.values()}

    def _state(self, group: m.Group) -> frozenset[str]:
        needed = required(group.when)
        return frozenset(name for name in needed if not self._is_age(name))

    def _is_age(self, name: str) -> bool:
        definition = self.rulebook.definitions.get(name)
        return definition is None or _only_age(definition.node)

    @cached_property
    def _all_states(self) -> frozenset[str]:
        return frozenset().union(*self.states.values())

    @cached_property
    def _state_words(self) -> frozenset[str]:
        nodes = [self.rulebook.definitions[name].node for name in self._all_states]
        return frozenset(words_in(nodes)) - set(RESIDENCE)

    def _fits(self, group: m.Group, node: Node, span: Span) -> bool:
        if span.meet(ages(group.when)).is_empty:
            return False
        state, asked = self.states[group.id], required(node) & self._all_states
        return state <= asked if state else not asked

    def services(self, group: m.Group) -> Iterator[m.Service]:
        """What somebody of the group can be due."""
        for service in self.rulebook.services.values():
            if service.subject == group.subject and self._fits(
                group, service.eligible, service_ages(service)
            ):
                yield service

    def findings(self, group: m.Group) -> Iterator[m.Finding]:
        """What can be found about somebody of the group."""
        for finding in self.rulebook.findings.values():
            if finding.subject == group.subject and self._can_be_found(group, finding):
                yield finding

    def _can_be_found(self, group: m.Group, finding: m.Finding) -> bool:
        span = ages(finding.eligible)
        if span == Span() and not required(finding.eligible) & self._all_states:
            nodes = [finding.eligible, *(one.when for one in finding.classes)]
            words = set(_asserted(nodes)) & self._only_in_states
            if words:  # a missing record of a pregnancy concerns who may be pregnant, not a baby
                return bool(words & self._words_of(group))
        return self._fits(group, finding.eligible, span)

    def _words_of(self, group: m.Group) -> frozenset[str]:
        """The words that only a group in a state is asked: its state's own, and those of its services."""
        state = [self.rulebook.definitions[name].node for name in self.states[group.id]]
        done = [service.done for service in self.services(group)] if state else []
        return frozenset(words_in([*state, *done])) - set(RESIDENCE)

    @cached_property
    def _only_in_states(self) -> frozenset[str]:
        groups = self.rulebook.groups.values()
        inside = frozenset().union(*(self._words_of(g) for g in groups if self.states[g.id]))
        done = [s.done for g in groups if not self.states[g.id] for s in self.services(g)]
        return inside - set(words_in(done))

    def indicators(self, group: m.Group) -> Iterator[m.Indicator]:
        """The indicators that count what the group is due or measured, at the group's ages and in its state."""
        words = self.measured(group)
        for indicator in self.rulebook.indicators.values():
            if indicator.subject == group.subject and self._counts(indicator, group, words):
                yield indicator

    def measured(self, group: m.Group) -> frozenset[str]:
        """The words that the group's services and findings look at, without those of residence and state."""
        nodes = [service.done for service in self.services(group)]
        nodes += [one.when for finding in self.findings(group) for one in finding.classes]
        return frozenset(words_in(nodes)) - set(RESIDENCE) - self._state_words

    def _counts(self, indicator: m.Indicator, group: m.Group, words: frozenset[str]) -> bool:
        if ages(indicator.among).meet(ages(group.when)).is_empty:
            return False
        asks_state = bool(set(words_in([indicator.among])) & self._state_words)
        if asks_state != bool(self.states[group.id]):
            return False
        counted = [part.node for part in indicator.parts]
        counted += [indicator.mean_of] if indicator.mean_of else []
        return bool(set(words_in([*counted, indicator.among])) & words)

    def groups_of(self, rule: m.Service | m.Finding | m.Indicator) -> Iterator[m.Group]:
        """The life-cycle groups (by the programme's own rule set) that a rule concerns."""
        kind = type(rule).__name__.lower() + "s"
        for group in self.rulebook.groups.values():
            if group.ruleset == "KMK" and rule.id in self._ids(kind, group):
                yield group

    def _ids(self, kind: str, group: m.Group) -> frozenset[str]:
        key = (kind, group.id)
        if key not in self._found:
            self._found[key] = frozenset(rule.id for rule in getattr(self, kind)(group))
        return self._found[key]

    @cached_property
    def _found(self) -> dict[tuple[str, str], frozenset[str]]:
        return {}

    def like(self, group: m.Group) -> Iterator[m.Group]:
        """Groups of other rule sets that hold people of this one: the same state, or overlapping ages."""
        state, span = self.states[group.id], ages(group.when)
        for other in self.rulebook.groups.values():
            same_state = self.states[other.id] == state
            if other.id != group.id and same_state and not span.meet(ages(other.when)).is_empty:
                yield other
