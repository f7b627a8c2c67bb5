"""The facts of a rule's example, from the short form in which clinicians write them.

    facts: {sex: female, pregnant: 20 weeks, muac_cm: 23.4, doses: {DPT: [2026-03-01, 2026-04-01]}}

`age`, `pregnant` and `delivered` count back from the example's day; a plain value happened on that day;
a mapping gives a value for each day. A mistake raises FactsError with what was written.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nyelik.base.dates import add_months, day_number
from nyelik.rules.errors import Phrase
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, Value, make_facts
from nyelik.rules.words import Word

_LENGTH = re.compile(r"(\d+) (day|week|month|year)s?")
_DOSE = re.compile(r"^(\w+) (\d+)$")
_APART = ("sex", "born", "age", "pregnant", "delivered", "doses")
_TERM = dt.timedelta(days=280)
"""An example that gives only a delivery means a pregnancy at term: 40 weeks from the last period."""

Words = Mapping[str, Word]


class FactsError(Exception):
    """Facts that mean nothing: which key, what was written, and what would do."""

    def __init__(self, code: str, /, **values: object) -> None:
        self.said = Phrase(code, **values)
        super().__init__(self.said)


def facts_of_example(written: Mapping[str, Any], on: dt.date, words: Words) -> Facts:
    """Facts as rules see them."""
    events = list(_special_events(written, on))
    for code, value in written.items():
        if code not in _APART:
            events.extend(_events(code, value, on, words))
    born, minute = _born(written, on)
    ordered = [Event(e.day, e.minute, number, e.code, e.value) for number, e in enumerate(events)]
    return make_facts(written.get("sex"), born, minute, ordered)


def _born(written: Mapping[str, Any], on: dt.date) -> tuple[int | None, int]:
    if "born" in written:
        return moment(written["born"])
    if "age" in written:
        return day_number(back(on, str(written["age"]))), UNKNOWN_MINUTE
    return None, UNKNOWN_MINUTE


def _special_events(written: Mapping[str, Any], on: dt.date) -> Iterator[Event]:
    if "pregnant" in written:
        yield Event(
            day_number(back(on, str(written["pregnant"]))), UNKNOWN_MINUTE, 0, "pregnancy_start"
        )
    if "delivered" in written:
        yield from _delivery(written, on)
    for vaccine, days in written.get("doses", {}).items():
        yield from _doses(str(vaccine), days)


def _delivery(written: Mapping[str, Any], on: dt.date) -> Iterator[Event]:
    text = written["delivered"]
    if _LENGTH.search(str(text)):
        day, minute = day_number(back(on, str(text))), UNKNOWN_MINUTE
    else:
        day, minute = moment(text)
    if "pregnancy_start" not in written and "pregnant" not in written:
        yield Event(day - _TERM.days, UNKNOWN_MINUTE, 0, "pregnancy_start")
    yield Event(day, minute, 0, "delivery")
    yield Event(day, minute, 0, "pregnancy_end")


def _doses(vaccine: str, days: Any) -> Iterator[Event]:
    numbered = _DOSE.match(vaccine)
    if numbered:
        yield Event(*moment(days), 0, numbered[1], float(numbered[2]))
        return
    for number, day in enumerate(days if isinstance(days, list) else [days], start=1):
        yield Event(*moment(day), 0, vaccine, float(number))


def _events(code: str, written: Any, on: dt.date, words: Words) -> Iterator[Event]:
    word = words.get(code)
    if word is None:
        raise FactsError("fact-not-a-word", word=code)
    if isinstance(written, Mapping):
        for day, value in written.items():
            yield Event(*moment(day), 0, code, _value(word, value))
    elif isinstance(written, list):
        for day in written:
            yield Event(*moment(day), 0, code, _value(word, "yes"))
    elif word.kind in ("event", "dose", "text") or (word.kind == "yes_no" and _is_day(written)):
        yield Event(*moment(written), 0, code, _value(word, "yes"))
    else:
        yield Event(day_number(on), UNKNOWN_MINUTE, 0, code, _value(word, written))


def _is_day(written: Any) -> bool:
    return isinstance(written, dt.date) or bool(re.match(r"^\d{4}-\d{2}-\d{2}", str(written)))


def _value(word: Word, written: Any) -> Value:
    if word.kind == "yes_no":
        if str(written).lower() not in ("yes", "no", "true", "false"):
            raise FactsError("fact-yes-or-no", word=word.code, value=written)
        return str(written).lower() in ("yes", "true")
    if word.kind in ("number", "count", "dose"):
        return 1.0 if written == "yes" else _number(word, written)
    if word.kind == "choice" and str(written) not in word.choice_codes():
        choices = word.choice_codes()
        raise FactsError("fact-choice", word=word.code, choices=choices, value=written)
    if word.kind == "day":
        return float(moment(written)[0])
    return None if word.kind == "event" else str(written)


def _number(word: Word, written: Any) -> float:
    try:
        number = float(written)
    except (TypeError, ValueError):
        if "," in str(written):
            raise FactsError("fact-decimal-comma", word=word.code) from None
        raise FactsError("fact-not-a-number", word=word.code, value=written) from None
    if word.possible and not word.derived and not word.possible[0] <= number <= word.possible[1]:
        low, high = word.possible
        limits = {"low": low, "high": high, "unit": f" {word.unit}" if word.unit else ""}
        raise FactsError("fact-impossible", word=word.code, value=written, **limits)
    return number


def moment(written: Any) -> tuple[int, int]:
    """Day number and minute of a date or date with time, as text or as YAML read it."""
    try:
        at = written if isinstance(written, dt.date) else dt.datetime.fromisoformat(str(written))
    except ValueError:
        raise FactsError("fact-not-a-date", value=written) from None
    clock = isinstance(at, dt.datetime) and (
        isinstance(written, dt.datetime) or "T" in str(written)
    )
    if isinstance(at, dt.datetime):
        return day_number(at.date()), at.hour * 60 + at.minute if clock else UNKNOWN_MINUTE
    return day_number(at), UNKNOWN_MINUTE


def back(on: dt.date, text: str) -> dt.date:
    """The day that lies a length of time ("9 months 3 days") before `on`: the days, then the months."""
    lengths = _LENGTH.findall(text)
    if not lengths:
        raise FactsError("fact-not-a-length", value=text)
    days = sum(int(n) * {"day": 1, "week": 7}.get(unit, 0) for n, unit in lengths)
    months = sum(int(n) * {"month": 1, "year": 12}.get(unit, 0) for n, unit in lengths)
    return add_months(on - dt.timedelta(days=days), -months)
