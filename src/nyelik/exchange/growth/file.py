"""From a CSV of measured children to one with scores, classes and problems, in parts of many rows.

Every row comes out, in order, with the columns it came with. A score that cannot be true is not written
as a score: it is named in `problem`, so that nobody averages it.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from nyelik.exchange.growth.cells import POSITION_WORDS, SEX_WORDS, YES_NO_WORDS, Table
from nyelik.exchange.growth.classes import UNKNOWN_MONTHS, Classes
from nyelik.rules.engines.calendar_columns import completed_months
from nyelik.rules.growth.tables import INDICES, REASONS, LmsTable
from nyelik.rules.growth.zscore_columns import (
    REASON_CODE,
    UNKNOWN,
    UNKNOWN_AGE,
    Floats,
    MeasuredColumns,
    z_columns,
)
from nyelik.rules.load import Loaded

COLUMNS = (
    *("sex", "age_days", "born", "measured", "weight_kg", "length_cm"),
    *("position", "muac_cm", "head_cm", "oedema"),
)
MEASURED = ("weight_kg", "length_cm", "head_cm", "muac_cm")
PROBLEM = "problem"
_ROWS = 50_000
IMPLAUSIBLE, OUT_OF_RANGE = REASON_CODE["implausible"], REASON_CODE["out_of_range"]


@dataclass(frozen=True)
class Counts:
    """What was done: rows written, rows with a problem, usable scores."""

    rows: int
    with_problem: int
    scores: int

    def plus(self, other: Counts) -> Counts:
        """Both together."""
        return Counts(
            self.rows + other.rows,
            self.with_problem + other.with_problem,
            self.scores + other.scores,
        )


class NotTheColumnsError(ValueError):
    """The file has no header with the columns needed; `args[0]` says which are missing."""


def score_file(
    source: Path, target: Path, loaded: Loaded, today: dt.date, language: str = "id"
) -> Iterator[Counts]:
    """Score `source` into `target`; yields the counts so far after each part, the last is the total.

    Raises NotTheColumnsError before anything is written, OSError when a file cannot be opened.
    """
    classes = Classes(loaded, today)
    total = Counts(0, 0, 0)
    with source.open(encoding="utf-8-sig", newline="", errors="replace") as read:
        rows = csv.reader(read, delimiter=_delimiter(read))
        header = next(rows, [])
        names = _names(header)
        with target.open("w", encoding="utf-8", newline="") as write:
            writer = csv.writer(write)
            writer.writerow([*header, *new_columns(classes)])
            while part := list(islice(rows, _ROWS)):
                table = _table(part, names, language)
                added, counts = _scored(table, loaded, classes)
                writer.writerows(
                    [*_fitted(row, len(header)), *new] for row, new in zip(part, added, strict=True)
                )
                total = total.plus(counts)
                yield total
    if total.rows == 0:
        yield total


def new_columns(classes: Classes) -> list[str]:
    """The columns that are added to those of the file."""
    named = [f"class_{column}" for column in classes.findings]
    return [*(f"z_{index}" for index in INDICES), *named, PROBLEM]


def _delimiter(file: TextIO) -> str:
    first = file.readline()
    file.seek(0)
    return ";" if first.count(";") > first.count(",") else ","


def _names(header: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    missing = [] if "sex" in names else ["sex"]
    if "age_days" not in names and not {"born", "measured"} <= set(names):
        missing.append("age_days (or born and measured)")
    if not set(MEASURED) & set(names):
        missing.append(" or ".join(MEASURED))
    if missing:
        raise NotTheColumnsError(", ".join(missing))
    return names


def _fitted(row: list[str], width: int) -> list[str]:
    return row if len(row) == width else [*row[:width], *[""] * (width - len(row))]


def _table(part: list[list[str]], names: list[str], language: str) -> Table:
    columns = zip(*(_fitted(row, len(names)) for row in part), strict=True)
    table = Table(dict(zip(names, columns, strict=True)), len(part), language)
    for row, cells in enumerate(part):
        if len(cells) > len(names):
            table.tell(row, "too_long")
    return table


def _scored(table: Table, loaded: Loaded, classes: Classes) -> tuple[list[tuple[str, ...]], Counts]:
    children = _children(table, loaded)
    scores = {index: _usable_scores(table, index, children, loaded) for index in INDICES}
    months = _completed_months(table, children, loaded)
    named = classes.of(children, months, scores).values()
    problems = ["; ".join(table.problems.get(row, ())) for row in range(table.length)]
    added = list(zip(*(_texts(z) for z in scores.values()), *named, problems, strict=True))
    usable = sum(int(np.count_nonzero(~np.isnan(z))) for z in scores.values())
    return added, Counts(table.length, sum(map(bool, problems)), usable)


def _children(table: Table, loaded: Loaded) -> MeasuredColumns:
    words = loaded.rules.words
    measures = {name: table.numbers(name, words.get(name)) for name in MEASURED}
    children = MeasuredColumns(
        sex=table.choices("sex", SEX_WORDS),
        age_days=table.ages(),
        position=table.choices("position", POSITION_WORDS),
        oedema=table.choices("oedema", YES_NO_WORDS) == 1,
        **measures,
    )
    for row in np.flatnonzero(children.sex == UNKNOWN):
        table.tell(int(row), "sex")
    for row in np.flatnonzero(children.age_days == UNKNOWN_AGE):
        table.tell(int(row), "age")
    every = [table for index in loaded.growth.indices.values() for table in index.tables]
    for row in np.flatnonzero(~_of_age(children, every) & (children.age_days != UNKNOWN_AGE)):
        table.tell(int(row), "out_of_range", "age")
    for row in np.flatnonzero(np.all([np.isnan(m) for m in measures.values()], axis=0)):
        table.tell(int(row), "nothing")
    return children


def _usable_scores(table: Table, name: str, children: MeasuredColumns, loaded: Loaded) -> Floats:
    """Scores, NaN where there is none to use. An age that the index is not made for is no problem."""
    z, reason = z_columns(loaded.growth, name, children)
    of_age = _of_age(children, loaded.growth.indices[name].tables)
    for row in np.flatnonzero((reason == IMPLAUSIBLE) | ((reason == OUT_OF_RANGE) & of_age)):
        table.tell(int(row), REASONS[reason[row]], name, f"{z[row]:.2f}")
    z[reason != 0] = np.nan
    return z


def _of_age(children: MeasuredColumns, tables: Iterable[LmsTable]) -> NDArray[np.bool_]:
    age = children.age_days
    inside = np.zeros(len(children), bool)
    for table in tables:
        inside |= (age >= table.from_day) & (age <= table.until_day)
    return inside


def _texts(z: Floats) -> list[str]:
    return ["" if value != value else f"{value:.2f}" for value in z.tolist()]


def _completed_months(table: Table, children: MeasuredColumns, loaded: Loaded) -> NDArray[np.int64]:
    """By the date law where both dates are there, else by the mean length of a month."""
    born, measured = table.days("born"), table.days("measured")
    dated = ~np.isnan(born) & ~np.isnan(measured) & np.isnan(table.numbers("age_days"))
    months = (children.age_days // loaded.growth.days_in_a_month).astype(np.int64)
    months[dated] = completed_months(born[dated].astype(np.int64), measured[dated].astype(np.int64))
    months[children.age_days == UNKNOWN_AGE] = UNKNOWN_MONTHS
    return months
