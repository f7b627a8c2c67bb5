"""A case in a JSON file, so that anyone can try a rule without a database.

The form is `contracts/facts.schema.json`, made from these structures. Raises Problem("facts-not-understood")
with the place in the file when it cannot be read.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from nyelik.base.problem import Problem
from nyelik.care.facts_from_entries import Words, moment_of, value_of
from nyelik.rules.facts import UNKNOWN_MINUTE, Event, Facts, make_facts


class Observation(msgspec.Struct, forbid_unknown_fields=True):
    """A measurement or an answer: `at` is a date, or a date and time where the hour matters."""

    code: str
    value: float | bool | str
    at: str


class Dose(msgspec.Struct, forbid_unknown_fields=True):
    """One dose of a vaccine: HB0, BCG, OPV, DPT, IPV, PCV, RV, MR, JE, Td; `number` counts from 1."""

    vaccine: str
    number: int
    at: str


class Episode(msgspec.Struct, forbid_unknown_fields=True):
    """A state that begins and ends. A pregnancy starts on the first day of the last period (HPHT)."""

    type: str
    start: str
    end: str | None = None
    delivered: str | None = None


class Case(msgspec.Struct, forbid_unknown_fields=True):
    """The facts of one person, or of another subject: a facility, a worker, a household, a reply to a survey."""

    subject: Literal["person", "household", "facility", "worker", "reply"] = "person"
    sex: Literal["female", "male"] | None = None
    born: str | None = None
    episodes: list[Episode] = []
    observations: list[Observation] = []
    doses: list[Dose] = []


def read_case(text: bytes, words: Words) -> Facts:
    """The facts of a JSON case. Raises Problem with what cannot be read and where."""
    try:
        case = msgspec.json.decode(text, type=Case)
    except msgspec.DecodeError as error:
        raise Problem("facts-not-understood", detail=str(error)) from None
    born, minute = (None, UNKNOWN_MINUTE) if case.born is None else _moment(case.born, "born")
    events = [*_observed(case, words), *_given(case, words), *_lived(case, words)]
    numbered = [Event(e.day, e.minute, number, e.code, e.value) for number, e in enumerate(events)]
    return make_facts(case.sex, born, minute, numbered, case.subject)


def _moment(text: str, where: str) -> tuple[int, int]:
    moment = moment_of(text)
    if moment is None:
        raise Problem(
            "facts-not-understood", detail=f"{where}: “{text}”; 2026-03-01, 2026-03-01T08:30"
        )
    return moment


def _observed(case: Case, words: Words) -> list[Event]:
    events = []
    for number, observation in enumerate(case.observations):
        where = f"observations[{number}]"
        word = _known(observation.code, words, where)
        value = value_of(words[word], observation.value)
        if value is None:
            detail = f"{where}: {word} = {observation.value!r}"
            raise Problem("facts-not-understood", detail=detail)
        events.append(Event(*_moment(observation.at, f"{where}.at"), 0, word, value))
    return events


def _given(case: Case, words: Words) -> list[Event]:
    return [
        Event(
            *_moment(dose.at, f"doses[{number}].at"),
            0,
            _known(dose.vaccine, words, f"doses[{number}]"),
            float(dose.number),
        )
        for number, dose in enumerate(case.doses)
    ]


def _lived(case: Case, words: Words) -> list[Event]:
    events = []
    for number, episode in enumerate(case.episodes):
        where = f"episodes[{number}]"
        moments = {
            f"{episode.type}_start": episode.start,
            f"{episode.type}_end": episode.end or episode.delivered,
            "delivery": episode.delivered,
        }
        for code, text in moments.items():
            if text is not None:
                events.append(Event(*_moment(text, where), 0, _known(code, words, where)))
    return events


def _known(code: str, words: Words, where: str) -> str:
    if code not in words:
        raise Problem("facts-not-understood", detail=f"{where}: “{code}”")
    return code
