"""Referrals and home visits in words, for the history of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nyelik.care.facts_from_entries import moment_of
from nyelik.rules.because import day_text


@dataclass(frozen=True)
class Line:
    """One thing recorded.

    `mark` is "", "no" (asked, and not so), "note" (free text), or why no rule uses it: "impossible",
    "unknown", "hidden".
    """

    label: str
    text: str
    mark: str = ""


def _as_written(finding: str, class_: str) -> str | None:
    return f"{finding}: {class_}"


@dataclass(frozen=True)
class Naming:
    """How to say what a referral only names: a facility by its code; a finding and its class, None to say nothing."""

    facility: Callable[[str], str] = str
    finding: Callable[[str, str], str | None] = _as_written


_REFERRED = {"id": "Dirujuk", "en": "Referred"}
_URGENT = {"id": "segera", "en": "urgently"}
_WITHIN = {"id": "dalam {0} hari", "en": "within {0} days"}
_FINDING = {"id": "Temuan", "en": "Finding"}
_REASON = {"id": "Alasan", "en": "Reason"}
_ANSWER = {"id": "Jawaban rujukan", "en": "Answer"}
_ANSWERS = {
    "id": {
        "seen": "sudah diperiksa",
        "treated": "sudah diobati",
        "admitted": "dirawat",
        "referred_on": "dirujuk lanjut",
        "did_not_come": "tidak datang",
    },
    "en": {
        "seen": "seen",
        "treated": "treated",
        "admitted": "admitted",
        "referred_on": "referred on",
        "did_not_come": "did not come",
    },
}
_ADVICE = {"id": "Pesan", "en": "Advice"}
_FOLLOW_UP = {"id": "Kunjungi lagi", "en": "Visit again"}
_FOLLOWED_UP = {"id": "Sudah ditindaklanjuti", "en": "Followed up"}
_VISITED = {"id": "Kunjungan rumah", "en": "Home visit"}
_OUTCOMES = {
    "id": {
        "met": "bertemu",
        "not_home": "tidak di rumah",
        "refused": "menolak",
        "moved": "sudah pindah",
        "died": "sudah meninggal",
    },
    "en": {
        "met": "met",
        "not_home": "not at home",
        "refused": "refused",
        "moved": "moved away",
        "died": "died",
    },
}
_NOTE = {"id": "Catatan", "en": "Note"}


def referral_lines(fields: Mapping[str, Any], language: str, naming: Naming) -> Iterator[Line]:
    """Where to and why, what was answered, what the sender did."""
    yield Line(_REFERRED[language], _referred(fields, language, naming))
    for finding, class_ in (fields.get("findings") or {}).items():
        if said := naming.finding(finding, str(class_)):
            yield Line(_FINDING[language], said)
    yield from _noted(_REASON[language], fields.get("reason"))
    if fields.get("answer") or fields.get("answered"):
        answer = str(fields.get("answer") or "")
        said = _ANSWERS[language].get(answer, answer)
        day = day_as_written(fields["answered"], language) if fields.get("answered") else ""
        yield Line(_ANSWER[language], ", ".join(part for part in (said, day) if part))
    yield from _noted(_ADVICE[language], fields.get("advice"))
    yield from _dated(_FOLLOW_UP[language], fields.get("follow_up_on"), language)
    yield from _dated(_FOLLOWED_UP[language], fields.get("followed_up"), language)
    yield from _noted(_NOTE[language], fields.get("note"))


def visit_lines(fields: Mapping[str, Any], language: str) -> Iterator[Line]:
    """What a visit found that filled no form."""
    outcome = str(fields.get("outcome") or "")
    yield Line(_VISITED[language], _OUTCOMES[language].get(outcome, outcome))
    yield from _noted(_REASON[language], fields.get("reason"))
    yield from _dated(_FOLLOW_UP[language], fields.get("again_on"), language)
    yield from _noted(_NOTE[language], fields.get("note"))


def day_as_written(written: object, language: str) -> str:
    """A day in words; what is no day as it was written."""
    moment = moment_of(written)
    return day_text(moment[0], language) if moment else str(written)


def _referred(fields: Mapping[str, Any], language: str, naming: Naming) -> str:
    parts = [naming.facility(str(fields["to"]))] if fields.get("to") else []
    if fields.get("urgent"):
        parts.append(_URGENT[language])
    if fields.get("within_days") is not None:
        parts.append(_WITHIN[language].format(fields["within_days"]))
    return ", ".join(parts)


def _noted(label: str, text: object) -> Iterator[Line]:
    if text:
        yield Line(label, str(text), "note")


def _dated(label: str, day: object, language: str) -> Iterator[Line]:
    if day:
        yield Line(label, day_as_written(day, language))
