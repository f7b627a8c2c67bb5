"""What is asked of a block: a truth that says of whom, and what is to be known of them.

Whole rules become such questions here, in the vocabulary's own operations: a service's status and a finding's class
are numbers, an indicator's parts are truths that must surely hold. It is the columns twin of `rules.outcome`.
"""

from __future__ import annotations

from dataclasses import dataclass

from nyelik.rules.engines.kernels.opcodes import NONE, UNDECIDED
from nyelik.rules.engines.lowering import Lowering
from nyelik.rules.model import Finding, Group, Indicator, Service
from nyelik.rules.node import Node
from nyelik.rules.outcome import STATUSES


@dataclass(frozen=True)
class Question:
    """`answers` are steps, asked of those for whom all of `among` are yes.

    `unsure`: it matters, too, for whom that is unknown. `choices` is how many numbers an answer may be, counted from
    `least`: 0 for an answer that is not a place in a list.
    """

    name: str
    among: tuple[int, ...]
    answers: tuple[int, ...]
    unsure: bool = False
    least: int = 0
    choices: int = 0


def of_truth(lower: Lowering, node: Node) -> Question:
    """For whom it holds."""
    return Question("", _among(lower, node), ())


def of_group(lower: Lowering, group: Group) -> Question:
    """Who is in it: the answer is 0 for every member."""
    return Question(group.id, _among(lower, group.when), (lower.steps.number(0),), choices=1)


def of_indicator(lower: Lowering, indicator: Indicator, parts: bool = True) -> Question:
    """Whether each part surely holds, and of a mean the number; without `parts`, whether all hold."""
    holds = [lower.steps.add("holds", lower(part.node)) for part in indicator.parts]
    number = [] if indicator.mean_of is None else [lower(indicator.mean_of)]
    answers = [*holds, *number] if parts else [lower.chain("and", holds)]
    return Question(indicator.id, _among(lower, indicator.among), tuple(answers), unsure=True)


def of_finding(lower: Lowering, finding: Finding) -> Question:
    """The place of the first class that holds, NONE, or UNDECIDED where an unknown comes before it."""
    answer = lower.steps.number(NONE)
    for place, candidate in reversed(list(enumerate(finding.classes))):
        answer = lower.steps.add("case", lower(candidate.when), answer, what=place)
    among = _among(lower, finding.eligible)
    choices = len(finding.classes) - UNDECIDED
    return Question(finding.id, among, (answer,), least=UNDECIDED, choices=choices)


def of_service(lower: Lowering, service: Service) -> Question:
    """The status, as a place in `outcome.STATUSES`: the first of these conditions that holds."""
    add = lower.steps.add
    conditions = [
        (add("known", lower(service.done)), "done"),
        (add("not", add("known", lower(service.start))), "not_applicable"),
        (_closed(lower, service), "closed"),
        (add("not", _started(lower, service)), "waiting"),
        (_overdue(lower, service), "overdue"),
    ]
    answer = lower.steps.number(STATUSES.index("due"))
    for condition, status in reversed(conditions):
        answer = add("case", condition, answer, what=STATUSES.index(status))
    among = _among(lower, service.eligible)
    return Question(service.id, among, (answer,), choices=len(STATUSES))


def _among(lower: Lowering, truth: Node) -> tuple[int, ...]:
    return tuple(dict.fromkeys(lower.conjuncts(truth)))


def _reached(lower: Lowering, day: int) -> int:
    """Surely today or before."""
    return lower.steps.add("holds", lower.steps.add("less_equal", day, lower.today()))


def _started(lower: Lowering, service: Service) -> int:
    """`start` has come, and none of the known days to wait for is still ahead."""
    conditions = [_reached(lower, lower(service.start))]
    for node in service.not_before:
        ahead = lower.steps.add("less", lower.today(), lower(node))
        conditions.append(lower.steps.add("not", lower.steps.add("holds", ahead)))
    return lower.chain("and", conditions)


def _overdue(lower: Lowering, service: Service) -> int:
    conditions = [lower.steps.number(0)]
    if service.overdue is not None:
        conditions.append(_reached(lower, lower(service.overdue)))
    if service.overdue_when is not None:
        conditions.append(lower.steps.add("holds", lower(service.overdue_when)))
    return lower.chain("or", conditions)


def _closed(lower: Lowering, service: Service) -> int:
    """Past its last day, or bound to start only after it: see `outcome.service_state`."""
    if service.closes is None:
        return lower.steps.number(0)
    closes = lower(service.closes)
    conditions = [_reached(lower, closes)]
    for node in (service.start, *service.not_before):
        never = lower.steps.add("less_equal", closes, lower(node))
        conditions.append(lower.steps.add("holds", never))
    return lower.chain("or", conditions)
