"""The phone's store in Node against a served office: it lists whom the office lists, and sends what it saved, once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from nyelik.rules.engines.phone import field_folder, find_node
from tests.support.field_phone import enrol_code, environment_of
from tests.support.served import Office, served_demo

PHONES = [("pustu", "kader"), ("kepala", "pustu")]
LISTED = """
import datetime as dt, json, sys
from nyelik.cli.database import open_database
open_database()
from nyelik.register.access import Viewer, people_visible_to
from nyelik.register.workers import Worker
viewer = Viewer(Worker.objects.get(username=sys.argv[1]), dt.datetime.now(dt.UTC))
people = people_visible_to(viewer, gone=True, limit=100_000)
print(json.dumps({str(p.id): [p.name, p.sex or None, p.born, p.area, p.died] for p in people}, default=str))
"""

pytestmark = pytest.mark.rehearsal


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with served_demo(tmp_path_factory.mktemp("district"), today=None) as office:
        yield office


@pytest.mark.parametrize(("supervisor", "worker"), PHONES)
def test_the_phone_has_what_the_office_has(district: Office, supervisor: str, worker: str) -> None:
    listed = json.loads(_said(district, LISTED, worker))
    told = _driven(district, enrol_code(district, supervisor, worker))
    assert told["status"]["problem"] is None
    assert told["people"] == listed
    assert told["engine"] == told["rulebook"]
    assert told["quiet"]["asked"] == ["/api/sync"]
    assert sum(told["quiet"]["bytes"]) < 800
    assert [(one["number"], one["at"]) for one in told["mine"]] == [(2, "server"), (1, "server")]
    assert told["unlocked"] == len(listed) + 1
    assert told["file"] == [True]
    assert told["due"] > 0
    after = json.loads(_said(district, LISTED, worker))
    assert after[told["born"]][0] == "Bayi Percobaan"


def _driven(office: Office, code: str) -> Any:
    node = find_node()
    assert node is not None, "the phone's engine needs Node"
    drive = field_folder() / "store" / "tests" / "support" / "drive.ts"
    ran = subprocess.run(
        [node, str(drive), office.url, code], capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def _said(office: Office, script: str, *words: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", script, *words],
        env=environment_of(office), check=True, capture_output=True, text=True,
    )  # fmt: skip
    return ran.stdout.strip().splitlines()[-1]
