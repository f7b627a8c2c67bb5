"""`nyelik demo` and `nyelik simulate` as somebody at a terminal meets them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from nyelik.base.dates import day_from_number
from nyelik.cli import main

UNTIL = "2026-06-30"


def demo(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs the demo command on a data folder of its own."""
    command = [sys.executable, "-m", "nyelik", "demo", "--json", "--people", "60", *options]
    environment = {**os.environ, "NYELIK_HOME": str(home)}
    environment.pop("NYELIK_DATABASE_URL", None)
    environment["DJANGO_SETTINGS_MODULE"] = "nyelik.office.settings"
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_demo_is_made_once_and_shows_the_same_logins_again(tmp_path: Path) -> None:
    made = demo(tmp_path, "--until", UNTIL)
    assert made.returncode == 0, made.stderr
    told = json.loads(made.stdout)
    assert {login["login"] for login in told["logins"]} >= {"kader", "pustu", "puskesmas", "dinkes"}
    assert json.loads((tmp_path / "demo.json").read_text())["synthetic"] is True
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert not any(login["password"].encode() in kept for login in told["logins"])
    again = demo(tmp_path, "--if-empty")
    assert json.loads(again.stdout)["logins"] == told["logins"]
    refused = demo(tmp_path)
    assert refused.returncode == 2
    assert "demo-not-empty" in refused.stderr


def test_simulate_writes_entries_with_their_time_of_receipt(tmp_path: Path) -> None:
    out = tmp_path / "lives.ndjson"
    assert main(["simulate", "--people", "40", "--until", UNTIL, "--out", str(out)]) == 0
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    received = [line["received"] for line in lines]
    assert received == sorted(received)
    assert day_from_number(received[-1] // 86_400_000).isoformat() <= UNTIL
    assert all(line["entry"]["device"].startswith("simulate-") for line in lines)


def test_simulate_refuses_a_plan_without_days(tmp_path: Path) -> None:
    assert main(["simulate", "--people", "0", "--out", str(tmp_path / "none")]) == 2
