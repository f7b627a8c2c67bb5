"""Classes of measured children by the rulebook's findings, through the columns engine: each row is a person.

A child stands before the findings as if measured today: what counts is the age in completed months.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from nyelik.base.dates import add_months, day_number
from nyelik.rules.engines.block import (
    FEMALE,
    MALE,
    NO,
    NOTHING,
    UNBORN,
    YES,
    Block,
    Found,
    Texts,
    typed_rows,
)
from nyelik.rules.engines.outcome_columns import Outcomes
from nyelik.rules.growth.derive import MEASURE_CODES, OEDEMA_CODE
from nyelik.rules.growth.zscore_columns import Floats, MeasuredColumns
from nyelik.rules.load import Loaded
from nyelik.rules.model import Finding

# The column of each finding: those for other ages fill the rows that the first does not apply to.
FINDINGS = {
    "weight_for_age": ("weight-for-age",),
    "length_for_age": ("length-for-age",),
    "weight_for_length": ("weight-for-length",),
    "bmi_for_age": ("bmi-for-age", "bmi-for-age-school"),
    "head_for_age": ("head-for-age",),
    "muac": ("muac-child",),
}
UNKNOWN_MONTHS = -1


class Classes:
    """The classes of one rulebook as in force on `today`."""

    def __init__(self, loaded: Loaded, today: dt.date) -> None:
        self.today = today
        known = loaded.rules.findings
        self.findings: dict[str, list[Finding]] = {
            column: [
                known[name]
                for name in names
                if name in known and known[name].in_force.holds_on(today)
            ]
            for column, names in FINDINGS.items()
        }

    def of(
        self, children: MeasuredColumns, months: NDArray[np.int64], scores: Mapping[str, Floats]
    ) -> dict[str, list[str]]:
        """Class ids by column; "" where no finding applies or it is undecided.

        `months` are completed months or UNKNOWN_MONTHS; `scores` the usable z-scores by index, NaN for none.
        """
        outcomes = Outcomes(self._block(children, months, scores), day_number(self.today))
        return {column: self._column(outcomes, column, len(children)) for column in self.findings}

    def _column(self, outcomes: Outcomes, column: str, rows: int) -> list[str]:
        named = np.full(rows, "", object)
        for finding in self.findings[column]:
            places, classes = outcomes.finding(finding)
            for number, candidate in enumerate(finding.classes):
                named[places[classes == number]] = candidate.id
        return list(named)

    def _block(
        self, children: MeasuredColumns, months: NDArray[np.int64], scores: Mapping[str, Floats]
    ) -> Block:
        oldest = int(months.max(initial=0))
        birthdays = [day_number(add_months(self.today, -month)) for month in range(oldest + 1)]
        values = {f"z_{index}": z for index, z in scores.items()}
        values |= {code: getattr(children, code) for code in MEASURE_CODES}
        values[OEDEMA_CODE] = np.where(children.oedema, YES, NO)
        return Block(
            sex=np.select([children.sex == 0, children.sex == 1], [FEMALE, MALE], 0).astype(
                np.int8
            ),
            born=np.where(months < 0, UNBORN, np.array(birthdays)[months]).astype(np.int32),
            born_minute=np.full(len(children), -1, np.int16),
            find=partial(_found, values, day_number(self.today)),
            texts=Texts(),
        )


def _found(values: Mapping[str, Floats], today: int, code: str) -> Found:
    """The events of a code: one today for each child with a value."""
    if code not in values:
        return NOTHING
    person = np.flatnonzero(~np.isnan(values[code]))
    rows = len(person)
    day, minute = np.full(rows, today), np.full(rows, -1)
    return Found(0, rows, typed_rows(person, day, minute, values[code][person]))
