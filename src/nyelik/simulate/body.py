"""How one child grows: latent z-scores that drift, made into measurements by the WHO tables, with errors."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass

from nyelik.rules.growth.tables import GrowthTables, Lms
from nyelik.rules.growth.zscore import value_at
from nyelik.simulate.chance import Chance
from nyelik.simulate.days import age_months
from nyelik.simulate.fixtures import Section

LARGEST_Z = 4.5


@dataclass(slots=True)
class Body:
    """Latent z-scores: length for age, weight for length, head for age; `month` is when they were last moved on."""

    sex: str
    born: int
    length: float
    thin: float
    head: float
    month: int = 0


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth fixtures and the WHO tables; grows and measures bodies."""

    chance: Chance
    rates: Section
    tables: GrowthTables

    def new_body(self, sex: str, born: int, at_birth: float = 0.0, day: int | None = None) -> Body:
        """A body as it is on `day` (birth if not given). `at_birth`: how far the birth weight lay from usual, in SD."""
        chance, rates = self.chance, self.rates
        month = max(0, age_months(born, day or born))
        length = self._mean_length(month) + 0.5 * at_birth
        length += chance.gauss(0, rates["length_sd"] * (0.86 if at_birth else 1.0))
        thin = chance.gauss(rates["thin_mean"], rates["thin_sd"])
        return Body(sex, born, length, thin, chance.gauss(0, rates["head_sd"]), month)

    def grow(self, body: Body, day: int) -> None:
        """Move the latent scores on to this day; the same month again changes nothing."""
        month = age_months(body.born, day)
        gap = month - body.month
        if gap <= 0:
            return
        rates, before = self.rates, self._mean_length(body.month)
        body.length = self._mean_length(month) + self._drift(
            body.length - before, rates["length_memory"] ** gap, rates["length_sd"]
        )
        body.thin = rates["thin_mean"] + self._drift(
            body.thin - rates["thin_mean"], rates["thin_memory"] ** gap, rates["thin_sd"]
        )
        body.month = month

    def fit_weight(self, body: Body, kg: float) -> None:
        """Let the thinness at birth be what a birth weight says."""
        length = self.length_cm(body, body.born, error=False)
        expected = self._for_length(body, body.born, length, 0.0)
        spread = (self._for_length(body, body.born, length, 1.0) - expected) / expected
        body.thin = max(-3.0, min(3.0, math.log(kg / expected) / spread))

    def length_cm(self, body: Body, day: int, error: bool = True) -> float:
        """Length (lying) or height (standing), by the age at which one changes to the other."""
        value = self._measure("length_for_age", body, day - body.born, body.length)
        return value + (self.chance.gauss(0, self.rates["length_error_cm"]) if error else 0.0)

    def weight_kg(self, body: Body, day: int) -> float:
        """Weight that goes with the true length and the latent thinness."""
        length = self.length_cm(body, day, error=False)
        weight = self._for_length(body, day, length, body.thin)
        return max(0.8, weight + self.chance.gauss(0, self.rates["weight_error_kg"]))

    def head_cm(self, body: Body, day: int) -> float:
        """Head circumference."""
        value = self._measure("head_for_age", body, day - body.born, body.head)
        return value + self.chance.gauss(0, self.rates["head_error_cm"])

    def muac_cm(self, body: Body, day: int) -> float:
        """Mid-upper arm circumference, from three months of age."""
        thin = self.rates["muac_with_thin"] * body.thin
        value = self._measure("muac_for_age", body, max(day - body.born, 92), thin)
        return value + self.chance.gauss(0, self.rates["muac_error_cm"])

    def is_standing(self, body: Body, day: int) -> bool:
        """Whether a child of this age is measured standing."""
        return day - body.born >= self.tables.standing_from_day

    def _measure(self, index: str, body: Body, age: int, z: float) -> float:
        table = self.tables.indices[index].table_for(age)
        lms = table.at(body.sex, age) if table and table.key == "day" else None
        if lms is None:
            raise ValueError(f"no {index} table for a child of {age} days")
        return _value(lms, z)

    def _for_length(self, body: Body, day: int, length: float, z: float) -> float:
        table = self.tables.indices["weight_for_length"].table_for(day - body.born)
        if table is None:
            raise ValueError(f"no weight-for-length table for a child of {day - body.born} days")
        shortest = table.first
        longest = shortest + (len(table.rows[body.sex]) - 1) / table.rows_per_unit
        lms = table.at(body.sex, min(max(shortest, round(length, 1)), longest))
        if lms is None:
            raise ValueError(f"no weight-for-length row for {length:.1f} cm")
        return _value(lms, z) * min(1.0, (length / shortest) ** 3)

    def _drift(self, deviation: float, memory: float, sd: float) -> float:
        return memory * deviation + self.chance.gauss(0, sd * math.sqrt(1 - memory * memory))

    def _mean_length(self, month: int) -> float:
        points: dict[int, float] = self.rates["length_mean"]
        months = list(points)
        place = bisect_right(months, month)
        if place == len(months):
            return points[months[-1]]
        low, high = months[place - 1], months[place]
        part = (month - low) / (high - low)
        return points[low] + part * (points[high] - points[low])


def _value(lms: Lms, z: float) -> float:
    return value_at(lms, max(-LARGEST_Z, min(LARGEST_Z, z)))
