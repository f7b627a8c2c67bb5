"""What `bench_evaluate` measures of the whole rulebook, each in a process of its own."""

from __future__ import annotations

import os
import re
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.synthetic_mart import RTS, TODAY, write_mart
from bench.wider_rulebook import widened
from nyelik.base.dates import day_from_number
from nyelik.base.period import period_holding
from nyelik.register.areas import level_of, lineage, parent_of
from nyelik.register.tables import Area
from nyelik.rules.engines.columns import evaluate_many
from nyelik.rules.engines.kernels.compiled import runner
from nyelik.rules.facts import make_facts
from nyelik.rules.load import Loaded, load
from nyelik.rules.node import truth
from nyelik.watch.coverage import area_tree
from nyelik.watch.delta import Delta
from nyelik.watch.evaluate import Asked, Watch, over_blocks
from nyelik.watch.mart import Mart, State
from nyelik.watch.rows import NEVER, rows_of
from nyelik.watch.segments import BLOCK
from nyelik.watch.standing import Standing
from nyelik.watch.totals import evaluate_all, evaluate_blocks

PROVINCE = 1_400_000
WARM_SECONDS, COLD_SECONDS, BLOCK_MS, PEAK_MB = 1.5, 5.0, 60.0, 3_000
"""What is to be reached for a province on two processors with nothing else to do."""
MOST_TIMES_READING = 60.0
"""The limit that is asserted: processor time against that of reading the same bytes, which load moves alike."""
_CHANGED = 3_000  # people of one block with new events


def written(folder: Path, people: int) -> list[dict[str, Any]]:
    """Write the mart and its areas."""
    write_mart(folder, people)
    codes = sorted({code for rt in RTS for code in lineage(rt)})
    Area.objects.bulk_create(
        Area(code=code, parent=parent_of(code), level=level_of(code), name=code, source="bench")
        for code in codes
    )
    return []


def whole(folder: Path, people: int) -> list[dict[str, Any]]:
    """The rulebook as it is."""
    return _evaluations(folder, people, load())


def wider(folder: Path, people: int) -> list[dict[str, Any]]:
    """A rulebook of the size it may grow to."""
    return _evaluations(folder, people, widened(load()))


def _evaluations(folder: Path, people: int, loaded: Loaded) -> list[dict[str, Any]]:
    """Everything for everybody and by RT: from cold files, warm, and one changed block."""
    forgotten = _forget(folder)
    watch, day = Watch(Mart(folder), loaded), day_from_number(TODAY)
    state, asked = watch.mart.state(), Asked(period_holding(day, "year"), day)
    places = area_tree(watch, asked)
    compiler = _cost(_load_machine, 1)
    before = _read_from_disk()
    cold = _cost(lambda: evaluate_all(watch, state, asked, places), 1)
    fetched = (_read_from_disk() - before) / 1e6
    reading = _cost(lambda: over_blocks(lambda block: _read(state, block), state.blocks), 5)
    warm = _cost(lambda: evaluate_all(watch, state, asked, places), 5)
    totals = evaluate_all(watch, state, asked, places)
    assert totals.by_leaf.shape[2] == len(places.leaves) > len(RTS)
    assert totals.by_leaf[:, :2].sum() == sum(
        sum(one.values()) for one in totals.indicators.values()
    )
    once = _cost(lambda: evaluate_blocks(watch, state, asked, [0], places), 5)
    changed = _cost_of_changed(watch, asked)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    at_scale = people == PROVINCE
    size = (
        f"{people:,} people, {len(state.base.rows):,} events, {len(totals.services) + len(totals.findings)}"
        f" services and findings, {len(totals.indicators)} indicators by {len(RTS):,} RTs"
    )
    told = f"{fetched:,.0f} MB from disk" if forgotten else "files could not be forgotten"
    lines = [
        _line(f"loading the compiled machine, {size}", compiler, reading),
        _line(
            f"everything from cold files ({told})",
            cold,
            reading,
            COLD_SECONDS if at_scale else None,
        ),
        _line(
            f"everything, warm, {people:,} people",
            warm,
            reading,
            WARM_SECONDS if at_scale else None,
        ),
        _line(f"one block of {min(people, BLOCK):,} again", once, reading),
        _line(f"one block with {_CHANGED:,} changed people", changed, reading, BLOCK_MS / 1000),
        {"what": "most memory, mapped files included", "value": round(peak), "unit": "MB"}
        | ({"reach": PEAK_MB} if at_scale else {}),
    ]
    if at_scale:
        assert peak < PEAK_MB, f"{peak:.0f} MB"
        assert warm.processor / reading.processor < MOST_TIMES_READING, lines
    return lines


