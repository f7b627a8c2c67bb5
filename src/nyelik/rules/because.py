"""Values and days as people read them, and `because(events)`: the facts that an answer used.

Both in Indonesian ("id") and English ("en").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from nyelik.base.dates import day_from_number
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Value
from nyelik.rules.phrases import PHRASES
from nyelik.rules.words import Word

MONTHS = {
    "id": (
        *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus"),
        *("September", "Oktober", "November", "Desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}


def number_text(value: float, language: str) -> str:
    """A number as people write it: 23,5 in Indonesian, 23.5 in English; no needless decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".").replace("-", "−")
    return text.replace(".", ",") if language == "id" else text


def day_text(day: dt.date | int, language: str) -> str:
    """A date with the month in words: 5 Maret 2026."""
    date = day_from_number(day) if isinstance(day, int) else day
    return f"{date.day} {MONTHS[language][date.month - 1]} {date.year}"


UNITS_EN = {
    "hari": "days",
    "minggu": "weeks",
    "bulan": "months",
    "tahun": "years",
    "jam": "hours",
    "menit": "minutes",
    "per menit": "per minute",
    "orang": "people",
    "kali": "times",
    "contoh": "samples",
    "batang": "sticks",
    "porsi": "portions",
    "detik": "seconds",
}
"""Units that are words; the others (kg, mmHg) are the same in both languages."""


def unit_text(unit: str | None, language: str) -> str:
    """A word's unit in the language; empty if it has none."""
    return UNITS_EN.get(unit or "", unit or "") if language == "en" else unit or ""


def because(events: Iterable[Event], words: Mapping[str, Word], language: str) -> list[str]:
    """The facts that an answer used, one line each: “Berat badan 7,2 kg (5 Maret 2026)”.

    `words` may be fewer than the rulebook's: facts of the others stay hidden.
    """
    return [_fact(event, words, language) for event in events if event.code in words]


def _fact(event: Event, words: Mapping[str, Word], language: str) -> str:
    word = words[event.code]
    when = day_text(event.day, language)
    if event.minute != UNKNOWN_MINUTE:
        separator = "." if language == "id" else ":"
        when = f"{when}, {event.minute // 60:02d}{separator}{event.minute % 60:02d}"
    value = value_text(event.value, word, language)
    return f"{word.label.text(language)}{' ' + value if value else ''} ({when})"


def value_text(value: Value, word: Word | None, language: str) -> str:
    """A value as people read it, with its unit; empty for an event that has no value."""
    if value is None or (word is not None and word.kind == "event"):
        return ""
    if isinstance(value, bool):
        return PHRASES[language]["yes" if value else "no"]
    if isinstance(value, int | float):
        unit = f" {unit_text(word.unit, language)}" if word and word.unit else ""
        return (
            day_text(int(value), language) if _is_day(word) else number_text(value, language) + unit
        )
    choices = {choice.code: choice.label for choice in word.choices} if word else {}
    return choices[value].text(language) if value in choices else value


def _is_day(word: Word | None) -> bool:
    return word is not None and word.kind == "day"
