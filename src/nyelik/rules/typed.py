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
