"""A value typed into a form: what it means to a rule, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nyelik.base.dates import day_number
from nyelik.rules.facts import Value
from nyelik.rules.words import Word

IMPOSSIBLE, UNLIKELY = "impossible", "unlikely"
TYPE, WHOLE, CHOICE, DAY, FUTURE = "type", "whole", "choice", "day", "future"
PROBLEMS = (IMPOSSIBLE, UNLIKELY, TYPE, WHOLE, CHOICE, DAY, FUTURE)
PROBLEM_PHRASES = {
    "id": {
        "impossible": "Tidak mungkin: isi {0}–{1}{2}.",
        "unlikely": "Jarang terjadi (biasanya {0}–{1}{2}). Ukur atau tanya sekali lagi.",
        "type": "Isian ini bukan jawaban yang dapat dicatat.",
        "whole": "Isi dengan bilangan bulat.",
        "choice": "Pilih salah satu jawaban yang ada.",
        "day": "Bukan tanggal: tulis tahun, bulan, hari.",
        "future": "Tanggal ini belum tiba.",
    },
    "en": {
        "impossible": "Not possible: fill in {0}–{1}{2}.",
        "unlikely": "Rare (usually {0}–{1}{2}). Measure or ask once more.",
        "type": "This is not an answer that can be recorded.",
        "whole": "Fill in a whole number.",
        "choice": "Choose one of the answers.",
        "day": "Not a date: write year, month, day.",
        "future": "This day is still to come.",
    },
}
"""What is wrong and what to do: {0} and {1} are the range, {2} its unit."""


@dataclass(frozen=True)
class TypedProblem:
    """What is wrong with a typed value, with the range that it left. Only `unlikely` may stand."""

    kind: str
    low: float | None = None
    high: float | None = None

    @property
    def refused(self) -> bool:
        """Whether no rule may use the value; an unlikely one is asked back and used once confirmed."""
        return self.kind != UNLIKELY


Judged = tuple[Value, TypedProblem | None]


def judge(word: Word, typed: object, usual: tuple[float, float] | None = None) -> Judged:
    """The value as rules see it and its problem; `usual` narrows the word's plausible range."""
    if word.kind in ("number", "count"):
        return _number(word, typed, usual or word.plausible)
    if word.kind == "yes_no":
        return (typed, None) if isinstance(typed, bool) else (None, TypedProblem(TYPE))
    if word.kind == "choice":
        known = isinstance(typed, str) and typed in word.choice_codes()
        return (str(typed), None) if known else (None, TypedProblem(CHOICE))
    if word.kind == "day":
        day = day_typed(typed)
        return (None, TypedProblem(DAY)) if day is None else (float(day), None)
    return (typed, None) if isinstance(typed, str) else (None, TypedProblem(TYPE))


def _number(word: Word, typed: object, usual: tuple[float, float] | None) -> Judged:
    if isinstance(typed, bool) or not isinstance(typed, int | float):
        return None, TypedProblem(TYPE)
    value = float(typed)
    if word.kind == "count" and not value.is_integer():
        return None, TypedProblem(WHOLE)
    if word.possible and not word.possible[0] <= value <= word.possible[1]:
        return None, TypedProblem(IMPOSSIBLE, *word.possible)
    if usual and not usual[0] <= value <= usual[1]:
        return value, TypedProblem(UNLIKELY, *usual)
    return value, None


def day_typed(typed: object) -> int | None:
    """The day number of "2026-06-30", with or without a time; None if it is no date."""
    if not isinstance(typed, str):
        return None
    try:
        return day_number(dt.datetime.fromisoformat(typed).date())
    except ValueError:
        return None
