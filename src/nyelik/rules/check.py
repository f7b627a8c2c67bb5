"""Run every example of a rulebook: what the rule says of the facts against what its author expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nyelik.base.dates import day_from_number, day_number
from nyelik.base.period import Period, parse_period, period_holding
from nyelik.rules import model as m
from nyelik.rules.engines.reference import Reference
from nyelik.rules.examples import FactsError, facts_of_example
from nyelik.rules.facts import Facts
from nyelik.rules.outcome import finding_state, indicator_state, service_state

Derive = Callable[[Facts], Facts]
"""Adds the derived events (growth); given from above, since tables have a reader of their own."""


@dataclass(frozen=True)
class Failure:
    """An example whose answer is not the expected one."""

    rule: str
    example: str
    place: str
    expected: str
    answer: str

    def __str__(self) -> str:
        return f"{self.place}: {self.rule}, “{self.example}”: expected {self.expected}, but it is {self.answer}"


@dataclass(frozen=True)
class Case:
    """One example made ready: the rule, the facts, the day and the period."""

    rule: m.Definition | m.Group | m.Service | m.Finding | m.Indicator
    example: m.Example
    facts: Facts
    period: Period


def rules_with_examples(
    rulebook: m.Rulebook,
) -> Iterator[m.Definition | m.Group | m.Service | m.Finding | m.Indicator]:
    """Every rule that may carry examples."""
    yield from rulebook.definitions.values()
    yield from rulebook.groups.values()
    yield from rulebook.services.values()
    yield from rulebook.findings.values()
    yield from rulebook.indicators.values()


def check_examples(
    rulebook: m.Rulebook, derive: Derive, only: str | None = None
) -> tuple[int, list[Failure]]:
    """How many examples were run, and those that failed, on the reference engine."""
    count, failures = 0, []
    for rule in rules_with_examples(rulebook):
        if only and rule.id != only:
            continue
        for example in rule.examples:
            count += 1
            failure = _check(rulebook, rule, example, derive)
            if failure:
                failures.append(failure)
    return count, failures


def _check(rulebook: m.Rulebook, rule: Any, example: m.Example, derive: Derive) -> Failure | None:
    place = f"{rulebook.places[rule.id].split(':')[0]}:{example.line}"
    try:
        case = make_case(rulebook, rule, example, derive)
    except (FactsError, ValueError) as error:
        return Failure(rule.id, example.name, place, "facts that can be read", str(error))
    answer = answer_of(case)
    if agrees(example.expect, answer):
        return None
    return Failure(rule.id, example.name, place, _show(example.expect), _show(answer))


def make_case(rulebook: m.Rulebook, rule: Any, example: m.Example, derive: Derive) -> Case:
    """An example's facts and period. Raises FactsError or ValueError for what cannot be read."""
    facts = derive(facts_of_example(example.facts, example.on, rulebook.words))
    return Case(rule, example, facts, _period(rule, example))


def _period(rule: Any, example: m.Example) -> Period:
    if example.period:
        return parse_period(example.period)
    return period_holding(example.on, getattr(rule, "period", "year"))


def answer_of(case: Case) -> Any:
    """What the rule says, in the words in which examples expect it; a mapping where there is more to say."""
    engine = Reference(case.facts, day_number(case.example.on), case.period)
    rule = case.rule
    if isinstance(rule, m.Service):
        return _service_answer(engine, rule)
    if isinstance(rule, m.Finding):
        return _finding_answer(engine, rule)
    if isinstance(rule, m.Indicator):
        state = indicator_state(engine, rule)
        return {"status": state.status, "missed": sorted(part.id for part in state.missing)}
    node = rule.when if isinstance(rule, m.Group) else rule.node
    if node.type == "window":
        window = engine.window(node)
        low, high = (window.low, window.high) if window else (None, None)
        return {"from": _day(low), "to": _day(high)}
    value = engine.value(node)
    return _day(value) if node.type == "day" else truth_word(value)


def _service_answer(engine: Reference, service: m.Service) -> dict[str, Any]:
    state = service_state(engine, service)
    days = {
        "from": state.start,
        "late": state.late,
        "overdue": state.overdue,
        "closes": state.closes,
    }
    answer: dict[str, Any] = {key: _day(day) for key, day in days.items()}
    return {"status": state.status, "colour": state.colour, "done": _day(state.done), **answer}


def _finding_answer(engine: Reference, finding: m.Finding) -> str:
    state = finding_state(engine, finding)
    if state.found:
        return state.found.id
    if state.unknown:
        return "unknown"
    return "no" if finding.single and state.applies else "none"


def truth_word(value: Any) -> Any:
    """yes, no, unknown for truths; anything else as it is."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


_NOTHING = ("no", "none")
"""A finding that does not hold, or that does not concern the person: nothing was found either way."""


def agrees(expected: Any, answer: Any) -> bool:
    """Whether an answer is what was expected; a mapping expects only the keys that it names."""
    if isinstance(expected, Mapping) and isinstance(answer, Mapping):
        return all(_same(_sorted(value), answer.get(key)) for key, value in expected.items())
    if isinstance(answer, Mapping):
        return _same(expected, answer.get("status", answer.get("from")))
    if str(truth_word(expected)) in _NOTHING and answer in _NOTHING:
        return True
    return _same(expected, answer)


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _same(expected: Any, answer: Any) -> bool:
    if isinstance(expected, bool):
        expected = truth_word(expected)
    if isinstance(expected, int | float) and isinstance(answer, int | float):
        return abs(expected - answer) < 1e-9
    return str(expected) == str(answer)


def _day(number: Any) -> dt.date | str:
    return "unknown" if number is None else day_from_number(int(number))


def _show(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_show(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
