"""The frame of the command line: --json everywhere, problems in words on stderr with exit code 2."""

import argparse
import json
from types import SimpleNamespace
from typing import Any

import pytest

from nyelik import cli
from nyelik.base.problem import Problem, all_kinds
from nyelik.cli.output import answer, table


def leaves(parser: argparse.ArgumentParser) -> list[argparse.ArgumentParser]:
    """The parsers that really run something."""
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    below = [
        leaf for action in nested for child in action.choices.values() for leaf in leaves(child)
    ]
    return below or [parser]


def test_every_command_takes_json_and_knows_what_to_run() -> None:
    for parser in leaves(cli.build_parser()):
        assert "--json" in parser._option_string_actions, parser.prog
        assert callable(parser.get_default("run")), parser.prog


def test_every_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    for name in cli.build_parser()._subparsers._group_actions[0].choices:  # type: ignore[union-attr]
        assert name in shown


@pytest.fixture
def broken_command(monkeypatch: pytest.MonkeyPatch) -> str:
    """A command that meets the first problem of the list. Gives the problem's code."""
    code = next(iter(all_kinds()))

    def add(commands: Any) -> None:
        commands.add_parser("broken", help="always meets a problem")

    def run(args: argparse.Namespace) -> int:
        raise Problem(code)

    monkeypatch.setattr(cli, "COMMANDS", ["broken"])
    monkeypatch.setattr(cli, "import_module", lambda name: SimpleNamespace(add=add, run=run))
    return code


def test_a_problem_is_told_on_stderr_with_exit_code_2(
    broken_command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["broken"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("nyelik: ")
    assert "Traceback" not in told.err


def test_a_problem_is_json_when_asked(
    broken_command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["broken", "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["problem"]["code"] == broken_command


def test_answers_are_text_or_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer(argparse.Namespace(json=False), {"a": 1}, "a is 1")
    answer(argparse.Namespace(json=True), {"a": 1}, "a is 1")
    text, _, as_json = capsys.readouterr().out.partition("\n")
    assert text == "a is 1"
    assert json.loads(as_json) == {"a": 1}


def test_a_table_puts_numbers_right_and_a_dash_for_nothing() -> None:
    rows = [{"desa": "Kelubi", "percent": 7.25}, {"desa": "Padang", "percent": None}]
    assert table(rows, {"desa": "Desa", "percent": "%"}).splitlines() == [
        "Desa      %",
        "------  ---",
        "Kelubi  7.2",
        "Padang    -",
    ]
