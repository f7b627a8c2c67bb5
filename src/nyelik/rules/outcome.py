"""What a rule comes to for one person: a service's state, a finding's class, an indicator's verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Event
from nyelik.rules.growth.derive import behind
from nyelik.rules.model import Finding, FindingClass, Indicator, Part, Service
from nyelik.rules.node import Node

STATUSES = ("not_applicable", "waiting", "due", "overdue", "closed", "done")
COLOURS = ("white", "yellow", "orange", "grey")
MET, MISSED, NOT_APPLICABLE = "met", "missed", "not_applicable"


@dataclass(frozen=True)
class ServiceState:
    """Where a service stands today. Days are day numbers, None where there is no such day.

    `colour` is the Buku KIA's: white recommended, yellow still on time, orange catch-up, grey not given.
    """

    service: Service
    status: str
    colour: str | None = None
    start: int | None = None
    late: int | None = None
    overdue: int | None = None
    closes: int | None = None
    done: int | None = None
    used: tuple[Event, ...] = ()


@dataclass(frozen=True)
class FindingState:
    """A finding's result: the class that holds, or None with `unknown` telling whether it is undecided."""

    finding: Finding
    found: FindingClass | None
    unknown: bool
    applies: bool
    used: tuple[Event, ...] = ()


@dataclass(frozen=True)
class IndicatorState:
    """Whether a person counts: met, missed (with the parts that do not hold) or not applicable.

    `value` is the number of an indicator that is a mean; None where it is not known or does not apply.
    """

    indicator: Indicator
    status: str
    missing: tuple[Part, ...] = ()
    used: tuple[Event, ...] = ()
    value: float | None = None


def service_state(engine: Reference, service: Service) -> ServiceState:
    """The state of a service for the engine's person today."""
    engine.used.clear()
    if engine.value(service.eligible) is not True:
        return ServiceState(service, "not_applicable", used=_used(engine))
    start = _day(engine, service.start)
    waits = [day for node in service.not_before if (day := _day(engine, node)) is not None]
    state = ServiceState(
        service,
        status="waiting",
        start=max([start, *waits]) if start is not None else None,
        late=_day(engine, service.late),
        overdue=_day(engine, service.overdue),
        closes=_day(engine, service.closes),
        done=_day(engine, service.done),
    )
    status = _status(engine, state)
    return replace(state, status=status, colour=colour_on(engine.today, state), used=_used(engine))


def _status(engine: Reference, state: ServiceState) -> str:
    today = engine.today
    if state.done is not None:
        return "done"
    if state.start is None:
        return "not_applicable"
    if _is_closed(state, today):
        return "closed"
    if today < state.start:
        return "waiting"
    if state.overdue is not None and today >= state.overdue:
        return "overdue"
    when = state.service.overdue_when
    return "overdue" if when is not None and engine.value(when) is True else "due"


def _is_closed(state: ServiceState, today: int) -> bool:
    """Past its last day, or bound to start only after it: nobody must wait for a dose that never comes."""
    if state.closes is None or state.start is None:
        return False
    return today >= state.closes or state.start >= state.closes


def colour_on(today: int, state: ServiceState) -> str | None:
    """The colour of today's column in the Buku KIA, whether or not the service was given."""
    if state.start is None:
        return None
    if today < state.start or _is_closed(state, today):
        return "grey"
    if state.overdue is not None and today >= state.overdue:
        return "orange"
    return "yellow" if state.late is not None and today >= state.late else "white"


def finding_state(engine: Reference, finding: Finding) -> FindingState:
    """The first class that holds. An unknown before any yes leaves the finding undecided."""
    engine.used.clear()
    if engine.value(finding.eligible) is not True:
        return FindingState(finding, None, unknown=False, applies=False, used=_used(engine))
    for candidate in finding.classes:
        holds = engine.value(candidate.when)
        if holds is None:
            return FindingState(finding, None, unknown=True, applies=True, used=_used(engine))
        if holds:
            return FindingState(finding, candidate, unknown=False, applies=True, used=_used(engine))
    return FindingState(finding, None, unknown=False, applies=True, used=_used(engine))


def indicator_state(engine: Reference, indicator: Indicator) -> IndicatorState:
    """Met if every part holds; a part that is unknown is missing: what was not recorded was not given."""
    engine.used.clear()
    if engine.value(indicator.among) is not True:
        return IndicatorState(indicator, NOT_APPLICABLE, used=_used(engine))
    missing = tuple(part for part in indicator.parts if engine.value(part.node) is not True)
    status = MISSED if missing else MET
    return IndicatorState(indicator, status, missing, _used(engine), _number(engine, indicator))


def _number(engine: Reference, indicator: Indicator) -> float | None:
    value = None if indicator.mean_of is None else engine.value(indicator.mean_of)
    return None if value is None else float(value)


def _day(engine: Reference, node: Node | None) -> int | None:
    value = engine.value(node) if node is not None else None
    return None if value is None else int(value)


def _used(engine: Reference) -> tuple[Event, ...]:
    """The events looked at, and the measurements behind derived ones; each once, in order of time.

    Once by identity: what one contact recorded is equal as an event, for only its place in time is compared.
    """
    used = {id(event): event for event in (*engine.used, *behind(engine.used, engine.facts))}
    return tuple(sorted(used.values(), key=lambda event: (event.day, event.minute)))
