"""What was recorded, in words: episodes are named by their kind, and a sensitive one is hidden whole."""

from nyelik.care.timeline import Record, timeline
from nyelik.care.timeline_lines import Naming
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


def test_a_referral_tells_where_why_and_what_came_of_it() -> None:
    referral = Folded(
        "referral",
        {
            "to": "U1906-04",
            "urgent": True,
            "within_days": 2,
            "findings": {"stunting": "severe", "secret": "x"},
            "reason": "berat tidak naik",
            "answered": "2026-03-03T10:00",
            "answer": "treated",
            "advice": "timbang lagi",
            "follow_up_on": "2026-03-10",
        },
    )
    naming = Naming(
        lambda code: f"Pustu {code}", lambda finding, _: None if finding == "secret" else finding
    )
    (record,) = timeline([referral], WORDS, "id", everything, naming)
    assert told(record) == [
        ("Dirujuk", "Pustu U1906-04, segera, dalam 2 hari", ""),
        ("Temuan", "stunting", ""),
        ("Alasan", "berat tidak naik", "note"),
        ("Jawaban rujukan", "sudah diobati, 3 Maret 2026", ""),
        ("Pesan", "timbang lagi", "note"),
        ("Kunjungi lagi", "10 Maret 2026", ""),
    ]


def test_a_visit_that_met_nobody_stands_in_the_history() -> None:
    visit = Folded("visit", {"outcome": "not_home", "again_on": "2026-03-08", "reason": "ke kebun"})
    (record,) = timeline([visit], WORDS, "en", everything)
    assert told(record) == [
        ("Home visit", "not at home", ""),
        ("Reason", "ke kebun", "note"),
        ("Visit again", "8 March 2026", ""),
    ]
