"""A journal exported and imported into an empty instance gives the same cards and coverage, byte for byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ON = "2026-10-31"
INDICATORS = ("spm-01", "spm-04", "skdn-d", "stunting", "idl")
CARDS = 5

# Several commands in one process: each start reads the rulebook and the mart anew.
RUN = """
import json, sys
from nyelik.cli import main
for arguments in json.loads(sys.argv[1]):
    code = main(arguments)
    if code:
        sys.exit(f"{arguments}: {code}")
    print("=" * 20)
"""


def nyelik(home: Path, *commands: list[str]) -> list[str]:
    """What each command writes, in the instance of `home`."""
    environment = {**os.environ, "NYELIK_HOME": str(home)}
    environment.pop("NYELIK_DATABASE_URL", None)
    ran = subprocess.run(
        [sys.executable, "-c", RUN, json.dumps(commands)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split("=" * 20 + "\n")[:-1]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A lived-in instance, and an empty one that was given its journal."""
    folder = tmp_path_factory.mktemp("archive")
    first, second, archive = folder / "first", folder / "second", str(folder / "all.ndjson.zst")
    nyelik(
        first,
        ["demo", "--people", "150", "--today", "2026-11-01"],
        ["journal", "export", archive],
    )
    nyelik(second, ["places", "load", "19.06"], ["journal", "import", archive])
    return first, second


@pytest.mark.slow
def test_cards_and_coverage_are_the_same(homes: tuple[Path, Path]) -> None:
    coverage = [
        ["coverage", indicator, "--by", "rt", "--as-of", ON, "--json"] for indicator in INDICATORS
    ]
    missed = ["names", "spm-04", "--status", "missing", "--as-of", ON, "--json"]
    first = nyelik(homes[0], *coverage, missed)
    assert all(json.loads(text)["rows"] for text in first[:-1])
    people = [row["person"] for row in json.loads(first[-1])["people"]][:CARDS]
    assert people
    cards = [["card", "--person", person, "--on", ON, "--json"] for person in people]
    assert [*first, *nyelik(homes[0], *cards)] == nyelik(homes[1], *coverage, missed, *cards)
