"""What the reference engine answers to an example, and whether that is what its author expects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nyelik.base.dates import day_from_number, day_number
from nyelik.rules import model as m
from nyelik.rules.check.cases import Case
from nyelik.rules.engines.reference import Reference
from nyelik.rules.outcome import (
    FindingState,
    IndicatorState,
    ServiceState,
    finding_state,
    indicator_state,
    service_state,
)

Answer = Any
"""What a rule says, in the words in which examples expect it; a mapping where there is more to say."""


def answer_of(case: Case) -> Answer:
    """What the rule says, in the words in which examples expect it; a mapping where there is more to say."""
    engine = Reference(case.facts, day_number(case.example.on), case.period)
    rule = case.rule
    if isinstance(rule, m.Service):
        return service_answer(service_state(engine, rule))
    if isinstance(rule, m.Finding):
        return finding_answer(finding_state(engine, rule))
    if isinstance(rule, m.Indicator):
        return indicator_answer(indicator_state(engine, rule))
    node = rule.when if isinstance(rule, m.Group) else rule.node
    if node.type == "window":
        window = engine.window(node)
        low, high = (window.low, window.high) if window else (None, None)
        return {"from": day_or_unknown(low), "to": day_or_unknown(high)}
    value = engine.value(node)
    return day_or_unknown(value) if node.type == "day" else truth_word(value)


def service_answer(state: ServiceState) -> dict[str, Any]:
    """A service's state as examples expect it."""
    days = {
        "from": state.start,
        "late": state.late,
        "overdue": state.overdue,
        "closes": state.closes,
    }
    answer: dict[str, Any] = {key: day_or_unknown(day) for key, day in days.items()}
    return {
        "status": state.status,
        "colour": state.colour,
        "done": day_or_unknown(state.done),
        **answer,
    }


def finding_answer(state: FindingState) -> str:
    """A finding's result as examples expect it: the id of its class, unknown, none, or no for a single one."""
    if state.found:
        return state.found.id
    if state.unknown:
        return "unknown"
    return "no" if state.finding.single and state.applies else "none"


def indicator_answer(state: IndicatorState) -> dict[str, Any]:
    """An indicator's verdict as examples expect it; of a mean also the number, which alone may be expected."""
    missed = sorted(part.id for part in state.missing)
    answer: dict[str, Any] = {"status": state.status, "missed": missed}
    return answer | ({} if state.indicator.mean_of is None else {"value": truth_word(state.value)})


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
        if "value" in answer and isinstance(expected, int | float):
            return _same(expected, answer["value"])
        return _same(expected, answer.get("status", answer.get("from")))
    if str(truth_word(expected)) in _NOTHING and answer in _NOTHING:
        return True
    return _same(expected, answer)


def _sorted(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) else value


def _same(expected: Any, answer: Any) -> bool:
    if isinstance(expected, Mapping) and isinstance(answer, Mapping):
        return all(_same(value, answer.get(key)) for key, value in expected.items())
    if isinstance(expected, bool):
        expected = truth_word(expected)
    if isinstance(expected, int | float) and isinstance(answer, int | float):
        return abs(expected - answer) < 1e-9
    return str(expected) == str(answer)


def day_or_unknown(number: Any) -> dt.date | str:
    """A day number as a date."""
    return "unknown" if number is None else day_from_number(int(number))


def shown(value: Any) -> str:
    """An answer or expectation as one line."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items())
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
