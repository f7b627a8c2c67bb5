"""Next steps in words: counsel, refer, visit, revisit, notify or give."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nyelik.rules.model import Step, Topic

ACTIONS = {
    "id": {
        "counsel": "Beri penyuluhan: {0}",
        "refer": "Rujuk ke {0}",
        "visit": "Kunjungan rumah",
        "revisit": "Periksa kembali",
        "notify": "Beri tahu {0}",
        "give": "Beri {0}",
    },
    "en": {
        "counsel": "Counsel: {0}",
        "refer": "Refer to {0}",
        "visit": "Home visit",
        "revisit": "See again",
        "notify": "Tell {0}",
        "give": "Give {0}",
    },
}
_NOW = "0 days"
TODAY = {"id": " hari ini juga", "en": " today"}
WITHIN = {"id": " dalam {0}", "en": " within {0}"}
UNITS: dict[str, dict[str, str]] = {
    "id": {"hour": "jam", "day": "hari", "week": "minggu", "month": "bulan", "year": "tahun"},
    "en": {},
}
"""Lengths of time are written in English in rules."""


def step_text(step: Step, topics: Mapping[str, Topic], language: str) -> str:
    """A next step as a short sentence."""
    what = topics[step.what].label.text(language) if step.what in topics else ""
    text = ACTIONS[language][step.action].format(what)
    if step.action in ("visit", "revisit") and step.what:
        text += _within(step.what, language)
    if step.within:
        text += _within(step.within, language)
    return f"{text}. {step.note.text(language)}" if step.note else text


def _within(text: str, language: str) -> str:
    if text == _NOW:
        return TODAY[language]
    return WITHIN[language].format(_length(text, language))


def _length(text: str, language: str) -> str:
    for english, translated in UNITS[language].items():
        text = re.sub(rf"\b{english}s?\b", translated, text)
    return text
