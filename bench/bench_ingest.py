"""Durable ingest: contacts a second through HTTP, against the bare store and a bare file in the same run.

Batches of 100 contacts with 8 observations each. Through HTTP: granian on loopback as `nyelik serve` starts it, device
token, strict decoding, validation, scope check, SQLite with synchronous FULL, one receipt each, projections catching up
beside the requests; the client shares the same cores. The bare store decodes the same bodies and inserts rows under
the same key; the bare file appends the bytes and calls fdatasync for each batch.
"""

import json
import os
import secrets
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).parents[1]
REACH = 8_000
BATCH, PEOPLE, CLIENTS = 100, 2_000, 2
SMALL, FULL = 80, 800  # batches for each client
AREA, DEVICE = "19.06.01.2004", "bench"
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


def run() -> Lines:
    """The small measurement."""
    return measure()


def measure(*, full: bool = False) -> Lines:
    """HTTP, our `append` without HTTP, the bare store, the bare file: contacts a second, each with its ratio."""
    with tempfile.TemporaryDirectory(prefix="nyelik-bench-") as home:
        environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment["DJANGO_SETTINGS_MODULE"] = "nyelik.office.settings"
        environment.pop("NYELIK_DATABASE_URL", None)
        command = [sys.executable, "-m", "bench.bench_ingest", str(FULL if full else SMALL)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        lines: Lines = json.loads(done.stdout)
        return lines


def _measure_here(batches: int) -> Lines:
    """In a process whose data folder is thrown away afterwards."""
    from nyelik.cli.database import open_database

    open_database()
    tokens = [_device(f"{DEVICE}-{n}") for n in range(CLIENTS)]
    people = _people()
    bodies = [_bodies(f"{DEVICE}-{n}", people, batches) for n in range(CLIENTS)]
    with _serving() as port:
        rate, latencies = _through_http(port, tokens, bodies)
    ours = _rate(_append, _bodies(f"{DEVICE}-append", people, batches))
    store = _rate(_bare_store(), _bodies(f"{DEVICE}-store", people, batches))
    file = _rate(_bare_file(), _bodies(f"{DEVICE}-file", people, batches))
    p50, p99 = statistics.median(latencies), statistics.quantiles(latencies, n=100)[98]
    against = f"bare store {store:,.0f}/s, bare file {file:,.0f}/s"
    return [
        _line("durable contacts through HTTP", rate, against, rate / store)
        | {"reach": f">= {REACH:,}/s"},
        _line("the same through append, no HTTP", ours, against, ours / store),
        {
            "what": "a delivery of 100 contacts, median",
            "value": round(1_000 * p50, 1),
            "unit": "ms",
        },
        {"what": "a delivery of 100 contacts, p99", "value": round(1_000 * p99, 1), "unit": "ms"},
    ]


def _line(what: str, rate: float, against: str, ratio: float) -> dict[str, Any]:
    return {
        "what": what,
        "value": round(rate),
        "unit": "/s",
        "against": against,
        "ratio": round(ratio, 2),
    }


def _device(name: str) -> str:
    from django.utils import timezone

    from nyelik.register.devices import make_device
    from nyelik.register.workers import Worker

    worker = Worker(id=_new_id(), username=name, role="pustu", scope=[AREA])
    worker.save()
    return make_device(worker, name, "bench", timezone.now())


def _people() -> list[UUID]:
    from nyelik.journal.projections import catch_up
    from nyelik.journal.writer import Writer

    people = []
    with Writer("bench-people", None, _new_id, _now_ms, "bench") as writer:
        for number in range(PEOPLE):
            body = {
                "name": f"Orang {number}",
                "sex": "female",
                "born": "2025-03-01",
                "area": f"{AREA}-01-001",
            }
            people.append(writer.write("person", body, happened="2026-03-01"))
    catch_up()
    return people


def _bodies(device: str, people: Sequence[UUID], batches: int) -> list[bytes]:
    from nyelik.base import hlc
    from nyelik.journal.entry import CONTACT, Entry, encode

    def contact(number: int) -> Entry:
        return Entry(
            device=device,
            number=number,
            kind=CONTACT,
            subject=_new_id(),
            about=people[number * 7 % len(people)],
            body={"package": "penimbangan-balita", "observations": OBSERVATIONS},
            happened="2026-03-01T08:30",
            written=hlc.stamp(_now_ms()),
            place="Y1906-001",
            rulebook="bench",
        )

    starts = range(1, batches * BATCH, BATCH)
    return [encode([contact(number) for number in range(start, start + BATCH)]) for start in starts]


def _through_http(
    port: int, tokens: Sequence[str], bodies: Sequence[Sequence[bytes]]
) -> tuple[float, list[float]]:
    """Contacts a second of all clients together, and the seconds of each delivery."""
    latencies: list[float] = []

    def client(token: str, some: Sequence[bytes]) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        for body in some:
            began = time.perf_counter()
            connection.request("POST", "/api/entries", body, headers)
            answer = connection.getresponse()
            content = answer.read()
            latencies.append(time.perf_counter() - began)
            if answer.status != 200 or content.count(b'"accepted"') != BATCH:
                raise RuntimeError(f"{answer.status} {content[:300]!r}")

    threads = [
        threading.Thread(target=client, args=pair) for pair in zip(tokens, bodies, strict=True)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = sum(map(len, bodies))
    if len(latencies) != expected:
        raise RuntimeError(f"only {len(latencies)} of {expected} deliveries were acknowledged")
    return expected * BATCH / (time.perf_counter() - began), latencies


@contextmanager
def _serving() -> Iterator[int]:
    """`nyelik serve` on a free port, warm."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "nyelik", "serve", "--port", str(port)], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(600):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/api/entries")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def _rate(store: Callable[[bytes], None], bodies: Sequence[bytes]) -> float:
    began = time.perf_counter()
    for body in bodies:
        store(body)
    return len(bodies) * BATCH / (time.perf_counter() - began)


def _append(body: bytes) -> None:
    from nyelik.journal.append import append
    from nyelik.journal.entry import decode_entries

    append(decode_entries(body), received=_now_ms())


def _bare_store() -> Callable[[bytes], None]:
    """SQLite, WAL, FULL, one table with the key (device, number): no validation, no checks, no receipts."""
    import msgspec

    connection = sqlite3.connect(
        Path(os.environ["NYELIK_HOME"]) / "bare.sqlite3", isolation_level=None
    )
    connection.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "CREATE TABLE entry (seq INTEGER PRIMARY KEY, device TEXT, number INTEGER, subject TEXT, about TEXT,"
        " body TEXT, happened TEXT, written INTEGER, UNIQUE (device, number));"
    )
    insert = "INSERT INTO entry (device, number, subject, about, body, happened, written) VALUES (?, ?, ?, ?, ?, ?, ?)"
    encode = msgspec.json.Encoder().encode

    def store(body: bytes) -> None:
        rows = [
            (
                e["device"],
                e["number"],
                e["subject"],
                e["about"],
                encode(e["body"]),
                e["happened"],
                e["written"],
            )
            for e in msgspec.json.decode(body)
        ]
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(insert, rows)
        connection.execute("COMMIT")

    return store


def _bare_file() -> Callable[[bytes], None]:
    file = os.open(
        Path(os.environ["NYELIK_HOME"]) / "bare.ndjson", os.O_CREAT | os.O_WRONLY | os.O_APPEND
    )

    def store(body: bytes) -> None:
        os.write(file, body)
        os.fdatasync(file)

    return store


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _new_id() -> UUID:
    from nyelik.base.ids import RANDOM_BYTES, uuid7

    return uuid7(_now_ms(), secrets.token_bytes(RANDOM_BYTES))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure_here(int(sys.argv[1]))))
