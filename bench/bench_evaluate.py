"""Evaluation of the whole rulebook: seconds and memory against reading the same bytes; how soon a day's entries show.

The peer is the machine itself: the columns that the passes read (person, day, value), summed on as many threads.
Besides the rulebook as it is, a wider one is asked (`bench.wider_rulebook`), so that growth is seen before it comes.
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
from bench import evaluation, visibility
what, people, home = sys.argv[1], int(sys.argv[2]), pathlib.Path(os.environ["NYELIK_HOME"])
ask = {"write": evaluation.written, "whole": evaluation.whole, "wider": evaluation.wider, "visible": visibility.visible}
print(json.dumps(ask[what](home / "apart", people)))
"""


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """Whole and one changed block, at each size; then a day's entries. Raises AssertionError past a limit."""
    lines: list[dict[str, Any]] = []
    for people in (DISTRICT, PROVINCE) if full else (SMALL,):
        with tempfile.TemporaryDirectory() as home:
            _in_an_instance(home, "write", people)
            for what in ("whole", "wider"):
                lines += _in_an_instance(home, what, people)
    with tempfile.TemporaryDirectory() as home:
        return lines + _in_an_instance(home, "visible", DISTRICT if full else SMALL)


def _in_an_instance(home: str, what: str, people: int) -> list[dict[str, Any]]:
    """In a process of its own: what another measurement left in memory must not help."""
    environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("NYELIK_DATABASE_URL", None)
    command = [sys.executable, "-c", _INSTANCE, what, str(people)]
    ran = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    lines: list[dict[str, Any]] = json.loads(ran.stdout)
    return lines
