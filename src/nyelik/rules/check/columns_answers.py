"""What the columns engine answers to examples: all examples of one day and period are one block of people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nyelik.base.dates import day_number
from nyelik.rules import model as m
from nyelik.rules.check.answers import (
    Answer,
    day_or_unknown,
    finding_answer,
    indicator_answer,
    service_answer,
    truth_word,
)
from nyelik.rules.check.cases import Case
from nyelik.rules.engines.block import block_of_facts
from nyelik.rules.engines.columns import Evaluator
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.engines.outcome_columns import NONE, UNDECIDED, Outcomes
from nyelik.rules.engines.steps import Steps
from nyelik.rules.facts import Value
from nyelik.rules.node import Node
from nyelik.rules.outcome import (
    MET,
    MISSED,
    NOT_APPLICABLE,
    STATUSES,
    FindingState,
    IndicatorState,
    ServiceState,
    colour_on,
)

Array: TypeAlias = npt.NDArray[Any]


class Together:
    """The cases of one day and one period as a block, with what the columns engine says of them."""

    def __init__(self, cases: Sequence[Case], lower: Lowering) -> None:
        self.cases = cases
        self.people = len(cases)
        day, period = day_number(cases[0].example.on), cases[0].period
        block = block_of_facts([case.facts for case in cases])
        self.evaluator = Evaluator(block, day, period, lower)
        self.outcomes = Outcomes(block, day, period)
        self._values: dict[int, list[Value]] = {}

    def places_by_rule(self) -> Iterator[tuple[Any, list[int]]]:
        """Each rule with the places of its cases."""
        rules: dict[str, tuple[Any, list[int]]] = {}
        for place, case in enumerate(self.cases):
            rules.setdefault(case.rule.id, (case.rule, []))[1].append(place)
        yield from rules.values()

    def values(self, node: Node) -> list[Value]:
        """The plain value of each case, None for unknown."""
        step = self.evaluator.lower(node)
        if step not in self._values:
            self._values[step] = self.evaluator.plain(node)
        return self._values[step]

    def prepare(self) -> None:
        """Work out what the rules of all cases ask, at once."""
        rules = list({case.rule.id: case.rule for case in self.cases}.values())
        whole = (m.Service, m.Finding, m.Indicator)
        self.outcomes.prepare([rule for rule in rules if isinstance(rule, whole)])
        self.evaluator.prepare([node for rule in rules for node in _nodes_of(rule)])

    def day(self, node: Node | None, place: int) -> int | None:
        """One case's day, None where there is no such day."""
        value = None if node is None else self.values(node)[place]
        return None if value is None else int(value)


def _nodes_of(rule: Any) -> list[Node]:
    """The nodes whose values the answer to a rule shows."""
    if isinstance(rule, m.Service):
        days = (rule.start, rule.late, rule.overdue, rule.closes, rule.done, *rule.not_before)
        return [day for day in days if day is not None]
    if isinstance(rule, m.Finding | m.Indicator):
        return []
    node = rule.when if isinstance(rule, m.Group) else rule.node
    return [] if node.type == "window" else [node]


def together(cases: Sequence[Case]) -> list[tuple[Together, list[int]]]:
    """The cases by day and period, each group with the places of its cases in the list given."""
    groups: dict[object, list[int]] = {}
    for place, case in enumerate(cases):
        groups.setdefault((case.example.on, case.period), []).append(place)
    lower = Lowering(Steps())
    return [
        (Together([cases[place] for place in places], lower), places) for places in groups.values()
    ]


def answers_in_columns(cases: Sequence[Case]) -> list[Answer]:
    """The answer to each case, in order."""
    answers: list[Answer] = [None] * len(cases)
    for group, places in together(cases):
        group.prepare()
        for rule, own in group.places_by_rule():
            for place, answer in zip(own, _answers(group, rule, own), strict=True):
                answers[places[place]] = answer
    return answers


def _answers(group: Together, rule: Any, places: list[int]) -> list[Answer]:
    if isinstance(rule, m.Service):
        return _services(group, rule, places)
    if isinstance(rule, m.Finding):
        return _findings(group, rule, places)
    if isinstance(rule, m.Indicator):
        return _indicators(group, rule, places)
    node = rule.when if isinstance(rule, m.Group) else rule.node
    if node.type == "window":
        return _windows(group, node, places)
    values = [group.values(node)[place] for place in places]
    if node.type == "day":
        return [day_or_unknown(value) for value in values]
    return [truth_word(value) for value in values]


def _services(group: Together, service: m.Service, places: list[int]) -> list[Answer]:
    for_whom, statuses = group.outcomes.service(service)
    status = dict(zip(for_whom.tolist(), statuses.tolist(), strict=True))
    return [_service(group, service, place, status.get(place)) for place in places]


def _service(group: Together, service: m.Service, place: int, status: int | None) -> Answer:
    if status is None:
        return service_answer(ServiceState(service, NOT_APPLICABLE))
    start = group.day(service.start, place)
    waits = [day for node in service.not_before if (day := group.day(node, place)) is not None]
    state = ServiceState(
        service,
        STATUSES[status],
        start=None if start is None else max([start, *waits]),
        late=group.day(service.late, place),
        overdue=group.day(service.overdue, place),
        closes=group.day(service.closes, place),
        done=group.day(service.done, place),
    )
    answer: dict[str, Any] = service_answer(state)
    return answer | {"colour": colour_on(group.evaluator.today, state)}


def _findings(group: Together, finding: m.Finding, places: list[int]) -> list[Answer]:
    for_whom, classes = group.outcomes.finding(finding)
    number = dict(zip(for_whom.tolist(), classes.tolist(), strict=True))
    return [_finding(finding, number.get(place)) for place in places]


def _finding(finding: m.Finding, number: int | None) -> str:
    found = None if number in (None, NONE, UNDECIDED) else finding.classes[number or 0]
    unknown, applies = number == UNDECIDED, number is not None
    return finding_answer(FindingState(finding, found, unknown, applies))


def _indicators(group: Together, indicator: m.Indicator, places: list[int]) -> list[Answer]:
    chosen, parts = group.outcomes.indicator(indicator)
    numbers = group.outcomes.numbers(indicator)
    values = np.full(len(parts), np.nan) if numbers is None else numbers
    rows = dict(zip(chosen.places.tolist(), zip(parts, values, strict=True), strict=True))
    return [_indicator(indicator, *rows.get(place, (None, np.nan))) for place in places]


def _indicator(indicator: m.Indicator, holds: Array | None, number: float) -> dict[str, Any]:
    value = None if np.isnan(number) else float(number)
    if holds is None:
        return indicator_answer(IndicatorState(indicator, NOT_APPLICABLE))
    missing = tuple(
        part for part, one in zip(indicator.parts, holds.tolist(), strict=True) if not one
    )
    status = MISSED if missing else MET
    return indicator_answer(IndicatorState(indicator, status, missing, value=value))


def _windows(group: Together, node: Node, places: list[int]) -> list[Answer]:
    low, high = group.evaluator.window(node)
    return [
        {
            "from": day_or_unknown(_bounded(low.values[place]) if low.known[place] else None),
            "to": day_or_unknown(high.values[place] if high.known[place] else None),
        }
        for place in places
    ]


def _bounded(low: float) -> int | None:
    """A window without beginning begins with the first day there is; reference says it has none."""
    return None if low <= np.iinfo(np.int32).min else int(low)
