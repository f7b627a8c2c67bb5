"""A rulebook that is not well-formed is refused, with file, line, caret, what is wrong and how to mend it."""

from pathlib import Path

import pytest

from nyelik.rules.errors import RulebookErrors
from nyelik.rules.read import read_rulebook

BEGINNING = """\
sources:
  - {id: book, title: A book, kind: book, confidence: high}
words:
  - {code: muac_cm, label: {id: LiLA, en: MUAC}, kind: number, unit: cm, possible: [5, 60]}
  - {code: weight_kg, label: {id: BB, en: Weight}, kind: number, unit: kg, possible: [0.3, 300]}
  - {code: delivery, label: {id: persalinan, en: delivery}, kind: event}
  - code: status
    label: {id: status, en: status}
    kind: choice
    choices: [{code: N, label: {id: naik, en: gained}}]
"""

FINDING = """\
findings:
  - id: thin
    label: {id: Kurus, en: Thin}
    for: yes
    when: WHEN
    source: {document: book, section: page 1}
    in_force: {from: 2023-01-01}
    examples:
      - {name: measured, facts: {muac_cm: 23.4}, expect: yes}
"""

SERVICE = """\
services:
  - id: visit
    label: {id: Kunjungan, en: Visit}
    for: yes
    WINDOWS
    done: latest_day(weight_kg)
    source: {document: book, section: page 1}
    in_force: {from: 2023-01-01}
    examples: [{name: none, facts: {}, expect: not_applicable}]
"""


def refused(folder: Path, text: str) -> str:
    """Everything said about a rulebook of one file."""
    (folder / "rules.yaml").write_text(BEGINNING + text, encoding="utf-8")
    with pytest.raises(RulebookErrors) as errors:
        read_rulebook(folder)
    return str(errors.value)


@pytest.mark.parametrize(
    ("when", "wrong"),
    [
        ("latest(muac) < 23.5", "Did you mean muac_cm?"),
        ("lates(muac_cm) < 23.5", "Did you mean latest"),
        ("latest(muac_cm) < 235", "check the unit and the decimal point"),
        ("latest(muac_cm) < latest(weight_kg)", "cm is compared with kg"),
        ("latest(muac_cm)", "this gives a number"),
        ("latest(muac_cm) and yes", "A truth is needed here"),
        ("latest(delivery) == yes", "latest cannot look at delivery"),
        ("latest(status) == Q", "“Q” is not an answer of status"),
        ("latest(status) < N", "a choice is neither more nor less"),
        ("muac_cm < 3", "“muac_cm” is a word, not a value"),
        ("latest(muac_cm) < True", "Write yes or no"),
        ("latest(muac_cm) if yes else no", "is not part of the language"),
        ("[x for x in y]", "is not part of the language"),
        ("().__class__", "is not known"),
        ("latest(muac_cm, 3) < 20", "A window is needed here"),
        ("latest() < 20", "was given 0 arguments"),
        ("has(muac_cm, last(hours=3))", "is not a length of time"),
        ("has(muac_cm, hours_after(today, 6, 48))", "hours can only be counted from a birth"),
        ("born + 3 > today", "a day and a number cannot be reckoned so"),
        ("latest(muac_cm) <", "cannot be read as an expression"),
        ("sex == f", "Write sex == female or sex == male"),
    ],
)
def test_it_refuses_an_expression_that_means_nothing(tmp_path: Path, when: str, wrong: str) -> None:
    said = refused(tmp_path, FINDING.replace("WHEN", f'"{when}"'))
    assert wrong in said
    assert "rules.yaml:15:" in said
    assert "\n" + " " * 4 in said
    assert "^" in said


def test_the_caret_stands_under_what_is_wrong(tmp_path: Path) -> None:
    said = refused(tmp_path, FINDING.replace("WHEN", "yes and latest(muac) < 3")).splitlines()
    assert said[1][said[2].index("^") :].startswith("muac)")


@pytest.mark.parametrize("key", ["source", "examples", "in_force", "label"])
def test_it_refuses_a_rule_without_source_examples_date_or_label(tmp_path: Path, key: str) -> None:
    lines = FINDING.replace("WHEN", "yes").splitlines(keepends=True)
    kept = [
        line
        for line in lines
        if not line.strip().startswith((f"{key}:", "- {name" if key == "examples" else "@"))
    ]
    assert key in refused(tmp_path, "".join(kept)) or "examples" in refused(tmp_path, "".join(kept))


@pytest.mark.parametrize(
    ("windows", "wrong"),
    [
        ("from: 9 months\n    overdue: 3 months", "overdue comes before from"),
        ("from: 9 months\n    closes: 9 months", "closes comes before from"),
        ("from: 9 moons", "“moons” is not a unit of time"),
        ("from: 9 months\n    oberdue: 10 months", "Did you mean overdue?"),
        ("from: 9 months\n    at: [market]", "“market” is not a place"),
    ],
)
def test_it_refuses_windows_that_cannot_be_reached(
    tmp_path: Path, windows: str, wrong: str
) -> None:
    assert wrong in refused(tmp_path, SERVICE.replace("WINDOWS", windows))


def test_it_refuses_a_duplicate_key(tmp_path: Path) -> None:
    assert "written twice in one rule" in refused(
        tmp_path, FINDING.replace("WHEN", "yes\n    when: no")
    )


def test_it_refuses_the_same_id_twice(tmp_path: Path) -> None:
    finding = FINDING.replace("WHEN", "yes")
    assert "is already written at" in refused(
        tmp_path, finding + finding.removeprefix("findings:\n")
    )


def test_it_refuses_a_document_that_is_not_listed(tmp_path: Path) -> None:
    text = FINDING.replace("WHEN", "yes").replace("document: book", "document: hearsay")
    assert "the document “hearsay” is not listed" in refused(tmp_path, text)


def test_it_refuses_definitions_in_a_circle(tmp_path: Path) -> None:
    text = """\
definitions:
  - {id: a, label: {id: a, en: a}, as: not b}
  - {id: b, label: {id: b, en: b}, as: not a}
"""
    assert "is defined by itself, through" in refused(tmp_path, text)


def test_it_tells_every_error_at_once(tmp_path: Path) -> None:
    text = FINDING.replace("WHEN", "latest(muac) < 3") + FINDING.replace("WHEN", "nothing").replace(
        "findings:\n", ""
    ).replace("id: thin", "id: thin-2")
    assert refused(tmp_path, text).count("rules.yaml:") >= 2


def test_a_definition_may_come_before_what_it_names(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        BEGINNING
        + """\
definitions:
  - {id: a, label: {id: a, en: a}, as: not b}
  - {id: b, label: {id: b, en: b}, as: latest(muac_cm) < 23.5}
""",
        encoding="utf-8",
    )
    assert set(read_rulebook(tmp_path).definitions) == {"a", "b"}


def test_an_answer_may_be_called_like_an_operation(tmp_path: Path) -> None:
    words = """\
  - code: test
    label: {id: tes, en: test}
    kind: choice
    choices: [{code: negative, label: {id: negatif, en: negative}}]
"""
    rule = FINDING.replace("WHEN", "latest(test) == negative")
    (tmp_path / "rules.yaml").write_text(BEGINNING + words + rule, encoding="utf-8")
    assert read_rulebook(tmp_path).findings["thin"].classes[0].when.op == "equal"
