"""Which branches a rule has, which of them examples reach, and that the share of them may only grow."""

from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check import check_rulebook
from nyelik.rules.check.branches import branches_of
from nyelik.rules.load import load
from nyelik.rules.read import read_rulebook

FLOOR = 0.62
"""The share of branches that examples reached when this was written, less a little for rules that are new. Raise it."""

BOOK = """\
sources:
  - {id: book, title: A book, kind: book}
words:
  - {code: muac_cm, label: {id: LiLA, en: MUAC}, kind: number, unit: cm, possible: [5, 60]}
  - {code: visit, label: {id: kunjungan, en: visit}, kind: event}
settings:
  - {id: strict, label: {id: ketat, en: strict}, type: truth, value: yes}
definitions:
  - {id: thin, label: {id: kurus, en: thin}, as: latest(muac_cm) < 23.5}
services:
  - id: look-in
    label: {id: Tengok, en: Look in}
    for: age_years() >= 15 and strict
    from: 15 years
    overdue: 16 years
    done: latest_day(visit)
    source: {document: book, section: a}
    in_force: {from: 2020-01-01}
    examples: [SERVICE]
findings:
  - id: thinness
    label: {id: Kekurusan, en: Thinness}
    for: known(latest(muac_cm))
    classes:
      - {id: very, label: {id: sangat, en: very}, when: latest(muac_cm) < 20}
      - {id: rather, label: {id: agak, en: rather}, when: thin or age_years() > 80}
      - {id: fine, label: {id: baik, en: fine}, otherwise: yes}
    source: {document: book, section: b}
    in_force: {from: 2020-01-01}
    examples: [FINDING]
"""


def uncovered(folder: Path, service: str = "", finding: str = "") -> dict[str, set[str]]:
    """By rule the branches that these examples leave out."""
    some = "{name: a, facts: {}, expect: not_applicable}"
    text = BOOK.replace("SERVICE", service or some)
    text = text.replace("FINDING", finding or "{name: a, facts: {}, expect: none}")
    (folder / "book.yaml").write_text(text, encoding="utf-8")
    checked = check_rulebook(read_rulebook(folder), lambda facts: facts)
    assert checked.ok, checked.failures
    return {
        rule: {str(branch) for branch in branches}
        for rule, branches in checked.coverage.uncovered().items()
    }


def test_each_state_of_a_service_and_each_operand_is_a_branch(tmp_path: Path) -> None:
    missing = uncovered(tmp_path)["look-in"]
    assert missing == {
        "the rule → waiting",
        "the rule → due",
        "the rule → overdue",
        "the rule → done",
        "for: age_years() >= 15 and strict → yes",
        "for: age_years() >= 15 and strict → no",
        "for: age_years() >= 15 → yes",
        "for: age_years() >= 15 → no",
    }, "a setting has no branches, and the age is known of whom the service is for"


def test_an_example_reaches_what_it_comes_to(tmp_path: Path) -> None:
    missing = uncovered(
        tmp_path,
        "{name: a, facts: {age: 15 years}, expect: due}, "
        "{name: b, facts: {age: 14 years}, expect: not_applicable}",
    )["look-in"]
    assert missing == {
        "the rule → waiting",
        "the rule → overdue",
        "the rule → done",
        "for: age_years() >= 15 and strict → unknown",
        "for: age_years() >= 15 → unknown",
    }


def test_a_class_is_asked_only_of_those_without_an_earlier_one(tmp_path: Path) -> None:
    very = "{name: a, facts: {muac_cm: 19}, expect: very}"
    missing = uncovered(tmp_path, finding=very)["thinness"]
    assert "class very: latest(muac_cm) < 20 → yes" not in missing
    assert "class rather: thin → yes" in missing, "the very thin are thin, but are not asked"
    assert not any("latest(muac_cm) < 20 → unknown" in branch for branch in missing)


def test_the_branches_of_a_definition_are_reached_through_who_uses_it(tmp_path: Path) -> None:
    assert "as: latest(muac_cm) < 23.5 → yes" in uncovered(tmp_path)["thin"]
    rather = "{name: a, facts: {muac_cm: 23.4}, expect: rather}"
    assert "as: latest(muac_cm) < 23.5 → yes" not in uncovered(tmp_path, finding=rather)["thin"]


def test_every_rule_that_asks_anything_has_branches() -> None:
    rules = load().rules
    asking = [*rules.services.values(), *rules.findings.values(), *rules.indicators.values()]
    assert all(branches_of(rule) for rule in asking)


def test_examples_reach_as_much_of_the_rulebook_as_they_did() -> None:
    loaded = load()
    reached, every = check_rulebook(loaded.rules, loaded.derive).coverage.total
    assert reached / every >= FLOOR, "run nyelik check --uncovered and write the examples it names"


def test_the_command_lists_them_in_the_words_of_the_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check", "kek-status", "--uncovered"]) == 0
    assert "for: pregnant → unknown" in capsys.readouterr().out
