"""What was recorded, in words: episodes are named by their kind, and a sensitive one is hidden whole."""

from nyelik.care.timeline import Record, timeline
from nyelik.rules.load import load
from nyelik.rules.words import Word
from tests.unit.care.folded import Folded

WORDS = dict(load().rules.words)


def everything(_: Word) -> bool:
    return True


def as_kader(word: Word) -> bool:
    return word.sensitive is None


def episode(kind: str, **fields: object) -> Folded:
    return Folded("episode", {"type": kind, "start": "2026-03-01", **fields})


def told(record: Record) -> list[tuple[str, str, str]]:
    return [(line.label, line.text, line.mark) for line in record.lines]


def test_an_episode_is_named_by_what_began() -> None:
    (record,) = timeline([episode("hypertension", end="2026-05-02")], WORDS, "id", everything)
    assert told(record) == [
        ("Didiagnosis hipertensi", "1 Maret 2026", ""),
        ("Hipertensi tidak diikuti lagi", "2 Mei 2026", ""),
    ]


def test_an_episode_nobody_knows_keeps_its_days() -> None:
    (record,) = timeline([episode("scurvy", outcome="better")], WORDS, "en", everything)
    assert told(record) == [("Start", "1 March 2026", ""), ("Outcome", "better", "")]


def test_a_date_that_cannot_be_read_is_shown_as_written() -> None:
    (record,) = timeline([episode("hypertension", end="kapan-kapan")], WORDS, "id", everything)
    assert told(record)[1][1] == "kapan-kapan"


def test_a_sensitive_episode_tells_a_kader_nothing() -> None:
    hidden = episode(
        "severe_mental_disorder", end="2026-05-02", outcome="x", facts={"mental_hygiene": True}
    )
    (record,) = timeline([hidden], WORDS, "id", as_kader)
    assert [(line.text, line.mark) for line in record.lines] == [("", "hidden")]
