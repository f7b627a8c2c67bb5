"""e-PPGBM's own z-scores beside ours: computed again from what the row says, differences listed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nyelik.exchange.spreadsheet.cells import read_number
from nyelik.exchange.spreadsheet.outcome import Outcome
from nyelik.exchange.spreadsheet.row import Row
from nyelik.rules.growth.tables import REASONS, GrowthTables
from nyelik.rules.growth.zscore_columns import MeasuredColumns, z_columns

INDICES = {
    "z_weight_for_age": ("weight_for_age", "BB/U"),
    "z_length_for_age": ("length_for_age", "TB/U"),
    "z_weight_for_length": ("weight_for_length", "BB/TB"),
}
# Both sides print two decimals: a last digit may round apart, more is a different computation.
TOLERANCE = 0.011


@dataclass(frozen=True)
class ScoreDifference:
    """A score in a row that we compute otherwise. `ours` None: `why` says why there is none."""

    row: Row
    index: str
    theirs: float
    ours: float | None
    why: str


@dataclass(frozen=True)
class ScoresCompared:
    """How many scores the file has, and those that differ."""

    compared: int
    differences: list[ScoreDifference]


def compare_scores(outcomes: Iterable[Outcome], tables: GrowthTables) -> ScoresCompared:
    """Compare every score that rows report."""
    rows = [
        o.row
        for o in outcomes
        if o.row.on and o.row.born and any(code in o.row.reported for code in INDICES)
    ]
    children = _columns(rows)
    compared, differences = 0, []
    for code, (name, label) in INDICES.items():
        z, reason = z_columns(tables, name, children)
        for place, row in enumerate(rows):
            theirs = read_number(row.reported.get(code), frozenset()).value
            if theirs is None:
                continue
            compared += 1
            ours = None if np.isnan(z[place]) else float(z[place])
            if ours is None or abs(ours - theirs) > TOLERANCE:
                why = REASONS[reason[place]] if reason[place] else _why(row)
                differences.append(ScoreDifference(row, label, theirs, ours, why))
    return ScoresCompared(compared, differences)


def _why(row: Row) -> str:
    said = any(remark.code == "age_differs" for remark in row.remarks)
    return (
        "age_differs"
        if said
        else "position_missing"
        if "measured_position" not in row.observations
        else ""
    )


def _columns(rows: list[Row]) -> MeasuredColumns:
    def numbers(code: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([row.observations.get(code, np.nan) for row in rows], np.float64)

    def codes(
        values: Iterable[object], known: dict[str, int]
    ) -> np.ndarray[tuple[int], np.dtype[np.int8]]:
        return np.array([known.get(str(value), -1) for value in values], np.int8)

    ages = [(row.on - row.born).days if row.on and row.born else 0 for row in rows]
    return MeasuredColumns(
        sex=codes((row.person.get("sex") for row in rows), {"female": 0, "male": 1}),
        age_days=np.array(ages, np.int32),
        weight_kg=numbers("weight_kg"),
        length_cm=numbers("length_cm"),
        head_cm=numbers("head_cm"),
        muac_cm=numbers("muac_cm"),
        position=codes(
            (row.observations.get("measured_position") for row in rows), {"lying": 0, "standing": 1}
        ),
        oedema=np.zeros(len(rows), np.bool_),
    )


WHY = {
    "": "hasil hitung berbeda",
    "age_differs": "umur di berkas tidak cocok dengan tanggal lahir: skor lama setelah tanggal lahir dibetulkan",
    "position_missing": "cara ukur kosong: dianggap sesuai umur",
    "implausible": "di luar batas wajar: ukur ulang",
    "out_of_range": "di luar tabel WHO",
    "missing_sex": "jenis kelamin kosong",
    "missing_age": "umur tidak diketahui",
    "missing_weight": "berat kosong",
    "missing_length": "panjang atau tinggi kosong",
}
