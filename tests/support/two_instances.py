"""A district and a laptop in one process: each with a database of its own, one of which is in use at a time.

On SQLite only; two served instances are tried by the rehearsal.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend
from django.test import Client

from nyelik.office.home import SQLITE_OPTIONS
from nyelik.relay.rounds import Laptop, one_round
from nyelik.relay.upstream import Away, Refused
from tests.support.phone_world import direct, real_now
from tests.support.simulated_phone import Answer, Cut


@dataclass
class Instance:
    """One installation: its database file."""

    file: Path

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """While this lasts `default` is this instance's database."""
        before = connections["default"]
        settings = deepcopy(before.settings_dict)
        settings |= {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(self.file),
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 0,
        }
        here = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, "default")
        connections["default"] = here
        try:
            yield
        finally:
            here.close()
            connections["default"] = before

    def __call__(self, path: str, token: str, content: Any) -> Answer:
        """What this instance answers a device."""
        with self.in_use():
            return direct(path, token, content)


def make_instance(file: Path, template: Path) -> Instance:
    """A new installation; the first one makes the template."""
    if not template.exists():
        with Instance(template).in_use():
            call_command("migrate", verbosity=0, interactive=False)
    shutil.copy(template, file)
    return Instance(file)


@dataclass
class InProcess:
    """The district as the laptop's rounds know it. `cut_after`: so many requests are answered, then the line is dead.

    With `lose_answers` the district hears the one that is cut.
    """

    district: Instance
    laptop: Instance
    token: str
    cut_after: int | None = None
    lose_answers: bool = False
    asked: list[str] = field(default_factory=list)

    def post(self, path: str, content: Any) -> Mapping[str, Any]:
        """As `Upstream.post`."""
        dead = self.cut_after is not None and len(self.asked) >= self.cut_after
        if dead and not self.lose_answers:
            raise Away
        answer = self.district(path, self.token, content)
        self.asked.append(path)
        if dead:
            raise Away
        if answer.status != 200:
            raise Refused(answer.status, answer.content["problem"]["code"])
        return answer.content

    def get(self, path: str) -> bytes:
        """As `Upstream.get`."""
        with self.district.in_use():
            headers = {"Authorization": f"Bearer {self.token}"}
            response = Client().get(path, headers=headers)
        if response.status_code != 200:
            raise Refused(response.status_code, json.loads(response.content)["problem"]["code"])
        return bytes(response.content)

    def round(self, home: Path) -> int:
        """One round of the laptop; what it sent, or -1 when the line went dead."""
        with self.laptop.in_use():
            try:
                return one_round(self, Laptop(home, "test", "relay", real_now))
            except Away:
                return -1


def unreachable(path: str, token: str, content: Any) -> Answer:
    """A server that is not there."""
    raise Cut
