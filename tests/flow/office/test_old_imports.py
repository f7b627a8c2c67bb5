"""A spreadsheet holds names: its copy and its report go when the quarter is over."""

import datetime as dt
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import override_settings

from nyelik.office import import_jobs
from nyelik.office.import_jobs import Job, State, forget_old

NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def job(days_ago: float, state: State, alive_days_ago: float = 0) -> Job:
    made = (NOW - dt.timedelta(days=days_ago)).isoformat()
    alive = (NOW - dt.timedelta(days=alive_days_ago)).isoformat()
    found = Job(str(uuid4()), str(uuid4()), "a.xlsx", 1, made, state, alive_at=alive)
    found.folder.mkdir(parents=True)
    return import_jobs.save(found)


@pytest.mark.parametrize(
    ("days_ago", "state", "alive_days_ago", "gone"),
    [
        (89, "done", 89, False),
        (91, "done", 91, True),
        (91, "ready", 91, True),
        (91, "problem", 91, True),
        (91, "writing", 0, False),
        (91, "writing", 91, True),
    ],
)
def test_what_is_old_goes_and_what_is_worked_on_stays(
    tmp_path: Path, days_ago: float, state: State, alive_days_ago: float, gone: bool
) -> None:
    with override_settings(HOME=tmp_path):
        kept = job(days_ago, state, alive_days_ago)
        assert forget_old(NOW) == int(gone)
        assert kept.folder.exists() is not gone
