"""The commonest mistakes of somebody who writes rules: where it is, what was typed, why it cannot be, what to do."""

from pathlib import Path

import pytest

from nyelik.rules.check import check_examples
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.read import read_rulebook

BOOK = """\
sources:
  - {id: book, title: A book, kind: book}
topics:
  - {id: pustu, label: {id: Pustu, en: the Pustu}}
words:
  - {code: muac_cm, label: {id: LiLA, en: MUAC}, kind: number, unit: cm, possible: [5, 60]}
  - {code: pkat, label: {id: PKAT, en: PKAT}, kind: yes_no}
settings:
  - {id: wait, label: {id: tunggu, en: wait}, type: duration, value: 3 months}
definitions:
  - {id: infant, label: {id: bayi, en: infant}, as: age_months() < 12}
services:
  - id: check
    label: {id: Periksa, en: Check}
    for: infant
    from: 6 months
    overdue: 7 months
    done: latest_day(pkat)
    source: {document: book, section: a}
    in_force: {from: 2023-10-01, until: 2027-01-01}
    examples:
      - {name: tepat, facts: {born: 2025-12-30}, expect: due}
findings:
  - id: thin
    label: {id: Kurus, en: Thin}
    classes:
      - {id: thin, label: {id: kurus, en: thin}, when: latest(muac_cm) < 23.5, then: [{refer: pustu}]}
    source: {document: book, section: b}
    in_force: {from: 2023-10-01}
    examples:
      - {name: kurus, facts: {muac_cm: 23.4}, expect: thin}
"""

# fmt: off
COVERAGE = """\
indicators:
  - id: covered
    label: {id: a, en: b}
    period: year
    among: infant
    counts_when: has(pkat)
    source: {document: book, section: a}
    in_force: {from: 2023-01-01}
    examples: [{name: a, facts: {}, expect: not_applicable}]
    target: banyak
"""
MISTAKES = {
    "word": ("latest_day(pkat)", "latest_day(pakat)", "18:22", "“pakat”", "Did you mean pkat?"),
    "key": ("overdue: 7", "overdu: 7", "17:13", "“overdu”", "Did you mean overdue?"),
    "quote": (
        "label: {id: Periksa, en: Check}",
        'label: {id: "Periksa, en: Check}',
        "14:17",
        "quotation mark",
        "Close it",
    ),
    "comma": (
        "name: tepat, facts",
        "name: tepat facts",
        "22:27",
        "a comma is missing",
        "comma between two keys",
    ),
    "colon": ("from: 6 months", "from 6 months", "16:5", "no colon", "key: value"),
    "indent": (
        "    from: 6 months",
        "   from: 6 months",
        "16:4",
        "does not begin under",
        "with spaces",
    ),
    "tab": ("    from: 6 months", "\tfrom: 6 months", "16:1", "a tab", "spaces"),
    "type": (
        "done: latest_day(pkat)",
        "done: has(pkat)",
        "18:11",
        "gives a truth",
        "latest_day(pkat)",
    ),
    "nounit": ("from: 6 months", "from: 6", "16:11", "“6”", "6 months"),
    "badunit": ("from: 6 months", "from: 6 bulan", "16:11", "“bulan”", "Write 6 months."),
    "topic": ("refer: pustu", "refer: pusto", "27:95", "“pusto”", "Did you mean pustu?"),
    "document": (
        "document: book, section: a",
        "document: bok, section: a",
        "19:24",
        "“bok”",
        "Did you mean book?",
    ),
    "decimal": ("< 23.5,", "< 23,5,", "27:9", "“5”", "with a point"),
    "decimal2": (
        "as: age_months() < 12",
        'as: "age_months() < 12,5"',
        "11:53",
        "has a comma",
        "with a point",
    ),
    "dates": (
        "from: 2023-10-01, until: 2027-01-01",
        "from: 2027-10-01, until: 2027-01-01",
        "20:41",
        "before it begins",
        "the earlier day",
    ),
    "date": (
        "from: 2023-10-01, until",
        "from: 01-10-2023, until",
        "20:22",
        "“01-10-2023”",
        "2026-06-30",
    ),
    "noexample": (
        "    examples:\n      - {name: tepat, facts: {born: 2025-12-30}, expect: due}\n",
        "",
        "13:5",
        "needs examples",
        "the day before",
    ),
    "circle": (
        "as: age_months() < 12",
        "as: infant and yes",
        "11:53",
        "defined by itself",
        "Break the circle",
    ),
    "dup": (
        "- id: thin\n    label: {id: Kurus",
        "- id: check\n    label: {id: Kurus",
        "24:9",
        "already written at book.yaml:13",
        "unique",
    ),
    "order": ("overdue: 7 months", "overdue: 5 months", "17:14", "comes before", "in order"),
    "expect": ("expect: due", "expect: deu", "22:58", "“deu”", "Did you mean due?"),
    "expectclass": ("expect: thin", "expect: tin", "31:55", "“tin”", "Did you mean thin?"),
    "chapter": ("services:", 'chapter: ["9.9"]\nservices:', "9:5", "“9.9”", "chapters.yaml"),
    "percent": (
        "services:",
        f"{COVERAGE}services:",
        "21:13",
        "“banyak”",
        "90 %",
    ),
    "label": (
        "label: {id: Periksa, en: Check}",
        "label: Periksa",
        "14:12",
        "“Periksa”",
        "{id: …, en: …}",
    ),
}
IMPOSSIBLE = [
    ("234", "muac_cm can never be 234: it lies between 5.0 and 60.0 cm"),
    ('"23,4"', "muac_cm is a number, written with a point, not a comma"),
    ("thin", "muac_cm is a number, written not “thin”"),
]
"""What may be typed for an arm circumference that no arm has, and what is said of it."""


def written(folder: Path, old: str, new: str) -> Path:
    """The book with one mistake."""
    assert old in BOOK
    (folder / "book.yaml").write_text(BOOK.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_once_with_its_place_and_its_cure(tmp_path: Path, mistake: str) -> None:
    old, new, place, wrong, mend = MISTAKES[mistake]
    with pytest.raises(RulebookErrors) as refused:
        read_rulebook(written(tmp_path, old, new))
    (error,) = refused.value.errors
    assert f"{error.line}:{error.column}" == place
    assert wrong in error.wrong()
    assert mend in error.mend()
    shown = str(error).splitlines()
    assert shown[1].strip() == error.written.strip() != ""
    assert shown[2].index("^") == 4 + error.column - 1


def test_the_book_without_a_mistake_is_fine(tmp_path: Path) -> None:
    assert check_examples(read_rulebook(written(tmp_path, "book", "book")), lambda f: f) == (2, [])


@pytest.mark.parametrize(("typed", "said"), IMPOSSIBLE)
def test_a_value_that_cannot_be_is_told_at_its_example(
    tmp_path: Path, typed: str, said: str
) -> None:
    rules = read_rulebook(written(tmp_path, "muac_cm: 23.4", f"muac_cm: {typed}"))
    _, (failure,) = check_examples(rules, lambda facts: facts)
    assert failure.place == "book.yaml:31"
    assert said in failure.answer
