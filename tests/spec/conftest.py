"""The fixture of the specification: a table of events, an expression, the answer for each person.

Every test runs on every engine. A folder is a chapter, a file a section, a test a paragraph.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nyelik.base.dates import day_number
from nyelik.base.period import parse_period
from nyelik.rules.engines import columns
from nyelik.rules.engines.reference import Reference
from nyelik.rules.expression import Reader
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts
from nyelik.rules.node import Node
from nyelik.rules.words import Choice, Label, Word
from tests.support.phone import phone_values

_LABEL = Label("kata", "word")


def _word(code: str, kind: str, unit: str | None = None, choices: str = "") -> Word:
    codes = tuple(Choice(choice, Label(choice, choice)) for choice in choices.split())
    return Word(code, Label(code, code), kind, unit, choices=codes)


WORDS = {
    word.code: word
    for word in (
        _word("weight_kg", "number", "kg"),
        _word("length_cm", "number", "cm"),
        _word("tablets", "count"),
        _word("oedema", "yes_no"),
        _word("status", "choice", choices="N T O B"),
        _word("last_period", "day"),
        _word("delivery", "event"),
        _word("visit", "event"),
        _word("MR", "dose"),
    )
}
TODAY = dt.date(2026, 6, 30)


def table(text: str) -> dict[str, Facts]:
    """People from an ASCII table: person | day or day and time | code | value; a line `born` or `sex` describes."""
    people: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(text.strip().splitlines()[1:]):
        person, when, code, value = (cell.strip() for cell in line.split("|"))
        facts = people.setdefault(person, {"events": []})
        if code == "sex":
            facts["sex"] = value
        elif code == "born":
            facts["born"], facts["born_minute"] = _moment(when)
        elif code:
            facts["events"].append(Event(*_moment(when), number, code, _value(WORDS[code], value)))
    return {person: make_facts(**facts) for person, facts in people.items()}


def _moment(text: str) -> tuple[int, int]:
    at = dt.datetime.fromisoformat(text)
    return day_number(at.date()), at.hour * 60 + at.minute if ":" in text else UNKNOWN_MINUTE


def _value(word: Word, text: str) -> Any:
    if word.kind in ("number", "count", "dose"):
        return float(text)
    if word.kind == "day":
        return float(day_number(dt.date.fromisoformat(text)))
    return {"yes": True, "no": False, "": None}.get(text, text)


def _on_reference(node: Node, people: list[Facts], today: dt.date, period: Any) -> list[Any]:
    return [Reference(facts, day_number(today), period).value(node) for facts in people]


def _on_columns(node: Node, people: list[Facts], today: dt.date, period: Any) -> list[Any]:
    answers = columns.evaluate_many([node], people, day_number(today), period)
    return list(answers[0])


def _on_phone(node: Node, people: list[Facts], today: dt.date, period: Any) -> list[Any]:
    return phone_values([node], people, day_number(today), period)[0]


Spec = Callable[..., None]


@pytest.fixture(
    params=[_on_reference, _on_columns, _on_phone], ids=["reference", "columns", "phone"]
)
def spec(request: pytest.FixtureRequest) -> Spec:
    """spec(table, expression, {person: answer}): the expression gives each person that answer."""
    run = request.param

    def check(
        text: str,
        expression: str,
        expected: dict[str, Any],
        on: str = "2026-06-30",
        period: str = "2026",
    ) -> None:
        people = table(text)
        node = Reader(WORDS).read(expression)
        answers = run(node, list(people.values()), dt.date.fromisoformat(on), parse_period(period))
        shown = [_shown(node, answer) for answer in answers]
        assert dict(zip(people, shown, strict=True)) == expected

    return check


def _shown(node: Node, answer: Any) -> Any:
    """Answers as the tables write them: yes, no, unknown, dates as text, numbers as numbers."""
    if answer is None:
        return "unknown"
    if node.type == "truth":
        return "yes" if answer else "no"
    if node.type == "day":
        return (dt.date(1970, 1, 1) + dt.timedelta(days=int(answer))).isoformat()
    return answer if isinstance(answer, str) else float(answer)
