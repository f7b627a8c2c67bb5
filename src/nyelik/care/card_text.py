"""A card in words, as plain data: for the command line, the API and pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nyelik.base.dates import day_from_number, day_number
from nyelik.care.card import Card
from nyelik.rules.because import because, value_text
from nyelik.rules.engines.reference import Reference
from nyelik.rules.model import FindingClass, Rulebook, Topic
from nyelik.rules.node import Node
from nyelik.rules.origin import origin_text
from nyelik.rules.outcome import FindingState, ServiceState
from nyelik.rules.steps import step_text
from nyelik.rules.words import Word

_PLACEHOLDER = re.compile(r"{([^{}]+)}")


def card_as_data(card: Card, rulebook: Rulebook, language: str) -> dict[str, Any]:
    """The card as JSON-ready data, texts in `language` ("id" or "en")."""
    words = dict(rulebook.words)
    return {
        "on": card.today.isoformat(),
        "rulebook": rulebook.version,
        "groups": [
            {"id": group.id, "ruleset": group.ruleset, "label": group.label.text(language)}
            for group in card.groups
        ],
        "services": [
            service_as_data(state, words, language) | _origin(rulebook, state.service.id, language)
            for state in card.services
        ],
        "findings": [
            finding_as_data(card, state, words, rulebook.topics, language)
            | _origin(rulebook, state.finding.id, language)
            for state in card.findings
        ],
        "undecided": [state.finding.label.text(language) for state in card.undecided],
    }


def _origin(rulebook: Rulebook, rule_id: str, language: str) -> dict[str, Any]:
    """That a rule is the district's own or was changed by it; nothing for national rules."""
    text = origin_text(rulebook, rule_id, language)
    return {} if text is None else {"origin": text}


def service_as_data(state: ServiceState, words: dict[str, Word], language: str) -> dict[str, Any]:
    """One service: status, colour, its days, and because."""
    days = {
        "from": state.start,
        "late": state.late,
        "overdue": state.overdue,
        "closes": state.closes,
    }
    return {
        "id": state.service.id,
        "label": state.service.label.text(language),
        "status": state.status,
        "colour": state.colour,
        **{name: _iso(day) for name, day in days.items()},
        "done": _iso(state.done),
        "at": list(state.service.at),
        "because": because(state.used, words, language),
        "source": f"{state.service.source.document}, {state.service.source.section}",
    }


def finding_as_data(
    card: Card,
    state: FindingState,
    words: dict[str, Word],
    topics: Mapping[str, Topic],
    language: str,
) -> dict[str, Any]:
    """One finding: its class, how grave, what to say, the next steps, and because.

    `plain` is what those may read who do not see the class (`audience` nakes); None when nothing.
    """
    found = state.found
    assert found is not None
    return {
        "id": state.finding.id,
        "label": state.finding.label.text(language),
        "class": found.id,
        "class_label": found.label.text(language),
        "severity": found.severity,
        "audience": state.finding.audience,
        "plain": found.plain.text(language) if found.plain else None,
        "say": said(card, found, words, language),
        "then": [step_text(step, topics, language) for step in found.then],
        "because": because(state.used, words, language),
        "source": f"{state.finding.source.document}, {state.finding.source.section}",
    }


def said(card: Card, found: FindingClass, words: dict[str, Word], language: str) -> str:
    """What to say, with its placeholders filled from the person's facts."""
    if found.say is None:
        return ""
    engine = Reference(card.facts, day_number(card.today))

    def fill(match: re.Match[str]) -> str:
        return _filled(engine, found.placeholders[match[1]], words, language)

    return _PLACEHOLDER.sub(fill, found.say.text(language))


def _filled(engine: Reference, node: Node, words: dict[str, Word], language: str) -> str:
    value = engine.value(node)
    if value is None:
        return "?"
    word = words.get(node.word or "")
    return (
        value_text(value, word, language)
        if word and word.kind == "choice"
        else _bare(value, language)
    )


def _bare(value: Any, language: str) -> str:
    return value_text(value, None, language)


def _iso(day: int | None) -> str | None:
    return None if day is None else day_from_number(day).isoformat()
