"""The whole rulebook over a block: one plan for every rule, counted by answer and, for indicators, by area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from nyelik.rules.engines import questions
from nyelik.rules.engines.columns import Answers
from nyelik.rules.engines.kernels.machine import Array
from nyelik.rules.engines.kernels.opcodes import MET, MISSED
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.plan import COUNT, Plan, make_plan
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.steps import Steps
from nyelik.rules.model import Rule, Rulebook
from nyelik.rules.outcome import STATUSES

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class RulebookPlan:
    """The plan, and what its numbers are called: the names of each answer by kind of rule and rule."""

    plan: Plan
    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    indicators: tuple[str, ...]

    def counts(self, answers: Answers) -> dict[str, dict[str, dict[str, int]]]:
        """People by kind of rule, rule and answer; answers that nobody has are left out."""
        counted = {
            kind: {rule: self._of_rule(answers, kind, rule) for rule in rules}
            for kind, rules in self.names.items()
        }
        return counted | {"indicators": self._indicators(answers)}

    def _of_rule(self, answers: Answers, kind: str, rule: str) -> dict[str, int]:
        start, names = self.plan.offsets[f"{kind}:{rule}"], self.names[kind][rule]
        counts = answers.tally[start : start + len(names)].tolist()
        return {name: count for name, count in zip(names, counts, strict=True) if count}

    def _indicators(self, answers: Answers) -> dict[str, dict[str, int]]:
        sums = answers.areas.sum(axis=2)
        return {
            rule: {"met": int(sums[place, MET]), "missed": int(sums[place, MISSED])}
            for place, rule in enumerate(self.indicators)
        }


def plan_of_rulebook(rules: Rulebook, day: dt.date) -> RulebookPlan:
    """The plan for all groups, services, findings and indicators in force on a day."""
    steps = Steps()
    lower = Lowering(steps)
    asked: list[Question] = []
    names: dict[str, dict[str, tuple[str, ...]]] = {"groups": {}, "services": {}, "findings": {}}

    def ask(kind: str, question: Question) -> None:
        named = f"{kind}:{question.name}"
        asked.append(Question(**{**vars(question), "name": named}))

    for group in rules.groups.values():
        if _asked_of_people(group, day):
            ask("groups", questions.of_group(lower, group))
            names["groups"][group.id] = ("members",)
    for service in rules.services.values():
        if _asked_of_people(service, day):
            ask("services", questions.of_service(lower, service))
            names["services"][service.id] = STATUSES
    for finding in rules.findings.values():
        if _asked_of_people(finding, day):
            ask("findings", questions.of_finding(lower, finding))
            classes = (one.id for one in finding.classes)
            names["findings"][finding.id] = ("undecided", "none", *classes)
    indicators = tuple(one for one in rules.indicators.values() if _asked_of_people(one, day))
    for indicator in indicators:
        ask("indicators", questions.of_indicator(lower, indicator, parts=False))
    plan = make_plan(steps, asked, COUNT)
    return RulebookPlan(plan, names, tuple(one.id for one in indicators))


def _asked_of_people(rule: Rule, day: dt.date) -> bool:
    """Blocks hold people; rules about facilities, kader and replies are for `watch.subjects`."""
    return rule.subject == "person" and rule.in_force.holds_on(day)


def summed(parts: list[Answers]) -> Answers:
    """Counts of several blocks, or parts of a block, together."""
    return reduce(
        lambda one, other: Answers(
            one.plan, one.tally + other.tally, one.areas + other.areas, np.zeros((0, 0))
        ),
        parts,
    )


def without(one: Answers, other: Answers) -> Answers:
    """Counts of a whole less those of a part of it."""
    nobody = np.zeros((0, 0))
    return Answers(one.plan, one.tally - other.tally, one.areas - other.areas, nobody)


__all__ = ["Array", "RulebookPlan", "plan_of_rulebook", "summed", "without"]
