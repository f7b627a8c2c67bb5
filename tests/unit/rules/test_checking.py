"""`nyelik check`: a wrong example is reported with its place; facts that cannot be read are said so."""

import json
import shutil
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check import check_examples
from nyelik.rules.errors import RulebookErrors
from nyelik.rules.facts import make_facts
from nyelik.rules.read import read_rulebook, rulebook_folder

BOOK = """\
sources:
  - {id: book, title: A book, kind: book}
words:
  - {code: muac_cm, label: {id: LiLA, en: MUAC}, kind: number, unit: cm, possible: [5, 60]}
  - {code: asked, label: {id: ditanya, en: asked}, kind: yes_no}
  - {code: since, label: {id: sejak, en: since}, kind: day}
  - {code: status, label: {id: status, en: status}, kind: choice, choices: [{code: N, label: {id: naik, en: gained}}]}
  - {code: visit, label: {id: kunjungan, en: visit}, kind: event}
  - {code: DPT, label: {id: DPT, en: DPT}, kind: dose}
settings:
  - {id: limit, label: {id: batas, en: limit}, type: number, value: 23.5, note: {id: a, en: b}, contradiction: 1}
  - {id: wait, label: {id: tunggu, en: wait}, type: duration, value: 3 months}
  - {id: strict, label: {id: ketat, en: strict}, type: truth, value: yes}
  - {id: way, label: {id: cara, en: way}, type: choice, value: new, choices: [new, old]}
definitions:
  - {id: thin, label: {id: kurus, en: thin}, as: latest(muac_cm) < limit, examples: [EXAMPLE]}
  - {id: lately, label: {id: dalam 3 bulan, en: lately}, as: last(months=3)}
  - {id: first_year, label: {id: tahun pertama, en: first year}, as: "age(months=0, until_months=12)"}
  - {id: later_on, label: {id: nanti, en: later on}, as: born + wait}
  - {id: new_way, label: {id: cara baru, en: new way}, as: strict and way == 'new'}
"""


def failures(folder: Path, example: str) -> list[str]:
    """What is said of one example."""
    (folder / "book.yaml").write_text(BOOK.replace("EXAMPLE", example), encoding="utf-8")
    count, failed = check_examples(read_rulebook(folder), lambda facts: facts)
    assert count == 1
    return [str(failure) for failure in failed]


@pytest.mark.parametrize(
    "example",
    [
        "{name: a, facts: {muac_cm: 23.4}, expect: yes}",
        "{name: a, facts: {muac_cm: 23.5}, expect: no}",
        "{name: a, facts: {}, expect: unknown}",
        "{name: a, facts: {asked: no, status: N, since: 2026-01-01, visit: 2026-01-01,"
        " muac_cm: {2026-06-01T08:00: 20}}, expect: yes}",
        "{name: a, on: 2026-06-30, facts: {muac_cm: {2026-07-01: 20}}, expect: unknown}",
    ],
)
def test_a_right_example_passes(tmp_path: Path, example: str) -> None:
    assert failures(tmp_path, example) == []


@pytest.mark.parametrize(
    ("example", "said"),
    [
        ("{name: a, facts: {muac_cm: 23.4}, expect: no}", "expected no, but it is yes"),
        ("{name: a, facts: {wieght: 3}, expect: no}", "“wieght” is not a word of the rulebook"),
        ("{name: a, facts: {asked: maybe}, expect: no}", "asked is yes or no, not “maybe”"),
        ("{name: a, facts: {status: Q}, expect: no}", "status is one of N, not “Q”"),
        ("{name: a, facts: {age: old}, expect: no}", "“old” is not a length of time"),
        ("{name: a, facts: {born: yesterday}, expect: no}", "“yesterday” is not a date"),
        ("{name: a, facts: {sex: f}, expect: no}", "sex is “f”"),
        ("{name: a, facts: {}, period: someday, expect: no}", "is not a period"),
    ],
)
def test_a_wrong_example_is_told_with_its_place(tmp_path: Path, example: str, said: str) -> None:
    (failure,) = failures(tmp_path, example)
    assert said in failure
    assert failure.startswith("book.yaml:16: thin, “a”")


def test_definitions_of_days_and_windows_can_have_examples(tmp_path: Path) -> None:
    text = BOOK.replace("[EXAMPLE]", "[]").replace(
        "as: born + wait",
        "as: born + wait, examples: [{name: a, facts: {born: 2026-01-31}, expect: 2026-05-01}]",
    )
    text = text.replace(
        "as: last(months=3)",
        "as: last(months=3), examples: [{name: a, facts: {}, expect: {from: 2026-03-31, to: 2026-06-30}}]",
    )
    text = text.replace(
        'until_months=12)"', 'until_months=12)", examples: [{name: a, facts: {}, expect: unknown}]'
    )
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    assert check_examples(read_rulebook(tmp_path), lambda facts: facts) == (3, [])


