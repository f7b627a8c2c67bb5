"""Examples made ready to be asked: the rule, the facts, the day and the period."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from nyelik.base.period import Period, parse_period, period_holding
from nyelik.rules import model as m
from nyelik.rules.errors import Phrase
from nyelik.rules.examples import FactsError, facts_of_example
from nyelik.rules.facts import Facts
from nyelik.rules.package import Package

AnyRule: TypeAlias = m.Definition | m.Group | m.Service | m.Finding | m.Indicator
REFERENCE = "reference"
UNREADABLE = "facts that can be read"
"""What is expected of an example whose facts mean nothing."""
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
    engine: str = REFERENCE
    said: Phrase | None = None
    """Why its facts cannot be read, where that is why it fails."""

    def text(self, language: str) -> str:
        """The place and what went otherwise, in "id" or "en"."""
        on = "" if self.engine == REFERENCE else Phrase("on-engine", engine=self.engine)
        values = {"place": self.place, "rule": self.rule, "example": self.example}
        if self.expected == UNREADABLE:
            why = self.said or self.answer
            return Phrase("facts-unreadable", **values, why=why).text(language)
        values |= {"expected": self.expected, "answer": self.answer}
        return Phrase("other-answer", **values, on=on).text(language)

    def __str__(self) -> str:
        return self.text("en")


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
                unreadable.append(unreadable_facts(rule, example, place, error))
    return cases, unreadable


def unreadable_facts(
    rule: AnyRule | Package, example: m.Example, place: str, error: Exception
) -> Failure:
    """The failure of an example whose facts or period mean nothing."""
    said = error.said if isinstance(error, FactsError) else None
    return Failure(rule.id, example.name, place, UNREADABLE, str(error), said=said)


def place_of(rulebook: m.Rulebook, rule: m.Rule | m.Definition, example: m.Example) -> str:
    """Where an example is written: file:line."""
    file = example.file or rulebook.places[rule.id].rpartition(":")[0]
    return f"{file}:{example.line}"
