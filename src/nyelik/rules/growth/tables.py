"""The growth tables: coefficients and every constant of the method, read from `rulebook/growth`.

L is the power, M the median and S the coefficient of variation at one age (or length) of one sex.
Nothing here is computed for a child; see `zscore` (one child) and `zscore_columns` (many).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

SEXES = ("female", "male")
INDICES = (
    "weight_for_age",
    "length_for_age",
    "weight_for_length",
    "bmi_for_age",
    "head_for_age",
    "muac_for_age",
)
MEASURES = ("weight_kg", "length_cm", "head_cm", "muac_cm", "bmi")
# Why there is no score that may be used; columns store the place in this order, nought being a score.
REASONS = (
    "",
    "implausible",
    "out_of_range",
    "missing_sex",
    "missing_age",
    "missing_weight",
    "missing_length",
    "missing_head",
    "missing_muac",
    "oedema",
)
_KEYS = ("day", "month", "length_cm")
PART_OF_A_ROW = 1e6  # keys are met to a millionth of a row: 109.3 + 0.7 cm is the row of 110 cm


class Lms(NamedTuple):
    """The coefficients for one child: power, median, coefficient of variation."""

    power: float
    median: float
    variation: float


@dataclass(frozen=True)
class LmsTable:
    """Coefficients in even steps of `key`, for children of `from_day` to `until_day` of age, both counted.

    `rows[sex][i]` belongs to the key `first + i / rows_per_unit`.
    """

    file: str
    key: str
    from_day: int
    until_day: int
    first: float
    rows_per_unit: float
    rows: Mapping[str, tuple[Lms, ...]]

    def at(self, sex: str, key: float) -> Lms | None:
        """The coefficients at `key`, between two rows by linear interpolation; None outside the table."""
        rows = self.rows[sex]
        place = (key - self.first) * self.rows_per_unit
        place = math.floor(place * PART_OF_A_ROW + 0.5) / PART_OF_A_ROW
        low = math.floor(place)
        if place < 0 or place > len(rows) - 1:
            return None
        if place == low:
            return rows[low]
        part = place - low
        return Lms(*(a + part * (b - a) for a, b in zip(rows[low], rows[low + 1], strict=True)))


@dataclass(frozen=True)
class Index:
    """How one index is scored: of which measure, from which tables, and what cannot be true."""

    name: str
    measure: str
    weight_based: bool
    extrapolate_beyond: float | None
    implausible_below: float
    implausible_above: float
    tables: tuple[LmsTable, ...]

    def table_for(self, age_days: int) -> LmsTable | None:
        """The table for a child of this age, if any."""
        for table in self.tables:
            if table.from_day <= age_days <= table.until_day:
                return table
        return None


@dataclass(frozen=True)
class KmsBand:
    """A coloured band of the printed KMS, between two scores of weight for age."""

    low: float
    high: float
    colour: str


@dataclass(frozen=True)
class ChartRules:
    """How charts are drawn: pages in months of age, scores of the curves, and the KMS."""

    pages_months: tuple[tuple[int, int], ...]
    curves: tuple[float, ...]
    kms_index: str
    kms_bands: tuple[KmsBand, ...]
    kms_red_line: float
    kms_orange_line: float


@dataclass(frozen=True, eq=False)
class GrowthTables:
    """All of `rulebook/growth`. Compared by identity: engines keep arrays made from it."""

    indices: Mapping[str, Index]
    days_in_a_month: float
    decimals: int
    standing_from_day: int
    position_correction_cm: float
    minimum_gain_g: Mapping[str, tuple[int, ...]]
    last_status_month: int
    charts: ChartRules

    def minimum_gain(self, sex: str | None, month: int) -> int | None:
        """KBM in grams at `month` completed months of age; None where the sheet has none."""
        gains = self.minimum_gain_g.get(sex or "", ())
        return gains[month] if 0 <= month < len(gains) else None


def read_growth_tables(folder: Path) -> GrowthTables:
    """Read `rules.yaml` and the CSV files of `folder`. Raises ValueError saying what is wrong there."""
    try:
        rules: dict[str, Any] = YAML(typ="safe", pure=True).load(folder / "rules.yaml")
        return _tables(folder, rules)
    except OSError as error:
        raise ValueError(f"{error.filename} cannot be read: {error.strerror}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"growth tables in {folder} are damaged: {error!r}") from error


def _tables(folder: Path, rules: dict[str, Any]) -> GrowthTables:
    if tuple(rules["indices"]) != INDICES:
        raise ValueError(f"rules.yaml must hold the indices {', '.join(INDICES)} in this order")
    return GrowthTables(
        indices={name: _index(folder, name, rule) for name, rule in rules["indices"].items()},
        days_in_a_month=float(rules["days_in_a_month"]),
        decimals=int(rules["decimals"]),
        standing_from_day=int(rules["position"]["standing_from_day"]),
        position_correction_cm=float(rules["position"]["correction_cm"]),
        minimum_gain_g=_minimum_gain(folder / rules["weight_status"]["minimum_gain"]),
        last_status_month=int(rules["weight_status"]["last_month"]),
        charts=_charts(rules["charts"], rules["kms"]),
    )


def _charts(charts: dict[str, Any], kms: dict[str, Any]) -> ChartRules:
    return ChartRules(
        pages_months=tuple((int(low), int(high)) for low, high in charts["pages_months"]),
        curves=tuple(float(z) for z in charts["curves"]),
        kms_index=kms["index"],
        kms_bands=tuple(
            KmsBand(float(band["from"]), float(band["until"]), band["colour"])
            for band in kms["bands"]
        ),
        kms_red_line=float(kms["red_line"]),
        kms_orange_line=float(kms["orange_line"]),
    )


def _index(folder: Path, name: str, rule: dict[str, Any]) -> Index:
    if rule["measure"] not in MEASURES:
        raise ValueError(f"{name}: measure {rule['measure']} is not one of {', '.join(MEASURES)}")
    beyond = rule.get("extrapolate_beyond")
    return Index(
        name=name,
        measure=rule["measure"],
        weight_based=bool(rule["weight_based"]),
        extrapolate_beyond=None if beyond is None else float(beyond),
        implausible_below=float(rule["implausible"]["below"]),
        implausible_above=float(rule["implausible"]["above"]),
        tables=tuple(_lms_table(folder, table) for table in rule["tables"]),
    )


def _lms_table(folder: Path, rule: dict[str, Any]) -> LmsTable:
    key, path = rule["key"], folder / rule["file"]
    if key not in _KEYS:
        raise ValueError(f"{rule['file']}: key {key} is not one of {', '.join(_KEYS)}")
    lines = _lines(path)
    keys = [float(line[key]) for line in lines if line["sex"] == SEXES[0]]
    rows = {sex: tuple(_lms(line) for line in lines if line["sex"] == sex) for sex in SEXES}
    if len(rows["female"]) != len(rows["male"]) or len(keys) < 2:
        raise ValueError(f"{rule['file']}: the sexes must have equally many rows")
    rows_per_unit = round((len(keys) - 1) / (keys[-1] - keys[0]), 6)
    _check_even(path, keys, rows_per_unit)
    return LmsTable(
        rule["file"],
        key,
        int(rule["from_day"]),
        int(rule["until_day"]),
        keys[0],
        rows_per_unit,
        rows,
    )


def _check_even(path: Path, keys: Sequence[float], rows_per_unit: float) -> None:
    for place, key in enumerate(keys):
        if abs(key - keys[0] - place / rows_per_unit) > 1 / PART_OF_A_ROW:
            raise ValueError(f"{path.name}: a row is missing before {key}")


def _lms(line: Mapping[str, str]) -> Lms:
    return Lms(float(line["L"]), float(line["M"]), float(line["S"]))


def _minimum_gain(path: Path) -> dict[str, tuple[int, ...]]:
    gains: dict[str, tuple[int, ...]] = {}
    lines = _lines(path)
    for sex in SEXES:
        of_sex = [line for line in lines if line["sex"] == sex]
        if [int(line["month"]) for line in of_sex] != list(range(len(of_sex))):
            raise ValueError(f"{path.name}: months of {sex} must run from 0 without a gap")
        gains[sex] = tuple(int(line["minimum_gain_g"]) for line in of_sex)
    return gains


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
