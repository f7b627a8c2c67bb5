"""Which rules concern whom: read off their expressions and chapters, never written down twice.

People are a life-cycle group, or those in a state that rules ask for (under treatment for TB, about to marry).
A rule concerns people when somebody among them could be asked about it: ages overlap, and the rule asks for their
state or for none. A rule that asks for no age and no state is limited by the chapters that it shares with groups. For
an age group there must be a witness too: somebody of that age whom the rule does concern (`witnesses.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from nyelik.rules import model as m
from nyelik.rules import vocabulary as v
from nyelik.rules.manual.asked_of import RESIDENCE, Span, ages, asserted, only_age, required
from nyelik.rules.manual.graph import words_in
from nyelik.rules.manual.offsets import offset_of
from nyelik.rules.manual.witnesses import Witnesses
from nyelik.rules.node import Node
from nyelik.rules.package import Package

LIFE_CYCLE = "KMK"
"""The rule set whose groups are the life cycle; the others are shown beside it."""
Offered = m.Service | m.Finding | Package


@dataclass(frozen=True)
class People:
    """A group, or those in a state: their ages, the state terms that hold for them, their chapters."""

    id: str
    when: Node
    span: Span
    state: frozenset[str]
    chapters: frozenset[str]


@dataclass(frozen=True)
class Trait:
    """What a rule asks of a person."""

    span: Span
    required: frozenset[str]
    asserted: frozenset[str]


class Belonging:
    """Who is who in one rulebook, and which rules concern them."""

    def __init__(self, rulebook: m.Rulebook) -> None:
        self.rulebook = rulebook
        self.witnesses = Witnesses(rulebook)
        self._ids: dict[tuple[str, str], frozenset[str]] = {}

    # ---- people --------------------------------------------------------------------------------------

    @cached_property
    def people(self) -> dict[str, People]:
        """Everybody by id: the groups, then the states that are no group."""
        groups = [self._group(group) for group in self.rulebook.groups.values()]
        states = [self._state(name) for name in self.state_names]
        return {one.id: one for one in (*groups, *states)}

    def _group(self, group: m.Group) -> People:
        chapters = frozenset(group.chapters) & self._life_chapters
        return People(group.id, group.when, ages(group.when), self._group_state(group), chapters)

    def _state(self, name: str) -> People:
        node = self.rulebook.definitions[name].node
        return People(name, node, ages(node), frozenset([name]), frozenset())

    def _group_state(self, group: m.Group) -> frozenset[str]:
        return frozenset(name for name in required(group.when) if not self._is_age(name))

    def _is_age(self, name: str) -> bool:
        definition = self.rulebook.definitions.get(name)
        return definition is None or only_age(definition.node)

    @cached_property
    def _life_chapters(self) -> frozenset[str]:
        """Chapters that tell groups apart: those that some groups have and others have not."""
        known = [frozenset(group.chapters) for group in self.rulebook.groups.values()]
        return frozenset().union(*known) - frozenset.intersection(*known) if known else frozenset()

    @cached_property
    def _group_states(self) -> frozenset[str]:
        life = [g for g in self.rulebook.groups.values() if g.ruleset == LIFE_CYCLE]
        return frozenset().union(*(self._group_state(group) for group in life))

    @cached_property
    def state_names(self) -> tuple[str, ...]:
        """Terms by which services choose their people, and which are neither an age nor a group."""
        found: dict[str, None] = {}
        for service in self.rulebook.services.values():
            if service.subject == "person":
                found |= dict.fromkeys(_outermost(service.eligible))
        return tuple(name for name in found if self._is_state(name))

    def _is_state(self, name: str) -> bool:
        definition = self.rulebook.definitions.get(name)
        if definition is None or name in self._group_states:
            return False
        return bool(set(asserted([definition.node])) - set(RESIDENCE))

    @cached_property
    def _all_states(self) -> frozenset[str]:
        groups = self.rulebook.groups.values()
        named = frozenset().union(*(self._group_state(group) for group in groups))
        return named | self._group_states | frozenset(self.state_names)

    @cached_property
    def mothers(self) -> frozenset[str]:
        """The groups that stand in the chapter of pregnancy, birth and puerperium alone."""
        first = next(iter(self._life_chapters_in_order), None)
        return frozenset(one.id for one in self.people.values() if one.chapters == {first})

    @cached_property
    def _life_chapters_in_order(self) -> list[str]:
        return [chapter for chapter in self.rulebook.chapters if chapter in self._life_chapters]

    # ---- rules ---------------------------------------------------------------------------------------

    @cached_property
    def _traits(self) -> dict[str, Trait]:
        """By rule, what it asks: worked out once."""
        rules = (self.rulebook.services, self.rulebook.findings, self.rulebook.packages)
        return {rule.id: self._trait(rule) for known in rules for rule in known.values()}

    def _trait(self, rule: Offered) -> Trait:
        span = _service_ages(rule) if isinstance(rule, m.Service) else ages(rule.eligible)
        classes = rule.classes if isinstance(rule, m.Finding) else ()
        words = asserted([rule.eligible, *(one.when for one in classes)])
        return Trait(span, required(rule.eligible) & self._all_states, frozenset(words))

    def services(self, people: People) -> Iterator[m.Service]:
        """What they can be due."""
        rules = self.rulebook.services.values()
        return (rule for rule in rules if self._concerns(people, rule))

    def findings(self, people: People) -> Iterator[m.Finding]:
        """What can be found about them."""
        rules = self.rulebook.findings.values()
        return (rule for rule in rules if self._concerns(people, rule))

    def forms(self, people: People) -> Iterator[Package]:
        """The forms that are filled for them."""
        rules = self.rulebook.packages.values()
        return (rule for rule in rules if self._concerns(people, rule))

    def _concerns(self, people: People, rule: Offered) -> bool:
        trait = self._traits[rule.id]
        if rule.subject != "person" or trait.span.meet(people.span).is_empty:
            return False
        hinted = not trait.required and trait.span == Span()
        if people.state:
            own = self._own_words(people) if hinted else frozenset()
            return people.state <= trait.required or bool(trait.asserted & own)
        if trait.required or (hinted and trait.asserted & self._words_of_states):
            return False
        shared = frozenset(rule.chapters) & self._life_chapters
        may_be = trait.span != Span() or not shared or bool(shared & people.chapters)
        return may_be and self.witnesses.any(rule, people.when)

    def _own_words(self, people: People) -> frozenset[str]:
        """Words that only these people are asked, as far as groups of the life cycle go."""
        return self._state_words[people.id] if people.state <= self._group_states else frozenset()

    @cached_property
    def _state_words(self) -> dict[str, frozenset[str]]:
        """By group of a state: the words of the state itself and of the services that need it, and of no other's."""
        everybody = self.rulebook.services.values()
        others = [s for s in everybody if not self._traits[s.id].required & self._group_states]
        nodes = [node for service in others for node in (service.done, service.eligible)]
        shared = frozenset(asserted(nodes)) | set(RESIDENCE)
        return {one.id: self._words(one) - shared for one in self.people.values()}

    def _words(self, people: People) -> frozenset[str]:
        nodes = [self.rulebook.definitions[name].node for name in people.state]
        everybody = self.rulebook.services.values() if people.state else ()
        nodes += [s.done for s in everybody if people.state <= self._traits[s.id].required]
        return frozenset(words_in(nodes))

    @cached_property
    def _words_of_states(self) -> frozenset[str]:
        groups = (
            one for one in self.people.values() if one.state and one.state <= self._group_states
        )
        return frozenset().union(*(self._state_words[one.id] for one in groups))

    def states_of(self, people: People) -> Iterator[People]:
        """The states in which somebody of an age group may be."""
        for name in self.state_names:
            state = self.people[name]
            spans = [self._traits[service.id].span for service in self.services(state)]
            if not people.state and any(not span.meet(people.span).is_empty for span in spans):
                yield state

    # ---- indicators ----------------------------------------------------------------------------------

    def indicators(self, people: People) -> Iterator[m.Indicator]:
        """The indicators that count what they are due or measured, at their ages and in their state."""
        words = self._measured(people)
        for indicator in self.rulebook.indicators.values():
            if indicator.subject == "person" and self._counts(indicator, people, words):
                yield indicator

    def _measured(self, people: People) -> frozenset[str]:
        nodes = [service.done for service in self.services(people)]
        nodes += [one.when for finding in self.findings(people) for one in finding.classes]
        state = [self.rulebook.definitions[name].node for name in people.state]
        return frozenset(words_in(nodes)) - set(RESIDENCE) - set(words_in(state))

    def _counts(self, indicator: m.Indicator, people: People, words: frozenset[str]) -> bool:
        if ages(indicator.among).meet(people.span).is_empty:
            return False
        among = frozenset(words_in([indicator.among]))
        if self._speaks_of_states(among) != bool(people.state):
            return False
        counted = [part.node for part in indicator.parts]
        counted += [indicator.mean_of] if indicator.mean_of else []
        return bool((among | set(words_in(counted))) & words)

    def _speaks_of_states(self, words: frozenset[str]) -> bool:
        """Whether words belong to a state: those that its definition asserts, not those of everybody."""
        return bool(words & self._defining_words)

    @cached_property
    def _defining_words(self) -> frozenset[str]:
        nodes = [self.rulebook.definitions[name].node for name in self._group_states]
        return frozenset(asserted(nodes)) - set(RESIDENCE)

    # ---- the other way round -------------------------------------------------------------------------

    def whom(self, rule: m.Service | m.Finding | m.Indicator | Package) -> Iterator[People]:
        """The groups of the life cycle, and the states, that a rule concerns."""
        kind = "forms" if isinstance(rule, Package) else f"{type(rule).__name__.lower()}s"
        for people in self.people.values():
            group = self.rulebook.groups.get(people.id)
            if (group is None or group.ruleset == LIFE_CYCLE) and rule.id in self._of(kind, people):
                yield people

    def _of(self, kind: str, people: People) -> frozenset[str]:
        key = (kind, people.id)
        if key not in self._ids:
            self._ids[key] = frozenset(rule.id for rule in getattr(self, kind)(people))
        return self._ids[key]

    def like(self, people: People) -> Iterator[People]:
        """Groups of other rule sets that hold some of these people: the same state, overlapping ages."""
        for group in self.rulebook.groups.values():
            other = self.people[group.id]
            overlap = not people.span.meet(other.span).is_empty
            if other.id != people.id and other.state == people.state and overlap:
                yield other


def _outermost(node: Node) -> Iterable[str]:
    """The terms that an expression itself joins with "and"."""
    if node.op == "named":
        return (str(node.args[0]),)
    if node.op == "and":
        return [name for part in node.nodes() if part.type == v.TRUTH for name in _outermost(part)]
    return ()


def _service_ages(service: m.Service) -> Span:
    """The ages at which a service is due: those of its people, within its windows if they count from birth."""
    span = ages(service.eligible)
    start, closes = offset_of(service.start), offset_of(service.closes)
    if start is not None and start.anchor == "born":
        span = span.meet(Span(start.days))
    if closes is not None and closes.anchor == "born":
        span = span.meet(Span(0, closes.days))
    return span
