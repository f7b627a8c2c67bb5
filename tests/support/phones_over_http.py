"""Served instances for rehearsals: started, killed with SIGKILL, started again on the same folder; phones over HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.support.kept_rulebook import give_back, lend
from tests.support.simulated_phone import Answer, Cut, SimulatedPhone

PROJECT = Path(__file__).parents[2]


@dataclass
class Served:
    """One installation in a folder of its own, behind the same server as in production. `relay` is its upstream."""

    home: Path
    relay: str | None = None
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    log: Any = field(default=None, repr=False)
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        lend(self.home)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Of every process of this installation."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("NYELIK", "DJANGO"))}
        path = f"{PROJECT / 'src'}{os.pathsep}{PROJECT}"
        return inherited | {"NYELIK_HOME": str(self.home), "PYTHONPATH": path} | self.settings

    def run(self, *command: str) -> str:
        """A program on this installation; its output."""
        done = subprocess.run(
            [sys.executable, *command],
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def nyelik(self, *arguments: str) -> str:
        """A command of nyelik."""
        return self.run("-m", "nyelik", *arguments)

    def start(self) -> None:
        """Serve, in a process group of its own, and wait until it answers."""
        beside = ["--relay", self.relay] if self.relay else []
        command = [sys.executable, "-m", "nyelik", "serve", "--port", str(self.port), *beside]
        self.log = (self.home / "serve.log").open("ab")
        self.process = subprocess.Popen(
            command, env=self.environment, cwd=PROJECT, stderr=self.log, start_new_session=True
        )
        for _ in range(600):
            if self._answers():
                return
            assert self.process.poll() is None, (self.home / "serve.log").read_text()
            time.sleep(0.1)
        raise AssertionError((self.home / "serve.log").read_text())

    def _answers(self) -> bool:
        try:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/masuk")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False

    def kill(self) -> None:
        """SIGKILL to every process of this server, none of which may say goodbye."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()
        # The port is free only when the last of its workers is gone.
        for _ in range(200):
            if not self._answers():
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """As `kill`, if it runs; the rulebook that it read is kept for others."""
        if self.process is not None and self.process.poll() is None:
            self.kill()
        give_back(self.home)

    def __call__(self, path: str, token: str, content: Any) -> Answer:
        """What it answers a device. Raises Cut when it dies in between."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", path, json.dumps(content), headers)
            response = connection.getresponse()
            return Answer(response.status, json.loads(response.read()))
        except (OSError, HTTPException, ValueError) as error:
            raise Cut from error
        finally:
            connection.close()


def make_district(served: Served, names: Sequence[str]) -> dict[str, SimulatedPhone]:
    """Places and workers of `phone_world`, and a phone for each name; `laptop` among them is a laptop of the head."""
    told = json.loads(served.run("-m", "tests.support.make_phones", *names))
    return {
        name: SimulatedPhone(one["device"], one["token"], one["worker"], _now)
        for name, one in told.items()
    }


def _now() -> int:
    return time.time_ns() // 1_000_000


def what_is_there(served: Served) -> list[tuple[str, str, int, str]]:
    """(mark, device, number, status) of every marked entry of the journal."""
    found = json.loads(served.run("-m", "tests.support.make_phones", "--list"))
    return [(one[0], one[1], one[2], one[3]) for one in found]
