"""What rules come to for a block of people: the columns twin of `rules.outcome`, on the people a rule is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.period import Period
from nyelik.rules.engines.block import Block
from nyelik.rules.engines.columns import Evaluator, Numbering
from nyelik.rules.model import Finding, Indicator, Service
from nyelik.rules.node import Node
from nyelik.rules.outcome import STATUSES

Array: TypeAlias = npt.NDArray[Any]

NONE, UNDECIDED = -1, -2
"""Class numbers of a finding: none of its classes holds; it cannot be decided."""


@dataclass(frozen=True)
class Chosen:
    """The people of a block that a rule is for, and an evaluator for them alone; `unsure`: who cannot be judged."""

    places: Array
    evaluator: Evaluator
    unsure: Array


class Outcomes:
    """Answers whole rules for one block, one day and one period.

    A rule is evaluated only for the people it is for: mothers and children are a tenth of a village.
    """

    def __init__(
        self,
        block: Block,
        today: int,
        period: Period | None = None,
        numbering: Numbering | None = None,
        among: Array | None = None,
    ) -> None:
        self._numbering = numbering or Numbering()
        self._everyone = Evaluator(block, today, period, self._numbering)
        self._among = np.ones(1, np.bool_) if among is None else among
        self._chosen: dict[int, Chosen] = {}

    def chosen(self, eligible: Node) -> Chosen:
        """The people for whom the truth holds (and who are among those asked about)."""
        number = self._numbering(eligible)
        if number not in self._chosen:
            block = self._everyone.block
            truth = self._everyone.column(eligible).across(block.people)
            places = np.flatnonzero(truth.values & self._among)
            part = Evaluator(
                block.of(places), self._everyone.today, self._everyone.period, self._numbering
            )
            unsure = np.flatnonzero(~truth.known & self._among)
            self._chosen[number] = Chosen(places, part, unsure)
        return self._chosen[number]

    def people_in(self, truth: Node) -> Array:
        """Places of the people for whom a truth holds: a group's members."""
        return self.chosen(truth).places

    def indicator(self, indicator: Indicator) -> tuple[Chosen, Array]:
        """The people it is counted among, and whether each part holds: mask (people, parts)."""
        chosen = self.chosen(indicator.among)
        people = len(chosen.places)
        parts = np.zeros((people, len(indicator.parts)), np.bool_)
        for place, part in enumerate(indicator.parts if people else ()):
            parts[:, place] = chosen.evaluator.column(part.node).values
        return chosen, parts

    def numbers(self, indicator: Indicator) -> Array | None:
        """Of a mean: the number of each person it is counted among, NaN where not known; else None."""
        if indicator.mean_of is None:
            return None
        chosen = self.chosen(indicator.among)
        if not len(chosen.places):
            return np.zeros(0)
        values, known = chosen.evaluator.column(indicator.mean_of).across(len(chosen.places))
        return np.where(known, values, np.nan).astype(np.float64)

    def service(self, service: Service) -> tuple[Array, Array]:
        """Places of the people it may apply to, and the status of each as a place in `outcome.STATUSES`."""
        chosen = self.chosen(service.eligible)
        if not len(chosen.places):
            return chosen.places, np.zeros(0, np.int8)
        return chosen.places, _status(chosen.evaluator, service, len(chosen.places))

    def finding(self, finding: Finding) -> tuple[Array, Array]:
        """Places of the people it is asked of, and the class of each: its place, NONE or UNDECIDED."""
        chosen = self.chosen(finding.eligible)
        classes = np.full(len(chosen.places), NONE, np.int16)
        if not len(classes):
            return chosen.places, classes
        open_ = np.ones(len(classes), np.bool_)
        for place, candidate in enumerate(finding.classes):
            holds = chosen.evaluator.column(candidate.when)
            classes[open_ & ~holds.known] = UNDECIDED
            classes[open_ & holds.values] = place
            open_ = open_ & holds.no
        return chosen.places, classes


def _status(evaluator: Evaluator, service: Service, people: int) -> Array:
    today = evaluator.today
    never, always = np.zeros(1, np.bool_), np.ones(1, np.bool_)

    def reached(node: Node | None) -> Array:
        if node is None:
            return never
        day = evaluator.column(node)
        return day.known & (day.values <= today)

    def known(node: Node) -> Array:
        return evaluator.column(node).known

    waits = [evaluator.column(node) for node in service.not_before]
    started = reached(service.start)
    for wait in waits:
        started = started & (~wait.known | (wait.values <= today))
    late = service.overdue_when and evaluator.column(service.overdue_when).values
    overdue = reached(service.overdue) | (never if late is None else late)
    rules: list[tuple[Array, str]] = [
        (known(service.done), "done"),
        (~known(service.start), "not_applicable"),
        (reached(service.closes) | _never_opens(evaluator, service), "closed"),
        (~started, "waiting"),
        (overdue, "overdue"),
        (always, "due"),
    ]
    conditions = [np.broadcast_to(condition, people) for condition, _ in rules]
    return np.select(conditions, [np.int8(STATUSES.index(status)) for _, status in rules])


def _never_opens(evaluator: Evaluator, service: Service) -> Array:
    """Bound to start only after its last day: see `outcome.service_state`."""
    if service.closes is None:
        return np.zeros(1, np.bool_)
    closes = evaluator.column(service.closes)
    never = np.zeros(1, np.bool_)
    for node in (service.start, *service.not_before):
        day = evaluator.column(node)
        never = never | (day.known & closes.known & (day.values >= closes.values))
    return never
