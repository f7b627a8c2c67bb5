"""The z-score of one child, written to be read beside WHO's description of the method.

This is the truth; `zscore_columns` must give the same answers for many children at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from nyelik.rules.growth.tables import GrowthTables, Index, Lms, LmsTable

STANDING, LYING = "standing", "lying"


@dataclass(frozen=True, slots=True)
class Measured:
    """A child as measured on one day: kg, cm; `position` is how the length was taken ("lying" or
    "standing"), unknown taken as right for the age. `age_days` counts whole days since birth."""

    sex: str | None
    age_days: int | None
    weight_kg: float | None = None
    length_cm: float | None = None
    head_cm: float | None = None
    muac_cm: float | None = None
    position: str | None = None
    oedema: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A z-score, rounded as the tables say, or the reason there is none to use (see tables.REASONS).

    An implausible score keeps its number, for the one who must measure again; never classify it.
    """

    z: float | None
    reason: str = ""

    @property
    def usable(self) -> bool:
        """Whether the score may be classified."""
        return self.reason == ""


@dataclass(frozen=True, slots=True)
class Workings:
    """What a score was computed from, so that it can be checked by hand.

    `value` is the measure after correction for position; `key` (day, month or length_cm) is where the
    table was entered, at `at`; `extrapolated` says that the plain formula was left past three SD.
    """

    value: float
    table: str
    key: str
    at: float
    lms: Lms
    extrapolated: bool
    z: float


def z_score(tables: GrowthTables, name: str, child: Measured) -> Score:
    """The score of one index ("weight_for_age", ...)."""
    index = tables.indices[name]
    reason = _why_not(index, child)
    if reason:
        return Score(None, reason)
    worked = workings(tables, name, child)
    if worked is None:
        return Score(None, "out_of_range")
    implausible = worked.z < index.implausible_below or worked.z > index.implausible_above
    return Score(worked.z, "implausible" if implausible else "")


def workings(tables: GrowthTables, name: str, child: Measured) -> Workings | None:
    """How the score of one index comes about; None where there is none."""
    index = tables.indices[name]
    if child.sex is None or child.age_days is None or _why_not(index, child):
        return None
    table = index.table_for(child.age_days)
    value = _measure(tables, index, child)
    if table is None or value <= 0:
        return None
    key = _key(tables, table, child)
    lms = table.at(child.sex, key)
    if lms is None:
        return None
    plain = _plain_score(value, lms)
    beyond = index.extrapolate_beyond
    far = beyond is not None and abs(plain) > beyond
    z = _extrapolated(plain, value, lms, beyond) if beyond is not None and far else plain
    return Workings(value, table.file, table.key, key, lms, far, rounded(z, tables.decimals))


def _why_not(index: Index, child: Measured) -> str:
    """What stands in the way of any score; "" if nothing does."""
    if child.sex is None:
        return "missing_sex"
    if child.age_days is None:
        return "missing_age"
    if child.oedema and index.weight_based:
        return "oedema"  # water weighs: the weight says nothing about the child
    return missing_measure(index, child)


def scored_value(tables: GrowthTables, index: Index, child: Measured) -> float | None:
    """The measure that the index scores (kg, cm or kg/m²), position corrected; None if not measured."""
    return None if missing_measure(index, child) else _measure(tables, index, child)


def missing_measure(index: Index, child: Measured) -> str:
    """The reason naming the first measure that the index needs and the child lacks; "" if none."""
    if index.measure in ("weight_kg", "bmi") and child.weight_kg is None:
        return "missing_weight"
    if index.measure == "head_cm" and child.head_cm is None:
        return "missing_head"
    if index.measure == "muac_cm" and child.muac_cm is None:
        return "missing_muac"
    return "missing_length" if needs_length(index) and child.length_cm is None else ""


def needs_length(index: Index) -> bool:
    """Whether length is measured or is the key of a table."""
    by_length = any(table.key == "length_cm" for table in index.tables)
    return by_length or index.measure in ("length_cm", "bmi")


def length_for_age(tables: GrowthTables, child: Measured) -> float:
    """Length in cm as if measured in the position that belongs to the age."""
    length, age = child.length_cm or 0.0, child.age_days or 0
    if age < tables.standing_from_day and child.position == STANDING:
        return length + tables.position_correction_cm
    if age >= tables.standing_from_day and child.position == LYING:
        return length - tables.position_correction_cm
    return length


def rounded(z: float, decimals: int) -> float:
    """Half up, so that both engines meet: a billionth is added because ties are rarely exact in binary."""
    scale = 10.0**decimals
    return math.floor(z * scale + 0.5 + 1e-9) / scale


def value_at(lms: Lms, z: float) -> float:
    """The measure (kg, cm, kg/m²) whose plain score is `z`."""
    if lms.power == 0:
        return lms.median * math.exp(lms.variation * z)
    return lms.median * float((1 + lms.power * lms.variation * z) ** (1 / lms.power))


def value_on_curve(lms: Lms, z: float, beyond: float | None) -> float:
    """The measure whose score is `z`, extrapolated past `beyond` as the score is: the curve to draw."""
    if beyond is None or abs(z) <= beyond:
        return value_at(lms, z)
    side = math.copysign(1.0, z)
    edge = value_at(lms, side * beyond)
    return edge + (abs(z) - beyond) * (edge - value_at(lms, side * (beyond - 1)))


def _measure(tables: GrowthTables, index: Index, child: Measured) -> float:
    if index.measure == "length_cm":
        return length_for_age(tables, child)
    if index.measure == "bmi":
        metres = length_for_age(tables, child) / 100
        return (child.weight_kg or 0.0) / (metres * metres) if metres > 0 else 0.0
    return float(getattr(child, index.measure))


def _key(tables: GrowthTables, table: LmsTable, child: Measured) -> float:
    age = child.age_days or 0
    if table.key == "length_cm":
        return length_for_age(tables, child)
    return age / tables.days_in_a_month if table.key == "month" else float(age)


def _extrapolated(z: float, value: float, lms: Lms, beyond: float) -> float:
    """Past `beyond`, in steps of the distance between the last two lines."""
    side = math.copysign(1.0, z)
    edge, before = value_at(lms, side * beyond), value_at(lms, side * (beyond - 1))
    return side * beyond + (value - edge) / abs(edge - before)


def _plain_score(value: float, lms: Lms) -> float:
    if lms.power == 0:
        return math.log(value / lms.median) / lms.variation
    try:
        powered = math.pow(value / lms.median, lms.power)
    except OverflowError:  # a typing error by many magnitudes; columns get infinity here
        powered = math.inf
    return (powered - 1) / (lms.power * lms.variation)
