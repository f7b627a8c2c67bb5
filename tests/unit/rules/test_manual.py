"""The manual: windows and timetables, who is concerned, signatures that lapse, search, the printed book."""

import datetime as dt
from dataclasses import replace

import pytest

from nyelik.rules.load import load
from nyelik.rules.manual import printed
from nyelik.rules.manual.asked_of import Span, ages
from nyelik.rules.manual.find import Finder
from nyelik.rules.manual.manual import Manual, the_manual
from nyelik.rules.manual.signing import check_of, meaning_of, signed, state_of
from nyelik.rules.model import Change, Rulebook, Signature, Source
from nyelik.rules.words import Label

RULES = load().rules
MANUAL = the_manual(RULES, "id")
DAY = 1.0


def colours(timetable_column: str, service: str) -> tuple[str, ...]:
    """The colours of an immunisation in a month of the chapter's table."""
    table = next(t for t in MANUAL.chapter("3.3").timetables if t.unit == "umur dalam bulan")
    row = next(row for row in table.rows if row.service.id == service)
    return row.cells[table.columns.index(timetable_column)].colours


@pytest.mark.parametrize(
    ("service", "month", "expected"),
    [
        ("bcg", "1", ("white",)),
        ("bcg", "2", ("yellow",)),
        ("bcg", "12", ("grey",)),
        ("mr-1", "8", ("grey",)),
        ("mr-1", "9", ("white",)),
        ("mr-1", "11", ("yellow",)),
        ("mr-1", "12", ("orange",)),
        ("hb0", "0", ("white", "yellow", "grey")),
    ],
)
def test_the_immunisation_table_is_that_of_the_buku_kia(
    service: str, month: str, expected: tuple[str, ...]
) -> None:
    assert colours(month, service) == expected


def test_windows_say_from_when_until_when() -> None:
    said = [(window.colour, window.when) for window in MANUAL.rule("mr-1").windows]
    assert said == [
        ("white", "sejak umur 9 bulan sampai sebelum umur 10 bulan"),
        ("yellow", "sejak umur 10 bulan sampai sebelum umur 12 bulan"),
        ("orange", "sejak umur 12 bulan sampai sebelum umur 60 bulan"),
        ("grey", "sejak umur 60 bulan"),
    ]


def test_ages_of_groups() -> None:
    groups = RULES.groups
    assert ages(groups["kmk-newborn"].when) == Span(0, 29 * DAY)
    assert ages(groups["kmk-adult"].when) == Span(18 * 365.25, 60 * 365.25)
    assert ages(groups["kmk-pregnant"].when) == Span()


def services(group: str) -> set[str]:
    return {row.service.id for row in MANUAL.group(group).services}


def test_who_is_due_what() -> None:
    assert {"bcg", "mr-1", "weigh"} <= services("kmk-infant")
    assert not {"anc-k1", "kf1", "bias-dt"} & services("kmk-infant")
    assert {"anc-k1", "ttd"} <= services("kmk-pregnant")
    assert not {"bcg", "kf1"} & services("kmk-pregnant")
    assert {"kf1"} <= services("kmk-postpartum")


def test_a_missing_record_of_pregnancy_concerns_no_baby() -> None:
    page = MANUAL.group("kmk-infant")
    assert "birth-not-recorded" not in {row.finding.id for row in page.findings}


# ---- signatures ---------------------------------------------------------------------------------------

RULE = RULES.indicators["spm-04"]


def with_signature(rulebook: Rulebook = RULES, meaning: str | None = None) -> Rulebook:
    day = dt.date(2026, 11, 20)
    by, document = "Koordinator gizi Dinas Kesehatan", RULE.source.document
    return signed(
        rulebook, Signature(RULE.id, meaning or meaning_of(RULE), by, day, document, "42")
    )


def changed(**what: object) -> Rulebook:
    """The rulebook with another SPM 4."""
    rule = replace(RULE, **what)  # type: ignore[arg-type]
    return replace(RULES, indicators={**RULES.indicators, RULE.id: rule})


def test_a_text_waits_until_somebody_signs_it() -> None:
    assert state_of(RULES, RULE) == "open"
    book = with_signature()
    assert state_of(book, RULE) == "signed"
    assert "Koordinator gizi" in check_of(book, RULE, "id").text
    assert "halaman 42" in check_of(book, RULE, "id").text
    waiting = [link.id for shelf in Manual(book, "id").to_check for link in shelf.links]
    assert RULE.id not in waiting
    assert "spm-03" in waiting


@pytest.mark.parametrize(
    "what",
    [
        {"parts": RULE.parts[:-1]},
        {"label": Label("Lain", "Other")},
        {"source": Source(RULE.source.document, "another section", "high")},
        {"targets": {0: 90.0}},
    ],
    ids=["parts", "label", "section", "target"],
)
def test_a_signature_lapses_when_the_meaning_changes(what: dict[str, object]) -> None:
    book = with_signature(changed(**what))
    rule = book.indicators[RULE.id]
    assert state_of(book, rule) == "lapsed"
    assert "gugur" in check_of(book, rule, "id").text


@pytest.mark.parametrize(
    "what",
    [
        {"examples": ()},
        {"chapters": ("6.2",)},
        {"changes": (Change(dt.date(2026, 1, 1), Label("a", "b")),)},
        {"source": replace(RULE.source, confidence="high", to_check=None)},
    ],
    ids=["examples", "chapters", "changes", "confidence"],
)
def test_a_signature_stays_when_only_what_is_around_changes(what: dict[str, object]) -> None:
    book = with_signature(changed(**what))
    assert state_of(book, book.indicators[RULE.id]) == "signed"


def test_a_setting_is_part_of_the_meaning() -> None:
    first = meaning_of(RULES.groups["spm-under-five"])
    assert "spm_04_from_month" in repr(RULES.groups["spm-under-five"].when)
    assert first != meaning_of(RULES.groups["spm-elder"])


# ---- search -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("campak", "mr-1"),
        ("measles", "mr-1"),
        ("mr-1", "mr-1"),
        ("campk rubella 1", "mr-1"),
        ("SPM 4", "spm-04"),
        ("tensi hamil", "blood-pressure-pregnancy"),
        ("4.13", "4.13"),
    ],
)
def test_search_finds_by_words_ids_and_near_spelling(text: str, found: str) -> None:
    assert found in [link.id for link in Finder(MANUAL).find(text)[:8]]


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "%_'\"<script>"])
def test_search_finds_nothing_in_nonsense(text: str) -> None:
    assert Finder(MANUAL).find(text) == []


# ---- the book -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_whole_manual_prints(language: str) -> None:
    manual = the_manual(RULES, language)
    content = printed.pdf(printed.whole_book(manual))
    assert content.startswith(b"%PDF-")
    assert manual.says["title"].encode() in content or b"/Title" in content


def test_a_rule_stands_once_in_the_book_and_is_named_elsewhere() -> None:
    book = printed.whole_book(MANUAL)
    shelves = [shelf for chapter in book["chapters"] for shelf in chapter["shelves"]]
    ids = [page["id"] for shelf in shelves for page in shelf["rules"]]
    assert len(ids) == len(set(ids)) == len(MANUAL.rules.by_id)


@pytest.mark.parametrize(
    "book",
    [
        printed.group_book(MANUAL, "kmk-infant"),
        printed.chapter_book(MANUAL, "5"),
        printed.rule_book(MANUAL, "spm-04"),
    ],
    ids=["group", "chapter", "rule"],
)
def test_parts_print(book: dict[str, object]) -> None:
    assert printed.pdf(book).startswith(b"%PDF-")
