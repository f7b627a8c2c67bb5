"""Evaluation of the whole rulebook: people a second against reading the same bytes; how soon a day's entries show.

The peer is the machine itself: the columns that the passes read (person, day, value), summed on as many threads.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

SMALL, DISTRICT, PROVINCE = 20_000, 132_495, 1_400_000

_INSTANCE = """
import json, os, pathlib, sys
from nyelik.cli.database import open_database
open_database()
from bench import evaluation
people = int(sys.argv[2])
home = pathlib.Path(os.environ["NYELIK_HOME"])
lines = evaluation.evaluations(home / "apart", people) if sys.argv[1] == "whole" else evaluation.visible(people)
print(json.dumps(lines))
"""


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """Whole and one changed block, at each size; then a day's entries."""
    lines: list[dict[str, Any]] = []
    for people in (DISTRICT, PROVINCE) if full else (SMALL,):
        lines += _in_an_instance("whole", people)
    return lines + _in_an_instance("visible", DISTRICT if full else SMALL)


def _in_an_instance(what: str, people: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": os.pathsep.join(sys.path)}
        environment.pop("NYELIK_DATABASE_URL", None)
        command = [sys.executable, "-c", _INSTANCE, what, str(people)]
        ran = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True
        )
    lines: list[dict[str, Any]] = json.loads(ran.stdout)
    return lines
