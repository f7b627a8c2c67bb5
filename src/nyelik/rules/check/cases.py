"""Examples made ready to be asked: the rule, the facts, the day and the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from nyelik.base.period import Period, parse_period, period_holding
from nyelik.rules import model as m
from nyelik.rules.examples import FactsError, facts_of_example
from nyelik.rules.facts import Facts

AnyRule: TypeAlias = m.Definition | m.Group | m.Service | m.Finding | m.Indicator
Derive = Callable[[Facts], Facts]
"""Adds the derived events (growth); given from above, since tables have a reader of their own."""


@dataclass(frozen=True)
class Failure:
    """An example whose answer is not the expected one, or on which an engine disagrees with `reference`."""

    rule: str
    example: str
    place: str
    expected: str
    answer: str
    engine: str = "reference"

    def __str__(self) -> str:
        on = "" if self.engine == "reference" else f" on the engine {self.engine}"
        return (
            f"{self.place}: {self.rule}, “{self.example}”: expected {self.expected}, "
            f"but it is {self.answer}{on}"
        )


@dataclass(frozen=True)
class Case:
    """One example made ready: the rule, the facts, the day and the period."""

    rule: AnyRule
    example: m.Example
    facts: Facts
    period: Period


def rules_with_examples(rulebook: m.Rulebook) -> Iterator[AnyRule]:
    """Every rule that is one answer about facts and carries examples; forms are more than one answer."""
    yield from rulebook.definitions.values()
    yield from rulebook.groups.values()
    yield from rulebook.services.values()
    yield from rulebook.findings.values()
    yield from rulebook.indicators.values()


def make_case(rulebook: m.Rulebook, rule: AnyRule, example: m.Example, derive: Derive) -> Case:
    """An example's facts and period. Raises FactsError or ValueError for what cannot be read."""
    facts = derive(facts_of_example(example.facts, example.on, rulebook.words))
    return Case(rule, example, facts, _period(rule, example))


def _period(rule: AnyRule, example: m.Example) -> Period:
    if example.period:
        return parse_period(example.period)
    return period_holding(example.on, getattr(rule, "period", "year"))


def make_cases(
    rulebook: m.Rulebook, derive: Derive, only: str | None = None
) -> tuple[list[Case], list[Failure]]:
    """Every example (of one rule) that can be read, and a failure for each that cannot."""
    cases, unreadable = [], []
    for rule in rules_with_examples(rulebook):
        if only and rule.id != only:
            continue
        for example in rule.examples:
            try:
                cases.append(make_case(rulebook, rule, example, derive))
            except (FactsError, ValueError) as error:
                place = place_of(rulebook, rule, example)
                expected = "facts that can be read"
                unreadable.append(Failure(rule.id, example.name, place, expected, str(error)))
    return cases, unreadable


def place_of(rulebook: m.Rulebook, rule: m.Rule | m.Definition, example: m.Example) -> str:
    """Where an example is written: file:line."""
    file = example.file or rulebook.places[rule.id].rpartition(":")[0]
    return f"{file}:{example.line}"
