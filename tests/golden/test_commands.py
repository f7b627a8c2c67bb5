"""docs/reference/commands.md is printed from the commands themselves. NYELIK_GOLDEN=write writes it anew."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nyelik.cli import build_parser

HEAD = """# Commands

Printed from the commands themselves (`NYELIK_GOLDEN=write pytest tests/golden/test_commands.py`); do not edit.

`python3 run.py nyelik COMMAND`, or `nyelik COMMAND` once installed. Results go to stdout, progress and problems to
stderr. Exit codes: 0 well, 1 the command found faults, 2 a problem with what was asked. Every command takes `--json`.
"""


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers that run something, in their order."""
    nested = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not nested:
        yield parser
    for action in nested:
        for child in action.choices.values():
            yield from commands(child)


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="argparse words its help anew now and then"
)
def test_the_reference_shows_every_command(
    project_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    parts = [
        f"\n## {p.prog}\n\n```\n{p.format_help().strip()}\n```\n" for p in commands(build_parser())
    ]
    text = HEAD + "".join(parts)
    golden = project_folder / "docs" / "reference" / "commands.md"
    if os.environ.get("NYELIK_GOLDEN") == "write":
        golden.write_text(text, encoding="utf-8")
    assert golden.read_text(encoding="utf-8") == text
