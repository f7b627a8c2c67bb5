"""The first pull of a phone, and a pull of nothing new: server time in all, against reading the same entries.

People with twelve contacts of eight observations each, in a data folder of its own. Every page is made as the address
makes it (narrowed for the worker, written down as read, JSON, gzip); the peer only reads the entries of everybody from
the journal. A kader's pages are narrowed most, so theirs are measured beside the Pustu's.
"""

from __future__ import annotations

import gzip
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[1]
SMALL, FULL = 1_000, 10_000
CONTACTS = 12
AREA = "19.06.01.2004"
REACH_SECONDS = 20.0  # for 10,000 people
OBSERVATIONS = {
    "weight_kg": 9.1,
    "length_cm": 75.2,
    "measured_position": "lying",
    "muac_cm": 14.2,
    "head_cm": 45.1,
    "oedema": False,
    "vitamin_a": True,
    "temperature_c": 36.8,
}
Lines = list[dict[str, Any]]


def measure(*, full: bool = False) -> Lines:
    """Seconds of a whole first pull, its pages, and one contact with nothing new."""
    with tempfile.TemporaryDirectory(prefix="nyelik-bench-") as home:
        environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment["DJANGO_SETTINGS_MODULE"] = "nyelik.office.settings"
        environment.pop("NYELIK_DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.bench_sync", str(FULL if full else SMALL)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        lines: Lines = json.loads(done.stdout)
        return lines


def _measure_here(people: int) -> Lines:
    """In a process whose data folder is thrown away afterwards."""
    from nyelik.cli.database import open_database

    open_database()
    known = _fill(people)
    reading = _read_only(known)
    lines: Lines = []
    for role in ("pustu", "kader"):
        lines += _pull_as(role, people, reading)
    return lines


def _pull_as(role: str, people: int, reading: float) -> Lines:
    from django.utils import timezone

    from nyelik.office.device_door import GZIP_LEVEL
    from nyelik.office.sync_api import page_for
    from nyelik.register.access import Viewer
    from nyelik.register.workers import Device, Worker

    worker = Worker(id=_new_id(), username=role, role=role, scope=[AREA])
    worker.save()
    device = Device(id=f"bench-{role}", worker=worker, made_at=timezone.now())
    viewer = Viewer(worker, timezone.now())
    page_for(device, None, viewer)  # the rulebook and its bundle are made once in a process
    cursor, more, sizes = None, True, []
    began = time.perf_counter()
    while more:
        page = page_for(device, cursor, viewer)
        sizes.append(len(gzip.compress(_encoded(page), GZIP_LEVEL, mtime=0)))
        cursor, more = page["cursor"], page["more"]
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(20):
        nothing = _encoded(page_for(device, cursor, viewer))
    again = (time.perf_counter() - began) / 20
    limit = REACH_SECONDS * people / 10_000
    return [
        {
            "what": f"{role}: first pull of {people:,} people, all pages",
            "value": round(whole, 2),
            "unit": "s",
            "against": f"limit {limit:g} s; only reading the entries {reading:.2f} s",
            "ratio": round(whole / reading, 2),
            "reach": f"<= {limit:g} s",
        },
        {"what": f"{role}: packed, in {len(sizes)} pages", "value": sum(sizes) // 1000, "unit": "kB"},
        {"what": f"{role}: largest page, packed", "value": max(sizes) // 1000, "unit": "kB"},
        {"what": f"{role}: nothing new", "value": round(1_000 * again, 1), "unit": "ms"},
        {"what": f"{role}: answer with nothing new", "value": len(nothing), "unit": "bytes"},
    ]  # fmt: skip


def _encoded(page: dict[str, Any]) -> bytes:
    from nyelik.journal.entry import encode

    return encode(page)


def _read_only(people: list[UUID]) -> float:
    from nyelik.journal.read import entries_about

    began = time.perf_counter()
    for start in range(0, len(people), 100):
        entries_about(people[start : start + 100])
    return time.perf_counter() - began


def _fill(people: int) -> list[UUID]:
    from nyelik.journal.projections import catch_up
    from nyelik.journal.writer import Writer

    known = []
    with Writer("bench-people", None, _new_id, _now_ms, "bench") as writer:
        for number in range(people):
            body = {
                "name": f"Orang {number}",
                "area": f"{AREA}-01-{1 + number % 9:03}",
                "sex": "male",
            }
            person = writer.write("person", body, happened="2026-01-01")
            known.append(person)
            for month in range(CONTACTS):
                writer.write(
                    "contact",
                    {"observations": OBSERVATIONS},
                    about=person,
                    happened=f"2025-{month + 1:02}-10",
                )
    catch_up()
    return known


def _new_id() -> UUID:
    from nyelik.base.ids import RANDOM_BYTES, uuid7

    return uuid7(_now_ms(), secrets.token_bytes(RANDOM_BYTES))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure_here(int(sys.argv[1]))))
