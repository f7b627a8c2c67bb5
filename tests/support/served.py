"""A served office: a small demo district in a folder of its own, behind the same server as in production."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.support.kept_rulebook import give_back, lend

PEOPLE, TODAY = 1_500, "2026-07-01"
NYELIK = [sys.executable, "-m", "nyelik"]


@dataclass(frozen=True)
class Office:
    """Where it is served, its data folder, and the password of each login."""

    url: str
    home: Path
    passwords: dict[str, str]


@contextmanager
def served_demo(home: Path, people: int = PEOPLE, today: str | None = TODAY) -> Iterator[Office]:
    """Make the district (lived until the day before `today`; None: this day), serve it, stop the server at the end."""
    environment = environment_of(home)
    lend(home)
    plan = ["demo", "--people", str(people), "--json", *(["--today", today] if today else [])]
    made = subprocess.run([*NYELIK, *plan], env=environment, check=True, capture_output=True)
    logins = {one["login"]: one["password"] for one in json.loads(made.stdout)["logins"]}
    try:
        with served(home, logins) as office:
            yield office
    finally:
        give_back(home)


@contextmanager
def served(home: Path, logins: dict[str, str]) -> Iterator[Office]:
    """Serve a district that was made before, and stop the server at the end."""
    environment = environment_of(home)
    port = _free_port()
    log = (home / "serve.log").open("wb")
    server = subprocess.Popen([*NYELIK, "serve", "--port", str(port)], env=environment, stderr=log)
    try:
        _wait_for(port, home / "serve.log")
        yield Office(f"http://127.0.0.1:{port}", home, logins)
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def environment_of(home: Path) -> dict[str, str]:
    """What a command of this district runs with."""
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    environment |= {"NYELIK_HOME": str(home), "PYTHONPATH": "src"}
    environment.pop("NYELIK_DATABASE_URL", None)
    return environment


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, log: Path) -> None:
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/masuk")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the office did not start:\n{log.read_text()}")