def test_a_choice_setting_is_compared_with_its_own_codes(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(BOOK.replace("[EXAMPLE]", "[]"), encoding="utf-8")
    from nyelik.rules.engines.reference import Reference

    node = read_rulebook(tmp_path).definitions["new_way"].node
    assert Reference(make_facts(), 0).value(node) is True


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("possible: [5, 60]", "possible: [60, 5]", "must be two numbers, the lower first"),
        (", unit: cm, possible: [5, 60]", "", "a number needs a unit and a possible range"),
        ("kind: choice, choices", "kind: text, choices", "choices belong to kind choice"),
        ("kind: yes_no", "kind: maybe", "“maybe” is not a kind"),
        ("value: 3 months", "value: soon", "“soon” is not a duration"),
        ("value: new, choices", "value: other, choices", "“other” is not among the choices"),
        ("label: {id: kurus, en: thin}", "label: {id: kurus}", "“en” is missing"),
        ("label: {id: kurus, en: thin}", "label: kurus", "“kurus” cannot stand under “label” alone"),
        ("words:", "wordz:", "Did you mean words?"),
        ("settings:\n", "settings: 3\nfindings:\n", "must be a list of mappings"),
        ("examples: [EXAMPLE]", "examples: [{name: a, facts: {}}]", "an example needs what to expect"),
        ("as: latest(muac_cm) < limit", "as: latest(muac_cm) << limit", "is not part of the language"),
        ("as: latest(muac_cm) < limit", "as: latest(muac_cm) is limit", "compares in an unknown way"),
        ("as: latest(muac_cm) < limit", "as: latest(muac_cm) in limit", "“in” needs a list"),
        ("as: latest(muac_cm) < limit", "as: +latest(muac_cm) < limit", "is not part of the language"),
        ("as: latest(muac_cm) < limit", "as: period.middle == today", "“period.middle” is not known"),
        ("as: latest(muac_cm) < limit", "as: born.strip() == today", "is not part of the language"),
        ("as: latest(muac_cm) < limit", "as: \"has(visit, window=ever)\"", "takes no named arguments"),
        ("as: latest(muac_cm) < limit", "as: born + months(born) > today", "is not a whole number"),
        ("as: latest(muac_cm) < limit", "as: born + months() > today", "takes one whole number"),
        ("as: latest(muac_cm) < limit", "as: \"has(visit, age(months=1))\"", "is not complete"),
        ("as: latest(muac_cm) < limit", "as: \"has(visit, age(months=1, moons=2))\"", "is not a length of time"),
        ("as: latest(muac_cm) < limit", "as: \"has(visit, age(months=1, days=2))\"", "is not complete"),
        ("as: latest(muac_cm) < limit", "as: latest(asked) == 3", "a truth is compared with a number"),
        ("as: latest(muac_cm) < limit", "as: None == 3", "is not a value"),
        ("as: latest(muac_cm) < limit", "as: has(visit, ever)", "put the expression in quotes"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused(tmp_path: Path, old: str, new: str, wrong: str) -> None:
    assert old in BOOK
    text = BOOK.replace(old, new, 1).replace("[EXAMPLE]", "[]")
    (tmp_path / "book.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookErrors) as errors:
        read_rulebook(tmp_path)
    assert wrong in str(errors.value)


def test_the_command_tells_failures_and_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from nyelik.rules import load

    shutil.copytree(rulebook_folder() / "growth", tmp_path / "growth")
    wrong = BOOK.replace("EXAMPLE", "{name: a, facts: {muac_cm: 20}, expect: no}")
    (tmp_path / "book.yaml").write_text(wrong, encoding="utf-8")
    assert main(["check", "--rulebook", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["examples"], len(told["failures"])) == (False, 1, 1)
    (tmp_path / "book.yaml").write_text("findings: [", encoding="utf-8")
    load.load.cache_clear()
    assert main(["check", "--rulebook", str(tmp_path)]) == 1
    assert "1 kesalahan: buku aturan ini belum dapat dipakai" in capsys.readouterr().out
    assert main(["check", "--rulebook", str(tmp_path), "--language", "en"]) == 1
    assert "1 errors: the rulebook is refused" in capsys.readouterr().out
    assert main(["check", "--rulebook", str(tmp_path), "--json"]) == 1
    (error,) = json.loads(capsys.readouterr().out)["errors"]
    assert (error["code"], error["line"]) == ("yaml-unreadable", 1)
    assert error["mend"]["id"].startswith("Perbaiki")
    load.load.cache_clear()
