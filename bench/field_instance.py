"""A district whose phones are large: workers with 1,000 and 10,000 people, each with about eight contacts."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PIN = "271828"
MOST_OVER = 1.05
_HIRE = """
import os, sys, uuid
from nyelik.cli.database import open_database
open_database()
from nyelik.register.workers import Worker
name, *villages = sys.argv[1:]
Worker.objects.filter(username=name).exists() or Worker.objects.create_worker(
    username=name, role="puskesmas", scope=villages, cluster=2, id=uuid.uuid4(), name=name)
"""
_CODE = """
import datetime as dt, os, sys
from nyelik.cli.database import open_database
open_database()
from nyelik.register.enrolment import make_code
from nyelik.register.workers import Worker
worker = Worker.objects.get(username=sys.argv[1])
print(make_code(worker, worker, dt.datetime.now(dt.UTC), os.urandom))
"""


@dataclass(frozen=True)
class Scope:
    """A worker and how much lies in their scope."""

    username: str
    people: int
    events: int


def hire(home: Path, people: int) -> Scope:
    """A worker whose villages have about so many people, if the district has them: the largest that fit."""
    rows = _rows(home, "SELECT substr(area, 1, 13), count(*) FROM register_person GROUP BY 1")
    villages: list[str] = []
    count = 0
    for village, living in sorted(rows, key=lambda row: -row[1]):
        if len(village) == 13 and count + living <= MOST_OVER * people:
            villages.append(village)
            count += living
    name = f"bench-{people}"
    _python(home, _HIRE, name, *villages)
    return Scope(name, count, _events(home, villages))


def code_for(home: Path, username: str) -> str:
    """A one-time code for a phone of this worker."""
    return _python(home, _CODE, username).splitlines()[-1]


def _events(home: Path, villages: list[str]) -> int:
    """Observations and doses recorded of the people of these villages: what rules count as events."""
    marks = ", ".join("?" * len(villages))
    sql = (
        "SELECT count(*) FROM journal_entry e JOIN register_person p ON p.id = e.about, "
        "json_each(json_patch(coalesce(json_extract(e.body, '$.observations'), '{}'), "
        "coalesce(json_extract(e.body, '$.doses'), '{}'))) "
        f"WHERE e.kind = 'contact' AND substr(p.area, 1, 13) IN ({marks})"
    )
    return int(_rows(home, sql, villages)[0][0])


def _rows(home: Path, sql: str, parameters: list[str] | None = None) -> list[tuple]:  # type: ignore[type-arg]
    database = sqlite3.connect(home / "nyelik.sqlite3")
    try:
        return database.execute(sql, parameters or []).fetchall()
    finally:
        database.close()


def _python(home: Path, program: str, *arguments: str) -> str:
    environment = {**os.environ, "NYELIK_HOME": str(home), "PYTHONPATH": "src"}
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()
