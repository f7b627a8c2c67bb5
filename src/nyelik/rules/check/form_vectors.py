"""Every example of every form as plain data, with the whole state that follows: what a twin engine must give too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nyelik.base.dates import day_number
from nyelik.rules import model as m
from nyelik.rules.check.cases import Derive
from nyelik.rules.check.forms import filling_of_example
from nyelik.rules.facts import Facts
from nyelik.rules.form import FieldState, Filling, FormState, form_state


def form_vectors(rules: m.Rulebook, derive: Derive) -> Iterator[dict[str, Any]]:
    """One case for each example: the package, the facts as events, the filling, and the state."""
    for package in rules.packages.values():
        for example in package.examples:
            filling = filling_of_example(rules, package, example)
            state = form_state(rules, derive, package, filling)
            yield {
                "package": package.id,
                "name": example.name,
                **filling_as_data(filling),
                "state": state_as_data(state),
            }


def filling_as_data(filling: Filling) -> dict[str, Any]:
    """What a form is opened with. Days are day numbers; events are [day, minute, seq, code, value]."""
    return {
        "facts": _facts(filling.facts),
        "today": day_number(filling.today),
        "minute": filling.minute,
        "typed": dict(filling.typed),
        "place": filling.place,
        "role": filling.role,
        "hidden": sorted(filling.hidden),
    }


def _facts(facts: Facts) -> dict[str, Any]:
    events = [[e.day, e.minute, e.seq, e.code, e.value] for e in facts.events]
    return {
        "sex": facts.sex,
        "born": facts.born,
        "born_minute": facts.born_minute,
        "events": events,
    }


def state_as_data(state: FormState) -> dict[str, Any]:
    """The whole state: each section and line in order, without what is empty."""
    return {
        "offered": state.offered,
        "why": state.why,
        "complete": state.complete,
        "sections": [
            {"id": part.section.id, "shown": part.shown, "fields": [_line(f) for f in part.fields]}
            for part in state.sections
        ],
    }


def _line(line: FieldState) -> dict[str, Any]:
    if not line.shown:
        return {"key": line.field.key, "why": line.why}
    finding = line.finding
    found = (
        {"class": finding.found and finding.found.id, "unknown": finding.unknown} if finding else {}
    )
    problem = line.problem
    told = {"problem": [problem.kind, problem.low, problem.high]} if problem else {}
    values = {
        "value": line.value,
        "default": line.default,
        "dose": line.dose,
        "shown_value": line.shown_value,
    }
    known = {name: value for name, value in values.items() if value is not None}
    return {"key": line.field.key, "missing": line.missing, **known, **told, **found}
