"""Search latency: what a worker types, against 132,000 people (1.4 million with `full`), log of the read included.

Runs in a data folder of its own, thrown away afterwards: SQLite, or the throwaway PostgreSQL that
NYELIK_BENCH_DATABASE_URL names. People have names as the simulator invents them; words typed are misspelt as often as
kader do. The peer in the same run is the fetch of one person by primary key.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

DISTRICT, PROVINCE = 132_000, 1_400_000
REACH_MS = 50.0
QUERIES = 150
ROOT = Path(__file__).parents[1]


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """First load of people and words, then p50 and p95 for each way of searching."""
    lines = []
    for people in (DISTRICT, PROVINCE) if full else (DISTRICT,):
        lines += _in_own_process(people)
    return lines


def _in_own_process(people: int) -> list[dict[str, Any]]:
    """Django keeps one database for a process; the bench must never see the one in use."""
    with tempfile.TemporaryDirectory(prefix="nyelik-bench-") as home:
        environment = {**os.environ, "NYELIK_HOME": home, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        environment["DJANGO_SETTINGS_MODULE"] = "nyelik.office.settings"
        environment.pop("NYELIK_DATABASE_URL", None)
        if url := os.environ.get("NYELIK_BENCH_DATABASE_URL"):
            environment["NYELIK_DATABASE_URL"] = url
        command = [sys.executable, "-m", "bench.bench_search", str(people)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        lines: list[dict[str, Any]] = json.loads(done.stdout)
        return lines


def run_here(people: int) -> list[dict[str, Any]]:
    """The measurement itself, in a process whose Django points at an empty database."""
    import django

    django.setup()
    from django.core.management import call_command

    from nyelik.register import facilities

    call_command("migrate", verbosity=0)
    facilities.load_district("19.06")
    seconds = _first_load(people)
    size = f"{people:,} people"
    lines = [
        {"what": f"first load of the register, {size}", "value": round(seconds, 1), "unit": "s"}
    ]
    return lines + _latencies(size)


def _first_load(people: int) -> float:
    from nyelik.journal.append import append
    from nyelik.journal.projections import catch_up, catch_up_index
    from nyelik.register.search_words import statistics_up_to_date

    now = int(time.time() * 1000)
    batch = []
    for entry in _people(people, now):
        batch.append(entry)
        if len(batch) == 5000:
            append(batch, received=now)
            batch.clear()
    append(batch, received=now)
    catch_up_index()
    start = time.perf_counter()
    catch_up()
    seconds = time.perf_counter() - start
    statistics_up_to_date()
    return seconds


def _people(people: int, now: int) -> Any:
    """Entries of invented people, RT by RT, with mothers' names, streets, NIK and KK."""
    from nyelik.journal.entry import Entry
    from nyelik.register.tables import Area
    from nyelik.simulate.chance import Chance
    from nyelik.simulate.naming import family_name, invent_name, invent_street, pick_culture

    chance, rng = Chance(1), random.Random(1)
    rts = list(Area.objects.filter(level="rt").values_list("code", flat=True))
    for number in range(people):
        culture, sex = pick_culture(chance), rng.choice(("female", "male"))
        year, family = rng.randint(1945, 2026), family_name(chance, culture)
        person = UUID(int=(0x70 << 72) | number)
        yield Entry(
            device="bench",
            number=number + 1,
            kind="person",
            subject=person,
            about=person,
            body={
                "name": invent_name(chance, culture, sex, year, family),
                "sex": sex,
                "born": f"{year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                "nik": f"190699{rng.randint(10**9, 10**10 - 1)}",
                "kk": f"190699{number // 4:010}",
                "mother_name": invent_name(chance, culture, "female", year - 25, family),
                "area": rts[number * len(rts) // people],
                "address": invent_street(chance),
            },
            happened="2026-01-01",
            written=(now << 16) + number,
            rulebook="bench",
        )


def _latencies(size: str) -> list[dict[str, Any]]:
    from django.utils import timezone

    from nyelik.register import access
    from nyelik.register.access import Viewer
    from nyelik.register.tables import Person
    from nyelik.register.workers import Worker
    from nyelik.simulate.chance import Chance
    from nyelik.simulate.naming import misspell

    chance, rng = Chance(2), random.Random(2)
    last = Person.objects.count()
    sample = list(Person.objects.filter(number__in=rng.sample(range(1, last + 1), QUERIES)))
    make = Worker.objects.create_worker

    def viewer(number: int, role: str, scope: str) -> Viewer:
        worker = make(username=role, role=role, scope=[scope], id=UUID(int=number))
        return Viewer(worker, timezone.now(), reason="bench")

    dinkes = viewer(1, "dinkes", "19.06")
    head = viewer(2, "puskesmas_head", "P1906-01")
    pustu = viewer(3, "pustu", "U1906-04")
    kader = viewer(4, "kader", "Y1906-021")
    typed = {
        "whole name": [person.name for person in sample],
        "name misspelt": [misspell(chance, person.name) for person in sample],
        "first word": [person.name.split()[0] for person in sample],
        "beginning of a word": [person.name[:4] for person in sample],
        "name and mother": [f"{p.name.split()[0]} {p.mother_name.split()[-1]}" for p in sample],
        "name and street": [f"{p.name.split()[0]} {p.address.split()[0]}" for p in sample],
        "slip of the finger": [_slip(rng, person.name) for person in sample],
        "nobody's name": [f"{p.name.split()[0]} qwertz" for p in sample],
        "NIK": [person.nik for person in sample],
        "No. KK": [person.kk for person in sample],
        "RT": [f"rt {rng.randint(1, 40)}" for _ in sample],
    }
    peer = _timed(lambda person: Person.objects.get(number=person), [p.number for p in sample])
    lines = []
    for what, texts in typed.items():
        times = _timed(lambda text: access.search(dinkes, text), texts)
        lines.append(_line(f"search, {what}, {size}", times, peer))
    for who in (head, pustu, kader):
        times = _timed(lambda text, who=who: access.search(who, text), typed["name misspelt"])
        lines.append(_line(f"search as {who.role}, misspelt, {size}", times, peer))
    return [*lines, _found(access, dinkes, sample, typed, size)]


def _slip(rng: random.Random, name: str) -> str:
    place = rng.randrange(1, len(name)) if len(name) > 1 else 0
    return name[:place] + rng.choice("abcdefghijklmnopqrstuvwxyz") + name[place + 1 :]


def _found(
    access: Any, viewer: Any, sample: Sequence[Any], typed: Any, size: str
) -> dict[str, Any]:
    """Of misspelt names typed with the mother's, how many bring the person among the first 20."""
    hits = 0
    for person, text in zip(sample, typed["name misspelt"], strict=True):
        found = access.search(viewer, f"{text} {person.mother_name}")
        hits += person.id in {one.person.id for one in found}
    share = round(100 * hits / len(sample))
    return {"what": f"misspelt name + mother found among 20, {size}", "value": share, "unit": "%"}


@dataclass(frozen=True)
class _Times:
    """Milliseconds: wall time at the 50th and 95th percentile, and processor time at the 95th.

    Processor time is what remains true when the machine has other work.
    """

    p50: float
    p95: float
    cpu_p95: float


def _timed(call: Callable[[Any], Any], inputs: Sequence[Any]) -> _Times:
    """Times of one call for each input, after a warm-up."""
    for value in inputs[:5]:
        call(value)
    wall, cpu = [], []
    for value in inputs:
        start, busy = time.perf_counter(), time.thread_time()
        call(value)
        wall.append((time.perf_counter() - start) * 1000)
        cpu.append((time.thread_time() - busy) * 1000)
    return _Times(statistics.median(wall), _p95(wall), _p95(cpu))


def _p95(times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def _line(what: str, times: _Times, peer: _Times) -> dict[str, Any]:
    return {
        "what": f"{what}: p95 (p50 {times.p50:.1f}, processor p95 {times.cpu_p95:.1f})",
        "value": round(times.p95, 1),
        "unit": "ms",
        "against": f"one person by primary key: p95 {peer.p95:.2f} ms",
        "ratio": round(times.p95 / peer.p95, 1),
        "reach": f"<= {REACH_MS:.0f} ms: {'yes' if times.p95 <= REACH_MS else 'NO'}",
    }


if __name__ == "__main__":
    json.dump(run_here(int(sys.argv[1])), sys.stdout)
