"""Worked examples in words: what is recorded of the person, and what the rule answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nyelik.base.dates import completed_months, day_from_number
from nyelik.rules import model as m
from nyelik.rules.because import day_text, number_text, value_text
from nyelik.rules.examples import FactsError, facts_of_example, moment
from nyelik.rules.explain_form import ROLE_NAMES
from nyelik.rules.facts import UNKNOWN_MINUTE, Event
from nyelik.rules.manual.form_cases import form_answer
from nyelik.rules.manual.graph import AnyRule
from nyelik.rules.manual.texts import ANSWERS
from nyelik.rules.package import Package

_LENGTH = re.compile(r"(\d+) (hour|day|week|month|year)s?")
_SPOKEN_IN_DAYS, _SPOKEN_IN_MONTHS = 60, 60
"""How people speak of an age: days of a newborn, months of a small child. No clinical band."""


def facts_in_words(example: m.Example, rulebook: m.Rulebook, language: str) -> tuple[str, ...]:
    """The facts of an example, one text each, in the order in which they are written."""
    says = _Facts(example, rulebook, language)
    return (*says.lines(), *says.typed()) or (ANSWERS[language]["nothing"],)


class _Facts:
    def __init__(self, example: m.Example, rulebook: m.Rulebook, language: str) -> None:
        self.example, self.on, self.written = example, example.on, example.facts
        self.rulebook, self.language = rulebook, language
        self.says = ANSWERS[language]

    def lines(self) -> Iterator[str]:
        for key, value in self.written.items():
            special = getattr(self, f"_{key}", None)
            yield from special(value) if special else self._events(key, value)

    def typed(self) -> Iterator[str]:
        """Of a form: what has been typed so far, and by whom."""
        for code, value in self.example.typed.items():
            word = self.rulebook.words.get(code)
            label = word.label.text(self.language) if word else code.replace("_", " ")
            text = self.says.get(str(value)) or value_text(str(value), word, self.language)
            yield self.says["typed"].format(f"{label} {text}")
        if self.example.by:
            yield self.says["filled_by"].format(ROLE_NAMES[self.example.by].text(self.language))

    def _sex(self, value: Any) -> Iterator[str]:
        yield self.says.get(str(value), str(value))

    def _born(self, value: Any) -> Iterator[str]:
        day = day_from_number(moment(value)[0])
        yield self.says["born"].format(self._moment(value), self._age_on(day))

    def _age_on(self, born: dt.date) -> str:
        days, months = (self.on - born).days, completed_months(born, self.on)
        if days < _SPOKEN_IN_DAYS:
            return f"{days} {self.says['day']}"
        if months < _SPOKEN_IN_MONTHS:
            return f"{months} {self.says['month']}"
        return f"{months // 12} {self.says['year']}"

    def _age(self, value: Any) -> Iterator[str]:
        yield self.says["age"].format(self._length(value))

    def _pregnant(self, value: Any) -> Iterator[str]:
        yield self.says["pregnant"].format(self._length(value))

    def _delivered(self, value: Any) -> Iterator[str]:
        if _LENGTH.search(str(value)):
            yield self.says["delivered"].format(self._length(value))
        else:
            yield self.says["delivered_on"].format(self._moment(value))

    def _doses(self, value: Mapping[str, Any]) -> Iterator[str]:
        for event in facts_of_example({"doses": value}, self.on, self.rulebook.words).events:
            label = self.rulebook.words[event.code].label.text(self.language)
            number = number_text(float(str(event.value)), self.language)
            yield self.says["dose"].format(label, number, day_text(event.day, self.language))

    def _events(self, code: str, value: Any) -> Iterator[str]:
        try:
            facts = facts_of_example({code: value}, self.on, self.rulebook.words)
        except FactsError:
            yield f"{code}: {value}"
            return
        label = self.rulebook.words[code].label.text(self.language)
        values = [text for event in facts.events if (text := self._event(event))]
        yield f"{label}: {', '.join(values)}" if values else label

    def _event(self, event: Event) -> str:
        """Its value and, unless it was recorded on the day of the question, its day."""
        value = value_text(event.value, self.rulebook.words[event.code], self.language)
        date = day_from_number(event.day)
        if date == self.on and event.minute == UNKNOWN_MINUTE:
            return value
        when = day_text(date, self.language) + self._clock(event)
        return f"{value} ({when})" if value else when

    def _clock(self, event: Event) -> str:
        if event.minute == UNKNOWN_MINUTE:
            return ""
        separator = "." if self.language == "id" else ":"
        return f", {event.minute // 60:02d}{separator}{event.minute % 60:02d}"

    def _moment(self, value: Any) -> str:
        day, minute = moment(value)
        return day_text(day, self.language) + self._clock(Event(day, minute, 0, ""))

    def _length(self, value: Any) -> str:
        return _LENGTH.sub(lambda found: f"{found[1]} {self.says[found[2]]}", str(value))


def answer_in_words(rule: AnyRule, expect: Any, rulebook: m.Rulebook, language: str) -> str:
    """What an example expects, as a person would say it."""
    if isinstance(expect, Mapping):
        if isinstance(rule, Package):
            return form_answer(rule, expect, rulebook, language)
        parts = [_keyed(rule, str(key), value, language) for key, value in expect.items()]
        return ", ".join(part for part in parts if part)
    return _plain(rule, expect, rulebook, language)


def _plain(rule: AnyRule, expect: Any, rulebook: m.Rulebook, language: str) -> str:
    says = ANSWERS[language]
    if isinstance(expect, bool):
        return says["yes" if expect else "no"]
    if isinstance(rule, m.Finding):
        for one in rule.classes:
            if one.id == str(expect) and not rule.single:
                return one.label.text(language)
    if isinstance(expect, dt.date | int | float):
        return _said(expect, language)
    if isinstance(rule, m.Definition) and rule.node.word:
        return value_text(str(expect), rulebook.words.get(rule.node.word), language)
    return says.get(str(expect)) or _day_or_text(str(expect), language)


def _day_or_text(text: str, language: str) -> str:
    try:
        return day_text(dt.date.fromisoformat(text), language)
    except ValueError:
        return text.replace(".", ",") if language == "id" and _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "", 1).isdigit()


_KEYS = {"late": "late", "overdue": "overdue_day", "closes": "closes", "from": "from", "to": "to"}


def _keyed(rule: AnyRule, key: str, value: Any, language: str) -> str:
    says = ANSWERS[language]
    if key in ("status", "colour"):
        return says.get(str(value), str(value))
    if key == "missed":
        return _missed(rule, value, language)
    if key == "done":
        return f"{says['done_day']} {_said(value, language)}"
    if key in _KEYS:
        return f"{says[_KEYS[key]]} {_said(value, language)}"
    return f"{key}: {_said(value, language)}"


def _said(value: Any, language: str) -> str:
    if isinstance(value, dt.date):
        return day_text(value, language)
    if isinstance(value, int | float):
        return number_text(float(value), language)
    return ANSWERS[language].get(str(value)) or _day_or_text(str(value), language)


def _missed(rule: AnyRule, parts: Any, language: str) -> str:
    wanted = [str(part) for part in (parts if isinstance(parts, list) else [parts])]
    labels = {p.id: p.label.text(language) for p in getattr(rule, "parts", ())}
    texts = [labels.get(part, part) for part in wanted]
    return f"{ANSWERS[language]['missed_parts']} {'; '.join(texts)}" if texts else ""
