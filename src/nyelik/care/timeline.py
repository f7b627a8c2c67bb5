"""What was recorded of a person, newest first, in words: nothing that was typed is left out.

A value that rules do not use (impossible, or a code nobody knows) stands here with a mark; a retracted
record stands struck through; sensitive values stand only for those who may see them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nyelik.care.facts_from_entries import FoldedSubject, Words, moment_of, value_of
from nyelik.care.timeline_lines import Line, Naming, day_as_written, referral_lines, visit_lines
from nyelik.rules.because import value_text
from nyelik.rules.words import Word

MaySee = Callable[[Word], bool]
KINDS = ("contact", "episode", "referral", "visit")


@dataclass(frozen=True)
class Record:
    """One contact, episode or change of a person's data. `day` is a day number, `minute` -1 if not known."""

    subject: FoldedSubject
    kind: str
    day: int
    minute: int
    lines: tuple[Line, ...]
    retracted: bool


def timeline(
    subjects: Iterable[FoldedSubject],
    words: Words,
    language: str,
    may_see: MaySee,
    naming: Naming = Naming(),  # noqa: B008  it never changes
) -> list[Record]:
    """Every contact, episode, referral and visit, newest first.

    A record whose date cannot be read comes first of all.
    """
    records = [
        _record(subject, words, language, may_see, naming)
        for subject in subjects
        if subject.kind in KINDS
    ]
    return sorted(records, key=lambda record: (record.day, record.minute), reverse=True)


def _record(
    subject: FoldedSubject, words: Words, language: str, may_see: MaySee, naming: Naming
) -> Record:
    when = subject.fields.get("start") if subject.kind == "episode" else subject.happened
    day, minute = moment_of(when) or (2**31, -1)
    if subject.kind in ("contact", "episode"):
        maker = _episode_lines if subject.kind == "episode" else _contact_lines
        lines = tuple(maker(subject.fields, words, language, may_see))
    elif subject.kind == "referral":
        lines = tuple(referral_lines(subject.fields, language, naming))
    else:
        lines = tuple(visit_lines(subject.fields, language))
    return Record(subject, subject.kind, day, minute, lines, subject.retracted)


def _contact_lines(
    fields: Mapping[str, Any], words: Words, language: str, may_see: MaySee
) -> Iterator[Line]:
    for code, value in (fields.get("observations") or {}).items():
        yield _observation(code, value, words, language, may_see)
    for vaccine, number in (fields.get("doses") or {}).items():
        word = words.get(vaccine)
        label = word.label.text(language) if word else vaccine
        yield Line(label, _DOSE[language].format(number), "" if word else "unknown")
    if fields.get("note"):
        yield Line({"id": "Catatan", "en": "Note"}[language], str(fields["note"]), "note")


def _observation(code: str, value: Any, words: Words, language: str, may_see: MaySee) -> Line:
    word = words.get(code)
    if word is None:
        return Line(code, str(value), "unknown")
    label = word.label.text(language)
    if not may_see(word):
        return Line(label, "", "hidden")
    known = value_of(word, value)
    if known is None:
        return Line(label, f"{value} {word.unit or ''}".strip(), "impossible")
    return Line(label, value_text(known, word, language), "no" if known is False else "")


_DOSE = {"id": "dosis ke-{0}", "en": "dose {0}"}
_EPISODE_DAYS = {
    "start": ("{type}_start", {"id": "Mulai", "en": "Start"}),
    "end": ("{type}_end", {"id": "Selesai", "en": "End"}),
    "delivered": ("delivery", {"id": "Bersalin", "en": "Delivered"}),
}
"""The days of an episode: the word that names each, and its label where the rulebook has no such word."""
_OUTCOME = {"id": "Hasil", "en": "Outcome"}
_OUTCOMES = {
    "id": {"live_birth": "lahir hidup", "stillbirth": "lahir mati", "miscarriage": "keguguran"},
    "en": {"live_birth": "live birth", "stillbirth": "stillbirth", "miscarriage": "miscarriage"},
}


def _episode_lines(
    fields: Mapping[str, Any], words: Words, language: str, may_see: MaySee
) -> Iterator[Line]:
    """The days, outcome and facts of an episode; of a sensitive one nothing but that it is hidden."""
    kind = str(fields.get("type", ""))
    start = words.get(f"{kind}_start")
    if start is not None and not may_see(start):
        yield Line(start.label.text(language), "", "hidden")
        return
    for field, (code, otherwise) in _EPISODE_DAYS.items():
        if fields.get(field):
            word = words.get(code.format(type=kind))
            label = word.label.text(language) if word else otherwise[language]
            yield Line(label, day_as_written(fields[field], language))
    if fields.get("outcome"):
        outcome = str(fields["outcome"])
        yield Line(_OUTCOME[language], _OUTCOMES[language].get(outcome, outcome))
    for code, value in (fields.get("facts") or {}).items():
        yield _observation(code, value, words, language, may_see)
