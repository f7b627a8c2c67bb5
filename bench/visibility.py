"""How soon accepted entries are counted: run in an instance of its own, which must be empty."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.synthetic_mart import TODAY, write_mart
from nyelik.base.dates import day_from_number
from nyelik.base.period import period_holding
from nyelik.journal.append import append
from nyelik.journal.entry import Entry
from nyelik.journal.projections import catch_up
from nyelik.register.tables import Area
from nyelik.rules.load import load
from nyelik.watch.coverage import coverage
from nyelik.watch.evaluate import Asked, Watch
from nyelik.watch.refresh import home_mart, refresh

REACH_VISIBLE_MS = 200.0
CONTACTS_OF_A_DAY = 3_000  # a busy day of a district of 132,000


def visible(_: Path, people: int) -> list[dict[str, Any]]:
    """How soon accepted entries are counted by village, in this instance, which must be empty."""
    area = {"level": "village", "parent": "19.06.01", "source": "bench"}
    Area.objects.create(code="19.06.01.2004", name="Kelubi", **area)
    write_mart(home_mart().folder, people)
    loaded, day = load(), day_from_number(TODAY)
    watch, asked = Watch(home_mart(), loaded), Asked(period_holding(day, "year"), day)
    _append_people()
    lines = []
    for count in (
        1,
        100,
        CONTACTS_OF_A_DAY,
        CONTACTS_OF_A_DAY,
    ):  # the first two warm up what a server has warm
        refresh(home_mart(), loaded.rules.words)
        before = coverage(watch, "spm-04", "village", asked)
        _append_contacts(count, len(lines), day)
        start, before_work = time.perf_counter(), time.process_time()
        state = refresh(home_mart(), loaded.rules.words)
        fresh = time.perf_counter()
        after = coverage(watch, "spm-04", "village", asked, state=state)
        seconds, processor = time.perf_counter() - start, time.process_time() - before_work
        assert after.seq > before.seq
        lines.append(
            {
                "what": f"{count:,} contacts visible in coverage of {people:,} (processor {processor * 1000:.0f} ms)",
                "value": round(seconds * 1000),
                "unit": "ms",
                "against": f"reading and folding the entries: {(fresh - start) * 1000:.0f} ms",
                "ratio": round(seconds / (fresh - start), 1),
            }
        )
    lines[-1]["reach"] = REACH_VISIBLE_MS
    return lines[1:]


def _append_people() -> None:
    body = {"sex": "female", "born": "2023-05-01", "area": "19.06.01.2004"}
    _append(
        [
            ("person", number, number, body, "2026-11-01")
            for number in range(1, CONTACTS_OF_A_DAY + 1)
        ]
    )


def _append_contacts(count: int, turn: int, day: dt.date) -> None:
    measured = {
        "weight_kg": 12.4,
        "length_cm": 90.5,
        "measured_position": "standing",
        "muac_cm": 15.0,
    }
    body = {
        "observations": {**measured, "vitamin_a_red": True, "kpsp_result": "sesuai"},
        "doses": {"MR": 2},
    }
    start = 10**9 * (turn + 1)
    _append([("contact", start + n, n, body, day.isoformat()) for n in range(1, count + 1)])


def _append(told: list[tuple[str, int, int, dict[str, Any], str]]) -> None:
    now = int(time.time() * 1000)
    append(
        [
            Entry(
                device="bench",
                number=0,
                kind=kind,
                subject=UUID(int=subject),
                about=UUID(int=about),
                body=body,
                happened=happened,
                written=(now << 16) + number,
                rulebook="bench",
            )
            for number, (kind, subject, about, body, happened) in enumerate(told)
        ],
        received=now,
    )
    catch_up()