def _load_machine() -> None:
    """Importing the compiler and its cached code, or compiling where there is no cache: once for an installation."""
    runner(10**12)
    evaluate_many([truth(True)], [make_facts()], TODAY)


class _Cost(NamedTuple):
    """Seconds on the wall and of the processor: on a busy machine only the second can be compared."""

    wall: float
    processor: float


def _line(what: str, cost: _Cost, reading: _Cost, reach: float | None = None) -> dict[str, Any]:
    against = f"reading the same bytes: {reading.wall:.3f} s, processor {reading.processor:.3f} s"
    return {
        "what": f"{what} (processor {cost.processor:.3f} s)",
        "value": round(cost.wall, 3),
        "unit": "s",
        "against": against,
        "ratio": round(cost.processor / reading.processor, 1),
    } | ({} if reach is None else {"reach": reach})


def _read(state: State, block: int) -> float:
    rows = state.base.block(block)
    return float(np.sum(rows.person) + np.sum(rows.day) + np.nansum(rows.value))


def _cost(work: Callable[[], object], times: int = 3) -> _Cost:
    """The least of a few runs: other work on the machine only ever adds."""
    wall, processor = [], []
    for _ in range(times):
        start, before = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - start)
        processor.append(time.process_time() - before)
    return _Cost(min(wall), min(processor))


def _cost_of_changed(watch: Watch, asked: Asked) -> _Cost:
    """Totals right after a day's events came to one block; writing them is not counted."""
    costs, places = [], area_tree(watch, asked)
    standing = Standing(watch, asked, places)
    standing.totals(watch.mart.state())
    for turn in range(3):
        with watch.mart.writing():
            state = watch.mart.state()
            state = watch.mart.add(_weighings(state, turn))
        costs.append(_cost(lambda: standing.totals(state), 1))  # noqa: B023
    again = evaluate_all(watch, state, asked, places)
    assert again.indicators == standing.totals(state).indicators
    return _Cost(min(one.wall for one in costs), min(one.processor for one in costs))


def _weighings(state: State, turn: int) -> Delta:
    people = range(
        turn, min(BLOCK, len(state.people)), max(1, min(BLOCK, len(state.people)) // _CHANGED)
    )
    measured = {"weight_kg": 12.5, "systolic_mmhg": 120.0, "height_cm": 95.0}
    records = [
        (person, state.codes.index(code), TODAY - turn, -1, value, 10**9 + turn, TODAY, NEVER)
        for person in people
        for code, value in measured.items()
    ]
    none = np.zeros(0, np.int64)
    return Delta(
        state.seq + 1, rows_of(records), none, np.zeros((0, 16), np.uint8), none.astype(np.uint64)
    )


def _forget(folder: Path) -> bool:
    """Let the system forget what it holds of the mart's files; False where it cannot be asked."""
    if not hasattr(os, "posix_fadvise"):
        return False
    for path in folder.rglob("*.npy"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return True


def _read_from_disk() -> int:
    """Bytes that this process has had fetched from disk so far."""
    told = Path("/proc/self/io")
    found = re.search(r"read_bytes: (\d+)", told.read_text()) if told.exists() else None
    return int(found[1]) if found else 0
