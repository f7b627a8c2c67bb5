"""Every rule of the rulebook over made-up lives: services, findings, groups, indicators come out alike on both engines.

Lives are the rulebook's own examples, laid over one another and asked about on other days than they were written for.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nyelik.base.dates import day_number
from nyelik.base.period import Period, period_holding
from nyelik.rules.engines.block import block_of_facts
from nyelik.rules.engines.outcome_columns import NONE, UNDECIDED, Outcomes, Plans
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import facts_of_example
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.load import load
from nyelik.rules.model import Finding, Indicator, Service
from nyelik.rules.outcome import (
    NOT_APPLICABLE,
    STATUSES,
    finding_state,
    indicator_state,
    service_state,
)

PLANS = Plans()
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2027, 3, 31)


@cache
def examples() -> list[Facts]:
    """The facts of every example in the rulebook."""
    rules = load().rules
    written = [
        example
        for kind in (
            rules.definitions,
            rules.groups,
            rules.services,
            rules.findings,
            rules.indicators,
        )
        for rule in kind.values()
        for example in rule.examples
    ]
    return [facts_of_example(one.facts, one.on, rules.words) for one in written]


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """One or two examples laid over each other, growth events included."""
    chosen = draw(st.lists(st.sampled_from(examples()), min_size=1, max_size=2))
    first = chosen[0]
    events = [event for facts in chosen for event in facts.events]
    whole = make_facts(
        draw(st.sampled_from([first.sex, "female"])), first.born, first.born_minute, events
    )
    return load().derive(whole)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(lives(), min_size=3, max_size=6), st.dates(FIRST, LAST))
def test_every_rule_comes_out_alike(many: list[Facts], on: dt.date) -> None:
    today, rules = day_number(on), load().rules
    block = block_of_facts(many)
    engines = [Reference(facts, today) for facts in many]
    outcomes = Outcomes(block, today, plans=PLANS)
    truths = [group.when for group in rules.groups.values()]
    outcomes.prepare((*rules.services.values(), *rules.findings.values(), *truths))
    for service in rules.services.values():
        assert in_columns(outcomes.service(service), len(many)) == [
            status(engine, service) for engine in engines
        ], service.id
    for finding in rules.findings.values():
        assert in_columns(outcomes.finding(finding), len(many)) == [
            class_number(engine, finding) for engine in engines
        ], finding.id
    for group in rules.groups.values():
        members = set(outcomes.people_in(group.when).tolist())
        found = {n for n, engine in enumerate(engines) if engine.value(group.when) is True}
        assert members == found, group.id


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(lives(), min_size=3, max_size=6), st.dates(FIRST, LAST))
def test_every_indicator_comes_out_alike(many: list[Facts], on: dt.date) -> None:
    block, rules = block_of_facts(many), load().rules
    for kind in sorted({indicator.period for indicator in rules.indicators.values()}):
        period = period_holding(on, kind)
        outcomes = Outcomes(block, day_number(on), period, PLANS)
        asked = [one for one in rules.indicators.values() if one.period == kind]
        outcomes.prepare(asked)
        for indicator in asked:
            assert parts_in_columns(outcomes, indicator) == {
                number: missing
                for number, facts in enumerate(many)
                if (missing := parts_missing(facts, on, period, indicator)) is not None
            }, indicator.id


def in_columns(found: tuple[object, object], people: int) -> list[int | None]:
    """The answers by person, None for those a rule is not asked of."""
    places, answers = found
    by_place = dict(zip(places.tolist(), answers.tolist(), strict=True))  # type: ignore[attr-defined]
    return [by_place.get(number) for number in range(people)]


def status(engine: Reference, service: Service) -> int | None:
    """The place of the service's status; None where the service is not for the person."""
    if engine.value(service.eligible) is not True:
        return None
    return STATUSES.index(service_state(engine, service).status)


def class_number(engine: Reference, finding: Finding) -> int | None:
    """The finding's class as columns number it."""
    state = finding_state(engine, finding)
    if not state.applies:
        return None
    if state.unknown:
        return UNDECIDED
    ids = [candidate.id for candidate in finding.classes]
    return NONE if state.found is None else ids.index(state.found.id)


def parts_in_columns(outcomes: Outcomes, indicator: Indicator) -> dict[int, list[str]]:
    """For each person counted among, the parts that do not hold."""
    chosen, parts = outcomes.indicator(indicator)
    return {
        int(place): [part.id for part, holds in zip(indicator.parts, row, strict=True) if not holds]
        for place, row in zip(chosen.places, parts, strict=True)
    }


def parts_missing(
    facts: Facts, on: dt.date, period: Period, indicator: Indicator
) -> list[str] | None:
    """The same by the reference engine; None where the indicator does not count the person."""
    state = indicator_state(Reference(facts, day_number(on), period), indicator)
    if state.status == NOT_APPLICABLE:
        return None
    return [part.id for part in state.missing]
