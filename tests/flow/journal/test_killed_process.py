"""kill -9 in the middle of appending loses no acknowledged entry, and the journal is sound afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-m", "tests.support.append_forever"]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """An instance of its own on SQLite; on PostgreSQL the throwaway cluster's own database."""
    return os.environ | {
        "NYELIK_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "nyelik.office.settings",
        "PYTHONPATH": f"{PROJECT / 'src'}{os.pathsep}{PROJECT}",
    }


def run(surroundings: dict[str, str], *command: str) -> str:
    done = subprocess.run(command, env=surroundings, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.both_databases
def test_no_acknowledged_entry_is_lost(surroundings: dict[str, str]) -> None:
    run(surroundings, sys.executable, "-m", "nyelik", "journal", "verify")
    device = f"killed-{os.getpid()}"
    for round_ in (1, 2, 3):
        acknowledged = killed_after(surroundings, f"{device}-{round_}", batches=7 * round_)
        kept = run(surroundings, *PROGRAM, "--list", f"{device}-{round_}").split()
        assert acknowledged
        assert acknowledged <= set(map(int, kept))
        # A batch is all or nothing: what was on its way when the process died came whole or not at all.
        assert len(kept) % 10 == 0
    run(
        surroundings, sys.executable, "-m", "nyelik", "journal", "verify"
    )  # exit 1 if it were not sound


def killed_after(surroundings: dict[str, str], device: str, batches: int) -> set[int]:
    """Let the process append, kill it without warning; the numbers it had acknowledged by then."""
    process = subprocess.Popen(
        [*PROGRAM, device], env=surroundings, cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(batches)]
    process.send_signal(signal.SIGKILL)
    lines += process.stdout.readlines()
    process.wait()
    whole = [line for line in lines if line.endswith("\n")]
    return {int(number) for line in whole for number in line.split()}
