"""People who show whom a rule concerns: those of its worked examples, and plain people of every age.

Ages and states read off an expression say whom a rule cannot concern; a witness shows somebody whom it does. So a
grandmother's page lists no contraceptive pill, although no expression of that rule names an age.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nyelik.base.dates import day_number
from nyelik.base.period import period_holding
from nyelik.rules import model as m
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import FactsError, facts_of_example
from nyelik.rules.facts import Facts, make_facts
from nyelik.rules.node import Node
from nyelik.rules.outcome import service_state
from nyelik.rules.package import Package

Offered = m.Service | m.Finding | Package
SAMPLE_DAYS = (1, 15, 40, 100, 190, 280, 400, 560, 760, 950, 1200, 1500, 1780, 2000)
SAMPLE_YEARS = (6, 8, 10, 12, 14, 16, 17, 18, 22, 28, 33, 38, 42, 48, 55, 59, 60, 66, 74, 85)
_GONE = ("not_applicable", "closed")


@dataclass(frozen=True)
class Witness:
    """Somebody on a day."""

    facts: Facts
    today: int


class Witnesses:
    """Who shows whom the rules of one rulebook concern; each rule's are gathered once."""

    def __init__(self, rulebook: m.Rulebook) -> None:
        self.rulebook = rulebook
        self._plain = list(_plain_people())
        self._of: dict[str, list[Witness]] = {}

    def any(self, rule: Offered, people: Node) -> bool:
        """Whether one of those whom the rule concerns is among `people` (a yes/no expression).

        A rule whose examples tell no age (malaria, a notifiable disease) has no witness, and may concern anybody.
        """
        if rule.id not in self._of:
            self._of[rule.id] = [one for one in self._candidates(rule) if _concerns(rule, one)]
        found = self._of[rule.id]
        return not found or any(_engine(one).value(people) is True for one in found)

    def _candidates(self, rule: Offered) -> Iterator[Witness]:
        for example in rule.examples:
            try:
                facts = facts_of_example(example.facts, example.on, self.rulebook.words)
            except (FactsError, ValueError):  # `nyelik check` says so
                continue
            if facts.born is not None:
                yield Witness(facts, day_number(example.on))
        yield from self._plain


def _plain_people() -> Iterator[Witness]:
    """Women and men of every age of whom nothing is recorded."""
    today = day_number(m.EXAMPLE_DAY)
    ages = [*SAMPLE_DAYS, *(int(years * 365.25) + 30 for years in SAMPLE_YEARS)]
    for sex in ("female", "male"):
        for age in ages:
            yield Witness(make_facts(sex, today - age), today)


def _engine(witness: Witness) -> Reference:
    return Reference(witness.facts, witness.today, period_holding(m.EXAMPLE_DAY, "year"))


def _concerns(rule: Offered, witness: Witness) -> bool:
    engine = _engine(witness)
    if isinstance(rule, m.Service):
        return service_state(engine, rule).status not in _GONE
    return engine.value(rule.eligible) is True
