"""Which branches the examples reach, by the columns engine: every truth of every example of one day at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.rules import model as m
from nyelik.rules.check.answers import Answer
from nyelik.rules.check.branches import (
    Asked,
    Branch,
    asked_by,
    branches_of,
    decisions,
    names_inside,
)
from nyelik.rules.check.cases import AnyRule, Case
from nyelik.rules.check.columns_answers import Together, together
from nyelik.rules.engines.columns import Column
from nyelik.rules.node import Node
from nyelik.rules.write import written

Mask: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True)
class Coverage:
    """The branches of rules, and those that an example reaches."""

    every: Mapping[str, Sequence[Branch]]
    reached: frozenset[Branch]

    def count(self, rule: str) -> tuple[int, int]:
        """Branches reached, and all, of one rule."""
        branches = self.every.get(rule, ())
        return sum(branch in self.reached for branch in branches), len(branches)

    def uncovered(self) -> dict[str, list[Branch]]:
        """By rule, the branches that no example reaches."""
        missing = {
            rule: [branch for branch in branches if branch not in self.reached]
            for rule, branches in self.every.items()
        }
        return {rule: branches for rule, branches in missing.items() if branches}

    @property
    def total(self) -> tuple[int, int]:
        """Branches reached, and all."""
        counts = [self.count(rule) for rule in self.every]
        return sum(reached for reached, _ in counts), sum(every for _, every in counts)


def coverage(
    rulebook: m.Rulebook,
    rules: Sequence[AnyRule],
    cases: Sequence[Case],
    answers: Sequence[Answer],
) -> Coverage:
    """What the cases reach of `rules`; `answers` are those of the reference engine to `cases`."""
    reached = {
        Branch(case.rule.id, "", "", state)
        for case, answer in zip(cases, answers, strict=True)
        for state in _states(case.rule, answer)
    }
    seen = _Seen(rulebook)
    for group, _ in together(cases):
        seen.look(group)
    every = {rule.id: branches_of(rule) for rule in rules}
    return Coverage(every, frozenset(reached | seen.branches()))


def _states(rule: AnyRule, answer: Answer) -> Iterator[str]:
    """The states of `branches.states_of` that an answer stands for."""
    if isinstance(rule, m.Service):
        yield answer["status"]
        if answer["colour"] == "yellow":
            yield "late"
    elif isinstance(rule, m.Finding):
        yield answer
    elif isinstance(rule, m.Indicator):
        yield answer["status"]


@dataclass
class _Question:
    """A node that decides, what is asked of it, and what it has come to so far."""

    asked: Asked
    node: Node
    open: set[str]
    seen: set[str] = field(default_factory=set)

    def look(self, column: Column, mask: Mask) -> None:
        """Note what the node comes to for the people of the mask."""
        if not self.open:
            return
        values, known = column
        came = {
            "unknown": mask & ~known,
            "yes": mask & known & (values != 0),
            "no": mask & column.no,
        }
        for outcome in [one for one in self.open if came[one].any()]:
            self.open.discard(outcome)
            self.seen.add(outcome)


class _Seen:
    """What all truths of the rulebook have come to."""

    def __init__(self, rulebook: m.Rulebook) -> None:
        self.definitions = rulebook.definitions
        self._questions: dict[str, list[tuple[Asked, list[_Question]]]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def branches(self) -> set[Branch]:
        """Every branch of a truth that was reached."""
        return {
            Branch(rule, asked.part, written(question.node), outcome)
            for rule, parts in self._questions.items()
            for asked, questions in parts
            for question in questions
            for outcome in question.seen
        }

    def look(self, group: Together) -> None:
        """Ask everything of the cases of one day."""
        group.evaluator.prepare(list(self._nodes(group)))
        named: dict[str, Mask] = {}
        for rule, places in group.places_by_rule():
            own = np.zeros(group.people, np.bool_)
            own[places] = True
            for asked, questions in self._of(rule):
                mask = _who_gets_so_far(group, asked, own)
                _look(group, questions, mask)
                for name in self._names_of(rule.id, asked):
                    named[name] = named[name] | mask if name in named else mask
        for name, mask in named.items():
            for _, questions in self._of(self.definitions[name]):
                _look(group, questions, mask)

    def _nodes(self, group: Together) -> Iterator[Node]:
        """All that is asked of a group's cases and not yet seen."""
        asked = [part for rule, _ in group.places_by_rule() for part in self._of(rule)]
        names = {name for rule, _ in group.places_by_rule() for name in self._names_in(rule)}
        asked += [part for name in names for part in self._of(self.definitions[name])]
        for part, questions in asked:
            yield from (node for node, _ in part.after)
            yield from (question.node for question in questions if question.open)

    def _names_in(self, rule: AnyRule) -> Iterator[str]:
        for asked, _ in self._of(rule):
            yield from self._names_of(rule.id, asked)

    def _of(self, rule: AnyRule) -> list[tuple[Asked, list[_Question]]]:
        if rule.id not in self._questions:
            self._questions[rule.id] = [
                (asked, [_Question(asked, node, set(to)) for node, to in decisions(asked)])
                for asked in asked_by(rule)
            ]
        return self._questions[rule.id]

    def _names_of(self, rule: str, asked: Asked) -> frozenset[str]:
        """The definitions that an expression uses, and those that they use."""
        key = f"{rule} {asked.part}"
        if key not in self._names:
            self._names[key] = frozenset(self._reachable(asked.node))
        return self._names[key]

    def _reachable(self, node: Node) -> set[str]:
        found: set[str] = set()
        waiting = list(names_inside(node))
        while waiting:
            name = waiting.pop()
            if name in self.definitions and name not in found:
                found.add(name)
                waiting += names_inside(self.definitions[name].node)
        return found


def _who_gets_so_far(group: Together, asked: Asked, own: Mask) -> Mask:
    mask = own
    for node, answer in asked.after:
        column = group.evaluator.column(node)
        mask = mask & (column.values if answer else column.no)
    return mask


def _look(group: Together, questions: Sequence[_Question], mask: Mask) -> None:
    if not mask.any():
        return
    for question in questions:
        if question.open:
            question.look(group.evaluator.column(question.node), mask)
