"""What rules come to for a block of people: the columns twin of `rules.outcome`, on the people a rule is for."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.period import Period
from nyelik.rules.engines import questions
from nyelik.rules.engines.block import Block
from nyelik.rules.engines.columns import Asked, answer
from nyelik.rules.engines.kernels.opcodes import NONE, UNDECIDED
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.plan import Plan, make_plan
from nyelik.rules.engines.questions import Question
from nyelik.rules.engines.steps import Steps
from nyelik.rules.model import Finding, Indicator, Service
from nyelik.rules.node import Node

Array: TypeAlias = npt.NDArray[Any]

Asking: TypeAlias = Service | Finding | Indicator | Node
"""What is asked: a whole rule, or a truth for whom it holds."""

__all__ = ["NONE", "UNDECIDED", "Chosen", "Outcomes", "Plans"]


class Plans:
    """The plans of single rules, each made once; rules are known by their identity."""

    def __init__(self) -> None:
        self._plans: dict[tuple[int, ...], tuple[object, Plan]] = {}
        self._lock = threading.Lock()

    def of(self, rules: Sequence[Asking]) -> Plan:
        """The plan that lists the answers to the questions of some rules."""
        key = tuple(map(id, rules))
        with self._lock:
            if key not in self._plans:  # holding the rules keeps their identity their own
                lower = Lowering(Steps())
                asked = [replace(_asked(lower, rule), name=str(id(rule))) for rule in rules]
                self._plans[key] = (rules, make_plan(lower.steps, asked))
            return self._plans[key][1]


def _asked(lower: Lowering, rule: Asking) -> Question:
    if isinstance(rule, Service):
        return questions.of_service(lower, rule)
    if isinstance(rule, Finding):
        return questions.of_finding(lower, rule)
    if isinstance(rule, Indicator):
        return questions.of_indicator(lower, rule)
    return questions.of_truth(lower, rule)


@dataclass(frozen=True)
class Chosen:
    """Places in a block: of the people that a rule is for, and of those of whom that is not known (`unsure`)."""

    places: Array
    unsure: Array


class Outcomes:
    """Answers single rules for one block, one day and one period, of all its people or those `among` them."""

    def __init__(
        self,
        block: Block,
        today: int,
        period: Period | None = None,
        plans: Plans | None = None,
        among: Array | None = None,
    ) -> None:
        self._block, self._asked = block, Asked(today, period)
        self._plans, self._among = plans or Plans(), among
        self._answers: dict[int, tuple[Asking, Array]] = {}

    def prepare(self, rules: Sequence[Asking]) -> None:
        """Answer many rules at once: what they share is worked out once."""
        plan = self._plans.of(rules)
        rows = answer(plan, self._block, self._asked, self._among).rows
        for rule, question in zip(rules, plan.questions, strict=True):
            start = plan.offsets[question.name]
            own = rows[start : start + 1 + len(question.answers)]
            self._answers[id(rule)] = (rule, own)

    def people_in(self, truth: Node) -> Array:
        """Places of the people for whom a truth holds: a group's members."""
        return self._of(truth)[0].places

    def indicator(self, indicator: Indicator) -> tuple[Chosen, Array]:
        """The people it is counted among, and whether each part holds: mask (people, parts)."""
        chosen, answers = self._of(indicator)
        return chosen, answers[: len(indicator.parts)].T == 1

    def numbers(self, indicator: Indicator) -> Array | None:
        """Of a mean: the number of each person it is counted among, NaN where not known; else None."""
        return None if indicator.mean_of is None else self._of(indicator)[1][-1]

    def service(self, service: Service) -> tuple[Array, Array]:
        """Places of the people it may apply to, and the status of each as a place in `outcome.STATUSES`."""
        chosen, answers = self._of(service)
        return chosen.places, answers[0].astype(np.int8)

    def finding(self, finding: Finding) -> tuple[Array, Array]:
        """Places of the people it is asked of, and the class of each: its place, NONE or UNDECIDED."""
        chosen, answers = self._of(finding)
        return chosen.places, answers[0].astype(np.int16)

    def _of(self, rule: Asking) -> tuple[Chosen, Array]:
        if id(rule) not in self._answers:
            self.prepare([rule])
        whom, *answers = self._answers[id(rule)][1]
        places = np.flatnonzero(whom == 1)
        found = np.array([row[places] for row in answers]).reshape(len(answers), len(places))
        return Chosen(places, np.flatnonzero(np.isnan(whom))), found
