"""A person's card: the groups they belong to, what is due, what was found, and what to do next.

A facility, a worker or a reply has a card too, made of the rules about such subjects only.

Pure: facts, a rulebook and a day go in. The twin on the phone is `field/core`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nyelik.base.dates import day_number
from nyelik.rules.engines.reference import Reference
from nyelik.rules.facts import Facts
from nyelik.rules.load import Loaded
from nyelik.rules.model import SEVERITIES, Finding, Group, Rule, Rulebook, Service
from nyelik.rules.outcome import FindingState, ServiceState, finding_state, service_state
from nyelik.rules.reads import sensitive_kinds

_URGENCY = ("overdue", "due", "waiting", "closed", "done")


@dataclass(frozen=True)
class Card:
    """What one person's facts mean on one day.

    `services` leave out what does not apply; overdue first, then due, waiting, closed, done, each by day.
    `findings` hold what was found, gravest first; `undecided` what could not be judged for lack of facts.
    """

    today: dt.date
    facts: Facts
    groups: tuple[Group, ...]
    services: tuple[ServiceState, ...]
    findings: tuple[FindingState, ...]
    undecided: tuple[FindingState, ...]

    def with_status(self, *statuses: str) -> list[ServiceState]:
        """The services that stand so: "due", "overdue" …"""
        return [state for state in self.services if state.status in statuses]

    @property
    def in_danger(self) -> bool:
        """Whether something was found that cannot wait."""
        return any(state.found and state.found.severity == "danger" for state in self.findings)


def build_card(
    loaded: Loaded, facts: Facts, today: dt.date, hidden: frozenset[str] = frozenset()
) -> Card:
    """The card on `today`. `hidden` names the kinds of sensitive matter that the reader may not see."""
    rules = loaded.rules
    engine = Reference(loaded.derive(facts), day_number(today))
    groups = [
        g
        for g in rules.groups.values()
        if _is_asked(g, facts, today) and g.sensitive not in hidden and engine.value(g.when) is True
    ]
    services = [
        service_state(engine, service)
        for service in rules.services.values()
        if _is_asked(service, facts, today) and _is_told(service, rules, hidden)
    ]
    findings = [
        finding_state(engine, finding)
        for finding in rules.findings.values()
        if _is_asked(finding, facts, today) and _is_told(finding, rules, hidden)
    ]
    return Card(
        today,
        engine.facts,
        tuple(groups),
        tuple(sorted((s for s in services if s.status in _URGENCY), key=_service_order)),
        tuple(sorted((f for f in findings if f.found), key=_gravity)),
        tuple(f for f in findings if f.unknown),
    )


def _is_told(rule: Service | Finding, rules: Rulebook, hidden: frozenset[str]) -> bool:
    """Whether a reader may be told of a rule: it is not hidden itself, and looks at nothing hidden.

    What is hidden is not on their phone: there such a rule would be wrong. So it is not on their page either.
    """
    return not hidden or (
        rule.sensitive not in hidden and hidden.isdisjoint(sensitive_kinds(rule, rules.words))
    )


def _is_asked(rule: Rule, facts: Facts, today: dt.date) -> bool:
    return rule.subject == facts.subject and rule.in_force.holds_on(today)


def _service_order(state: ServiceState) -> tuple[int, int]:
    day = state.done if state.status == "done" else state.start
    return _URGENCY.index(state.status), day or 0


def _gravity(state: FindingState) -> int:
    return -SEVERITIES.index(state.found.severity) if state.found else 0
