"""A form in words, as plain data: for the command line, the API and pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nyelik.base.dates import day_from_number
from nyelik.care.card import Card
from nyelik.care.card_text import finding_as_data
from nyelik.care.form import next_steps
from nyelik.rules.because import number_text, unit_text, value_text
from nyelik.rules.facts import Value
from nyelik.rules.form import FieldState, Filling, FormState
from nyelik.rules.model import Rulebook
from nyelik.rules.outcome import FindingState
from nyelik.rules.package import HOUSEHOLD_FIELDS, PERSON_FIELDS, FormField
from nyelik.rules.steps import step_text
from nyelik.rules.typed import PROBLEM_PHRASES, TypedProblem
from nyelik.rules.words import Word

_NAKES = ("nakes", "doctor")


def problem_text(problem: TypedProblem, word: Word | None, language: str) -> str:
    """What is wrong with a typed value, and what to do."""
    ends = [number_text(end, language) for end in (problem.low, problem.high) if end is not None]
    unit = unit_text(word.unit if word else None, language)
    return PROBLEM_PHRASES[language][problem.kind].format(*ends, f" {unit}" if unit else "")


def form_as_data(
    state: FormState, rules: Rulebook, filling: Filling, language: str
) -> dict[str, Any]:
    """The form as JSON-ready data, texts in `language`. Lines that are not shown are named in `closed` only,
    sensitive ones not at all."""
    topics = rules.topics
    return {
        "package": state.package.form,
        "version": state.package.version,
        "rulebook": rules.version,
        "on": filling.today.isoformat(),
        "label": state.package.label.text(language),
        "offered": state.offered,
        "why": state.why,
        "complete": state.complete,
        "sections": [
            {
                "id": part.section.id,
                "label": part.section.label.text(language),
                "step": part.section.step,
                "hint": part.section.hint.text(language) if part.section.hint else None,
                "fields": [
                    _line(line, state, rules, filling, language)
                    for line in part.fields
                    if line.shown
                ],
                "closed": {
                    line.field.key: line.why
                    for line in part.fields
                    if not line.shown and line.field.sensitive is None
                },
            }
            for part in state.sections
            if part.shown
        ],
        "then": [step_text(step, topics, language) for step in next_steps(state)],
    }


def _line(
    line: FieldState, state: FormState, rules: Rulebook, filling: Filling, language: str
) -> dict[str, Any]:
    one = line.field
    word = rules.words.get(one.of) if one.action in ("ask", "give") else None
    data: dict[str, Any] = {
        one.action: one.of,
        "label": one.label.text(language),
        "hint": one.hint.text(language) if one.hint else None,
    }
    if one.action == "show":
        return data | _shown(line, state, rules, filling, language)
    return data | {
        **_answer_kind(one, word, language),
        "required": one.required,
        "missing": line.missing,
        "value": line.typed,
        "default": _plain_value(line.default, word),
        "dose": line.dose,
        "problem": problem_text(line.problem, word, language) if line.problem else None,
        "points": _points(one, rules, language),
    }


def _answer_kind(one: FormField, word: Word | None, language: str) -> dict[str, Any]:
    if word is None:
        entered = PERSON_FIELDS.get(one.of) or HOUSEHOLD_FIELDS.get(one.of, "day")
        return {"kind": entered if one.action == "enter" else "yes_no"}
    return {
        "kind": word.kind,
        "unit": unit_text(word.unit, language) or None,
        "choices": {choice.code: choice.label.text(language) for choice in word.choices},
        "possible": word.possible,
        "plausible": one.plausible or word.plausible,
    }


def _points(one: FormField, rules: Rulebook, language: str) -> list[str]:
    topic = rules.topics.get(one.of) if one.action == "counsel" else None
    return [point.text(language) for point in topic.points] if topic else []


def _plain_value(value: Any, word: Word | None) -> Any:
    """A proposed value as it would be typed: a day as its date."""
    if word is not None and word.kind == "day" and value is not None:
        return day_from_number(int(value)).isoformat()
    return value


def _shown(
    line: FieldState, state: FormState, rules: Rulebook, filling: Filling, language: str
) -> dict[str, Any]:
    if line.field.node is not None:
        return {"text": _value_text(line, rules.words, language)}
    found = line.finding
    if found is None or found.found is None:
        return {"class": None, "unknown": bool(found and found.unknown)}
    return _for_role(_finding(found, state, rules, filling, language), filling.role)


def _value_text(line: FieldState, words: Mapping[str, Word], language: str) -> str:
    node, value = line.field.node, line.shown_value
    if value is None or node is None:
        return "–"
    word = words.get(node.word or "")
    if node.type == "day":
        word = Word("", line.field.label, "day")
    return value_text(_as_value(value), word, language)


def _as_value(value: Any) -> Value:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _finding(
    found: FindingState, state: FormState, rules: Rulebook, filling: Filling, language: str
) -> dict[str, Any]:
    card = Card(filling.today, state.facts, (), (), (), ())
    return finding_as_data(card, found, dict(rules.words), rules.topics, language)


def _for_role(found: dict[str, Any], role: str | None) -> dict[str, Any]:
    """What this role may read: a kader of a diagnosis only the colour and the plain words."""
    kept = {key: found[key] for key in ("class", "class_label", "severity", "say", "then")}
    if found["audience"] == "everyone" or role in (None, *_NAKES):
        return kept
    return kept | {"class": None, "class_label": found["plain"], "say": found["plain"]}
