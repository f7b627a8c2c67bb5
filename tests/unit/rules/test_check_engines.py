"""`nyelik check` on several engines: a disagreement is a failure with its place, a missing one is said."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from nyelik.cli import main
from nyelik.rules.check import Case, check_rulebook
from nyelik.rules.check.answers import Answer, answer_of
from nyelik.rules.check.engines import COLUMNS, REFERENCE, EngineMissing, OwnEngine
from nyelik.rules.load import load
from nyelik.rules.read import read_rulebook
from tests.unit.rules.test_checking import BOOK


def book(folder: Path) -> Path:
    """A small rulebook with one example."""
    example = "{name: a, facts: {muac_cm: 23.4}, expect: yes}"
    (folder / "book.yaml").write_text(BOOK.replace("EXAMPLE", example), encoding="utf-8")
    return folder


def test_both_engines_of_this_process_answer_every_example_alike() -> None:
    loaded = load()
    checked = check_rulebook(loaded.rules, loaded.derive)
    assert checked.ok, "\n".join(map(str, checked.failures))
    assert [one.engine for one in checked.ran] == ["reference", "columns"]
    apart = (*loaded.rules.indexes.values(), *loaded.rules.packages.values())
    asked = checked.examples - sum(len(one.examples) for one in apart)
    assert all(one.examples == asked > 900 for one in checked.ran)
    assert sum(one.examples for one in checked.files) == checked.examples


def test_an_engine_that_says_something_else_fails(tmp_path: Path) -> None:
    def contrary(cases: Sequence[Case]) -> list[Answer]:
        return ["no" if answer_of(case) == "yes" else "yes" for case in cases]

    rules = read_rulebook(book(tmp_path))
    engines = [REFERENCE, OwnEngine("contrary", contrary)]
    checked = check_rulebook(rules, lambda facts: facts, engines=engines)
    assert not checked.ok
    (failure,) = checked.failures
    said = "book.yaml:16: thin, “a”: expected yes, but it is no on the engine contrary"
    assert str(failure) == said
    assert [one.failed for one in checked.files] == [1]


def test_an_engine_that_cannot_run_is_said_with_what_to_do(tmp_path: Path) -> None:
    def missing(cases: Sequence[Case]) -> list[Answer]:
        raise EngineMissing("There is no Node here.", "Install Node 20.")

    rules = read_rulebook(book(tmp_path))
    engines = [REFERENCE, OwnEngine("phone", missing)]
    checked = check_rulebook(rules, lambda facts: facts, engines=engines)
    assert checked.ok
    last = checked.ran[-1]
    assert last.missing is not None
    assert (last.examples, last.missing.mend) == (0, "Install Node 20.")


def test_days_windows_and_waits_come_out_alike_in_full() -> None:
    """Not only what examples expect: every day of every service, and both ends of every window."""
    loaded = load()
    cases = [
        Case(rule, example, facts, period)
        for rule, example, facts, period in _everybody_asked_everything(loaded)
    ]
    reference, columns = REFERENCE.answers(cases), COLUMNS.answers(cases)
    differing = [
        (case.rule.id, one, other)
        for case, one, other in zip(cases, reference, columns, strict=True)
        if one != other and not (isinstance(one, float) and one == pytest.approx(other))
    ]
    assert len(cases) > 2_000
    assert not differing[:3]


def _everybody_asked_everything(loaded):  # type: ignore[no-untyped-def]
    """The people of every tenth example asked for every seventh rule of their own period."""
    from nyelik.rules.check.cases import make_cases, rules_with_examples

    cases, _ = make_cases(loaded.rules, loaded.derive)
    rules = list(rules_with_examples(loaded.rules))[::7]
    for case in cases[::10]:
        for rule in rules:
            yield rule, case.example, case.facts, case.period


def test_the_command_sums_up_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--language", "en"]) == 0
    said = capsys.readouterr().out
    assert "ibu-anak/kehamilan.yaml" in said
    assert "columns:" in said
    assert "branches reached" in said
    assert main(["check", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {one["engine"] for one in data["engines"]} >= {"reference", "columns"}
    assert data["branches"]["of"] > data["branches"]["reached"] > 0


def test_the_phone_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "integrated-check", "--json"]) == 0
    engines = json.loads(capsys.readouterr().out)["engines"]
    assert [(one["engine"], one["examples"], one["missing"]) for one in engines] == [
        ("reference", 6, None),
        ("columns", 6, None),
        ("phone", 6, None),
    ]


def test_without_node_the_phone_is_missing_and_what_to_do_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("nyelik.rules.engines.phone.find_node", lambda: None)
    assert main(["check", "integrated-check", "--language", "en"]) == 0
    assert (
        "phone: not run. There is no Node that runs field/. Install Node" in capsys.readouterr().out
    )
