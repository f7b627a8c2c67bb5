"""What a form comes to for the facts and the typing of an example, in the words in which examples expect it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nyelik.base.dates import day_from_number
from nyelik.rules import model as m
from nyelik.rules import package as p
from nyelik.rules import vocabulary as v
from nyelik.rules.check.answers import agrees, finding_answer, shown
from nyelik.rules.check.cases import Derive, Failure, place_of, unreadable_facts
from nyelik.rules.examples import FactsError, facts_of_example
from nyelik.rules.facts import Value
from nyelik.rules.form import FieldState, Filling, FormState, form_state


def check_forms(
    rules: m.Rulebook, derive: Derive, only: str | None = None
) -> tuple[int, list[Failure]]:
    """How many examples forms have (or one form has), and those that fail."""
    packages = [form for form in rules.packages.values() if not only or form.id == only]
    cases = [(package, example) for package in packages for example in package.examples]
    failures = (_failure(rules, package, example, derive) for package, example in cases)
    return len(cases), [failure for failure in failures if failure]


def _failure(
    rules: m.Rulebook, package: p.Package, example: m.Example, derive: Derive
) -> Failure | None:
    place = place_of(rules, package, example)
    try:
        answer = answer_of_form(form_of_example(rules, package, example, derive), example.expect)
    except (FactsError, ValueError) as error:
        return unreadable_facts(package, example, place, error)
    if agrees(example.expect, answer):
        return None
    return Failure(package.id, example.name, place, shown(example.expect), shown(answer))


def form_of_example(
    rules: m.Rulebook, package: p.Package, example: m.Example, derive: Derive
) -> FormState:
    """The form of an example. Raises FactsError for facts or typing that mean nothing."""
    return form_state(rules, derive, package, filling_of_example(rules, package, example))


def filling_of_example(rules: m.Rulebook, package: p.Package, example: m.Example) -> Filling:
    """What an example opens the form with. Raises FactsError for facts or typing that mean nothing."""
    keys = {line.key: line for line in package.fields()}
    for key in example.typed:
        if key not in keys:
            raise FactsError("typed-nowhere", key=key)
    return Filling(
        facts_of_example(example.facts, example.on, rules.words),
        example.on,
        {key: _typed(rules, keys[key], value) for key, value in example.typed.items()},
        example.at,
        example.by,
        frozenset(example.hidden),
    )


def _typed(rules: m.Rulebook, line: p.FormField, value: Any) -> Any:
    """As a screen hands it over: YAML 1.2 leaves yes and no as texts, and dates are dates."""
    if isinstance(value, dt.date):
        return value.isoformat()
    truth = line.action in ("give", "counsel") or (
        line.action == "ask" and rules.words[line.of].kind == "yes_no"
    )
    return {"yes": True, "no": False}.get(value, value) if truth else value


def answer_of_form(state: FormState, expect: Any) -> Any:
    """The form in the words of the expectation: only the keys that it names, lists as they are expected."""
    lines = {line.field.key: line for section in state.sections for line in section.fields}
    if not isinstance(expect, Mapping):
        return _yes(state.offered)
    answer: dict[str, Any] = {"offered": _yes(state.offered), "why": state.why or "none"}
    answer["complete"] = _yes(state.complete)
    answer["missing"] = sorted(key for key, line in lines.items() if line.missing)
    shown = {key for key, line in lines.items() if line.shown}
    for name, among in (("asked", shown), ("not_asked", lines.keys() - shown)):
        answer[name] = sorted(key for key in expect.get(name, ()) if key in among)
    for name, read in _READINGS.items():
        answer[name] = {key: read(lines[key]) for key in expect.get(name, {}) if key in lines}
    return answer


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _shown(line: FieldState) -> Any:
    state = line.finding
    if not line.shown:
        return "hidden"
    if state is None:
        return _value(line.shown_value, line.field.node.type if line.field.node else "")
    return finding_answer(state)


def _default(line: FieldState) -> Any:
    return _value(line.default, line.field.node.type if line.field.node else "")


def _value(value: Value, type_: str) -> Any:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return _yes(value)
    return day_from_number(int(value)) if type_ == v.DAY else value


_READINGS = {
    "problems": lambda line: line.problem.kind if line.problem else "none",
    "defaults": _default,
    "doses": lambda line: line.dose or "none",
    "shown": _shown,
}
