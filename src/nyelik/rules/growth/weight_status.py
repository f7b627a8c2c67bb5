"""N, T, O, B and 2T: what a monthly weighing says, as Posyandu count it (SKDN).

The last weighing of a calendar month decides for that month. B: the first weighing ever. O: not weighed
in the month before, so gain cannot be judged. N: gained at least the minimum (KBM) for the completed
month of age. T: did not. 2T: T now and T in the month before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nyelik.base.dates import completed_months, day_from_number
from nyelik.rules.growth.tables import GrowthTables

STATUSES = ("B", "O", "N", "T")  # columns store the place in this order


@dataclass(frozen=True, slots=True)
class Weighing:
    """A weight in kg on a day number; of several on one day the last recorded comes last."""

    day: int
    weight_kg: float


@dataclass(frozen=True, slots=True)
class WeightStatus:
    """The verdict on the deciding weighing of a month; `twice` is 2T, None where it is no question."""

    day: int
    status: str
    twice: bool | None
    gain_g: int | None = None
    minimum_g: int | None = None


def weight_statuses(
    tables: GrowthTables, sex: str | None, born: int, weighings: Sequence[Weighing]
) -> list[WeightStatus]:
    """One verdict per calendar month with a weighing, to the age the tables name.

    A weighing before birth is left out. Without a minimum (sex unknown) N and T stay unsaid.
    """
    deciding = _deciding([w for w in weighings if w.day >= born])
    statuses: list[WeightStatus] = []
    before: tuple[Weighing, WeightStatus | None] | None = None
    for weighing in deciding:
        verdict = _verdict(tables, sex, born, weighing, before)
        if verdict and _age_months(born, weighing.day) <= tables.last_status_month:
            statuses.append(verdict)
        before = weighing, verdict
    return statuses


def _deciding(weighings: Sequence[Weighing]) -> list[Weighing]:
    last_of_month: dict[int, Weighing] = {}
    for weighing in weighings:
        last_of_month[calendar_month(weighing.day)] = weighing
    return list(last_of_month.values())


def _verdict(
    tables: GrowthTables,
    sex: str | None,
    born: int,
    now: Weighing,
    before: tuple[Weighing, WeightStatus | None] | None,
) -> WeightStatus | None:
    if before is None:
        return WeightStatus(now.day, "B", None)
    earlier, earlier_verdict = before
    if calendar_month(earlier.day) != calendar_month(now.day) - 1:
        return WeightStatus(now.day, "O", None)
    minimum = tables.minimum_gain(sex, _age_months(born, now.day))
    if minimum is None:
        return None
    gain = grams(now.weight_kg) - grams(earlier.weight_kg)
    if gain >= minimum and gain > 0:
        return WeightStatus(now.day, "N", False, gain, minimum)
    twice = earlier_verdict is not None and earlier_verdict.status == "T"
    return WeightStatus(now.day, "T", twice, gain, minimum)


def grams(weight_kg: float) -> int:
    """Whole grams: 6.4 - 6.0 kg is 400 g, which binary fractions would miss."""
    return int(weight_kg * 1000 + 0.5)


def calendar_month(day: int) -> int:
    """Months since January of the year 0: consecutive months differ by one."""
    date = day_from_number(day)
    return date.year * 12 + date.month - 1


def _age_months(born: int, day: int) -> int:
    return completed_months(day_from_number(born), day_from_number(day))
